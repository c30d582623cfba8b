"""Milestones in the shape of the DCSA track and trace standard, version 3.

An event has metadata, the same for all, and a payload by its type. A retraction names the event
it takes back and has no payload. What the standard has no field for stands under ``quayline``;
fields it requires and we do not know are left out and listed there, never filled in.

Source: docs/sources.md, "Event feed".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shipments.domain.event_feed.milestone import (
    FeedMilestone,
    FeedPlace,
    Unmapped,
    in_our_words,
    moment,
    noon,
)
from shipments.domain.milestones import DCSA, DCSA_CLASSIFIER, DCSA_EVENT_TYPE, Classifier
from shipments.domain.modes import Mode

# There is none for air.
MODE_OF_TRANSPORT: Mapping[Mode, str] = MappingProxyType(
    {Mode.SEA: "VESSEL", Mode.ROAD: "TRUCK", Mode.RAIL: "RAIL"}
)
# We tell where goods are, and carry none: visibility service provider.
PUBLISHER_ROLE = "VSP"
# Events of a vehicle's call at a place; the others are of a place alone.
_AT_A_CALL = {"DEPA", "ARRI", "LOAD", "DISC"}
_OUTWARD = {"DEPA", "LOAD"}


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who sends the feed. The standard asks for a carrier's code; whoever has none, gives none."""

    name: str
    carrier_code: str = ""
    carrier_code_list: str = ""


def event(milestone: FeedMilestone, publisher: Publisher) -> dict[str, object] | Unmapped:
    """One milestone as one event."""
    code = DCSA.get(milestone.kind)
    if code is None:
        return Unmapped(milestone, "The standard has no code for this milestone.")
    event_type = DCSA_EVENT_TYPE[code]
    if event_type == "SHIPMENT" and milestone.classifier is not Classifier.ACTUAL:
        return Unmapped(milestone, "Shipment events of the standard are actual only.")
    metadata: dict[str, object] = {
        "eventID": milestone.id,
        "eventCreatedDateTime": moment(milestone.recorded_at),
        "eventType": event_type,
        "publisher": _publisher(publisher),
        "publisherRole": PUBLISHER_ROLE,
    }
    omitted = [] if publisher.carrier_code else ["publisher.carrierCode"]
    if milestone.retracts is not None:
        metadata["retractedEventID"] = milestone.retracts.id
        return {"metadata": metadata, "quayline": _own(milestone, omitted)}
    payload, unknown = _payload(milestone, code, event_type)
    own = _own(milestone, [*omitted, *unknown])
    return {"metadata": metadata, "payload": payload, "quayline": own}


def feed(milestones: Iterable[FeedMilestone], publisher: Publisher) -> dict[str, object]:
    """Milestones in the order given, and beside them those that the standard has no word for."""
    mapped = [event(milestone, publisher) for milestone in milestones]
    return {
        "events": [each for each in mapped if not isinstance(each, Unmapped)],
        "unmapped": [each.as_data() for each in mapped if isinstance(each, Unmapped)],
    }


def _payload(
    milestone: FeedMilestone, code: str, event_type: str
) -> tuple[dict[str, object], list[str]]:
    """What happened, and the required fields that we do not know."""
    payload: dict[str, object] = {
        "eventClassifierCode": DCSA_CLASSIFIER[milestone.classifier],
        "eventDateTime": noon(milestone.occurs_on),
    }
    if event_type == "SHIPMENT":
        payload |= {"shipmentEventTypeCode": code, "documentReference": milestone.shipment.tcn}
        return payload, ["payload.documentTypeCode"]
    if event_type == "TRANSPORT":
        payload["transportEventTypeCode"] = code
    else:
        # Only goods are tracked here, so whatever holds them is laden.
        payload |= {"equipmentEventTypeCode": code, "emptyIndicatorCode": "LADEN"}
    location = _location(milestone.place)
    if code in _AT_A_CALL:
        payload["transportCall"] = _call(milestone, code, location)
        no_mode = milestone.shipment.mode not in MODE_OF_TRANSPORT
        return payload, ["payload.transportCall.modeOfTransport"] if no_mode else []
    if location:
        payload["eventLocation"] = location
    return payload, []


def _call(milestone: FeedMilestone, code: str, location: dict[str, str]) -> dict[str, object]:
    shipment = milestone.shipment
    reference = f"{shipment.tcn}-{milestone.leg}" if milestone.leg else shipment.tcn
    call: dict[str, object] = {"transportCallReference": reference}
    if location:
        call["location"] = location
    mode = MODE_OF_TRANSPORT.get(shipment.mode)
    if mode:
        call["modeOfTransport"] = mode
    if shipment.mode is Mode.SEA and shipment.voyage:
        direction = "Export" if code in _OUTWARD else "Import"
        call[f"carrier{direction}VoyageNumber"] = shipment.voyage
    return call


def _location(place: FeedPlace | None) -> dict[str, str]:
    if place is None:
        return {}
    if place.un_locode:
        return {
            "locationName": place.name,
            "locationType": "UNLO",
            "UNLocationCode": place.un_locode,
        }
    if place.latitude is not None and place.longitude is not None:
        return {
            "locationName": place.name,
            "locationType": "GEOL",
            "latitude": str(place.latitude),
            "longitude": str(place.longitude),
        }
    return {}


def _publisher(publisher: Publisher) -> dict[str, str]:
    if not publisher.carrier_code:
        return {"partyName": publisher.name}
    return {
        "partyName": publisher.name,
        "carrierCode": publisher.carrier_code,
        "carrierCodeListProvider": publisher.carrier_code_list,
    }


def _own(milestone: FeedMilestone, omitted: list[str]) -> dict[str, object]:
    own = in_our_words(milestone)
    return own | {"omitted": omitted} if omitted else own
