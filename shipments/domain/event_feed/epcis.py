"""Milestones in the shape of GS1 EPCIS 2.0: object events that observe a shipment.

EPCIS tells what happened, so plans and estimates are not sent. A wrong event is sent again as it
was, with an error declaration.

Source: docs/sources.md, "Event feed".
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from shipments.domain.event_feed.milestone import (
    FeedMilestone,
    Unmapped,
    in_our_words,
    moment,
    noon,
)
from shipments.domain.milestones import EPCIS, Classifier

CONTEXT = "https://gs1.github.io/EPCIS/epcis-context.jsonld"
# What is on its way after this step is in transit until it arrives.
_SETS_OFF = "departing"


def event(milestone: FeedMilestone) -> dict[str, object] | Unmapped:
    """One milestone as one object event; a retraction as the wrong event with its declaration."""
    said = milestone.retracts or milestone
    step = EPCIS.get(said.kind)
    if said.classifier is not Classifier.ACTUAL:
        return Unmapped(milestone, "The standard has no plans and estimates.")
    if step is None:
        return Unmapped(milestone, "The standard has no business step for this milestone.")
    observed: dict[str, object] = {
        "type": "ObjectEvent",
        "eventID": said.id,
        "eventTime": noon(said.occurs_on),
        "eventTimeZoneOffset": "+00:00",
        "recordTime": moment(said.recorded_at),
        "action": "OBSERVE",
        "bizStep": step,
        "epcList": [said.shipment.uri],
    }
    if step == _SETS_OFF:
        observed["disposition"] = "in_transit"
    if said.place is not None:
        observed["readPoint"] = {"id": said.place.uri}
    if milestone.retracts is not None:
        # Which of the two reasons of the standard fits, our words do not tell.
        observed["errorDeclaration"] = {"declarationTime": moment(milestone.recorded_at)}
    return observed | {"quayline": in_our_words(milestone)}


def document(
    milestones: Iterable[FeedMilestone], *, created_at: datetime, vocabulary: str
) -> dict[str, object]:
    """A document of events in the order given, and beside them what the standard cannot say.

    :param vocabulary: the address behind which the words under ``quayline`` are explained.
    """
    mapped = [event(milestone) for milestone in milestones]
    return {
        "@context": [CONTEXT, {"quayline": vocabulary}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": moment(created_at),
        "epcisBody": {
            "eventList": [each for each in mapped if not isinstance(each, Unmapped)],
        },
        "quayline": {
            "unmapped": [each.as_data() for each in mapped if isinstance(each, Unmapped)],
        },
    }
