from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from shipments.domain.event_feed import Unmapped, epcis
from shipments.domain.milestones import EPCIS, ORDER, Classifier, MilestoneKind
from tests.domain.event_feed.milestones import TCN, milestone

OBSERVED = {
    "type": "ObjectEvent",
    "eventID": "milestone-7",
    "eventTime": "2026-11-19T12:00:00Z",
    "eventTimeZoneOffset": "+00:00",
    "recordTime": "2026-11-20T12:00:00Z",
    "action": "OBSERVE",
    "epcList": [f"https://quayline.example/shipments/{TCN}"],
    "readPoint": {"id": "https://quayline.example/places/ILASH"},
}
OWN = {
    "tcn": TCN,
    "shipment": f"https://quayline.example/shipments/{TCN}",
    "classifier": "actual",
    "occursOn": "2026-11-19",
    "precision": "day",
    "modeOfTransport": "SEA",
    "carrier": "Blue Line",
    "voyage": "DM-418",
    "leg": 2,
    "place": {"code": "ILASH", "name": "Ashdod"},
    "source": "Port agent",
    "reportedAt": "2026-11-20T09:30:00Z",
}


def test_a_receipt_is_observed_at_its_place() -> None:
    assert epcis.event(milestone(MilestoneKind.RECEIVED)) == OBSERVED | {
        "bizStep": "receiving",
        "quayline": OWN | {"milestone": "received"},
    }


def test_what_departs_is_in_transit() -> None:
    assert epcis.event(milestone(MilestoneKind.DEPARTED)) == OBSERVED | {
        "bizStep": "departing",
        "disposition": "in_transit",
        "quayline": OWN | {"milestone": "departed"},
    }


def test_a_retraction_sends_the_wrong_event_again_with_its_declaration() -> None:
    wrong = milestone(MilestoneKind.RECEIVED)

    assert epcis.event(milestone(MilestoneKind.RECEIVED, retracts=wrong)) == OBSERVED | {
        "bizStep": "receiving",
        "errorDeclaration": {"declarationTime": "2026-11-20T12:00:00Z"},
        "quayline": OWN
        | {
            "milestone": "received",
            "retracts": "milestone-7",
            "reason": "It was another ship",
        },
    }


def test_without_a_place_nothing_is_said_of_one() -> None:
    event = epcis.event(milestone(MilestoneKind.LOADED, place=None))

    assert not isinstance(event, Unmapped)
    assert "readPoint" not in event


@pytest.mark.parametrize(
    ("kind", "classifier", "because"),
    [
        (
            MilestoneKind.TENDERED,
            Classifier.ACTUAL,
            "The standard has no business step for this milestone.",
        ),
        (
            MilestoneKind.CUSTOMS_RELEASED,
            Classifier.ACTUAL,
            "The standard has no business step for this milestone.",
        ),
        (
            MilestoneKind.ARRIVED,
            Classifier.ESTIMATED,
            "The standard has no plans and estimates.",
        ),
    ],
)
def test_what_the_standard_cannot_say_is_not_said_in_its_words(
    kind: MilestoneKind, classifier: Classifier, because: str
) -> None:
    entry = milestone(kind, classifier)

    assert epcis.event(entry) == Unmapped(entry, because)


def test_a_document_holds_every_entry_once_sent_or_unmapped() -> None:
    at = datetime(2026, 11, 20, 14, 5, 9, 999, tzinfo=timezone(timedelta(hours=2)))

    document: dict[str, Any] = epcis.document(
        [milestone(kind) for kind in ORDER], created_at=at, vocabulary="https://quayline.example/#"
    )

    assert document["creationDate"] == "2026-11-20T12:05:09Z"
    assert at.astimezone(UTC).hour == 12
    assert {name: document[name] for name in ("@context", "type", "schemaVersion")} == {
        "@context": [
            "https://gs1.github.io/EPCIS/epcis-context.jsonld",
            {"quayline": "https://quayline.example/#"},
        ],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
    }
    assert [each["bizStep"] for each in document["epcisBody"]["eventList"]] == [
        EPCIS[kind] for kind in ORDER if kind in EPCIS
    ]
    assert [each["milestone"] for each in document["quayline"]["unmapped"]] == [
        "tendered",
        "passed",
        "customs_released",
    ]
