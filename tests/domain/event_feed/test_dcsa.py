from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shipments.domain.event_feed import Publisher, Unmapped, dcsa
from shipments.domain.event_feed.dcsa import MODE_OF_TRANSPORT
from shipments.domain.milestones import DCSA, ORDER, Classifier, MilestoneKind
from shipments.domain.modes import Mode
from tests.domain.event_feed.milestones import BASE, BY_AIR, BY_SEA, TCN, milestone

PUBLISHER = Publisher("Quayline")
METADATA = {
    "eventID": "milestone-7",
    "eventCreatedDateTime": "2026-11-20T12:00:00Z",
    "publisher": {"partyName": "Quayline"},
    "publisherRole": "VSP",
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
LOCATION = {"locationName": "Ashdod", "locationType": "UNLO", "UNLocationCode": "ILASH"}


def sent(kind: MilestoneKind, **said: Any) -> dict[str, Any]:
    event = dcsa.event(milestone(kind, **said), PUBLISHER)
    assert not isinstance(event, Unmapped)
    return event


def test_an_arrival_is_a_transport_event_at_its_call() -> None:
    assert sent(MilestoneKind.ARRIVED) == {
        "metadata": METADATA | {"eventType": "TRANSPORT"},
        "payload": {
            "eventClassifierCode": "ACT",
            "eventDateTime": "2026-11-19T12:00:00Z",
            "transportEventTypeCode": "ARRI",
            "transportCall": {
                "transportCallReference": f"{TCN}-2",
                "location": LOCATION,
                "modeOfTransport": "VESSEL",
                "carrierImportVoyageNumber": "DM-418",
            },
        },
        "quayline": OWN | {"milestone": "arrived", "omitted": ["publisher.carrierCode"]},
    }


def test_a_loading_is_an_equipment_event_at_its_call() -> None:
    event = sent(MilestoneKind.LOADED, classifier=Classifier.ESTIMATED)

    assert event["metadata"]["eventType"] == "EQUIPMENT"
    assert event["payload"] == {
        "eventClassifierCode": "EST",
        "eventDateTime": "2026-11-19T12:00:00Z",
        "equipmentEventTypeCode": "LOAD",
        "emptyIndicatorCode": "LADEN",
        "transportCall": {
            "transportCallReference": f"{TCN}-2",
            "location": LOCATION,
            "modeOfTransport": "VESSEL",
            "carrierExportVoyageNumber": "DM-418",
        },
    }


def test_a_customs_release_is_an_equipment_event_at_a_place() -> None:
    assert sent(MilestoneKind.CUSTOMS_RELEASED, classifier=Classifier.PLANNED)["payload"] == {
        "eventClassifierCode": "PLN",
        "eventDateTime": "2026-11-19T12:00:00Z",
        "equipmentEventTypeCode": "CUSR",
        "emptyIndicatorCode": "LADEN",
        "eventLocation": LOCATION,
    }


def test_a_receipt_is_a_shipment_event_and_says_what_it_leaves_out() -> None:
    event = sent(MilestoneKind.RECEIVED)

    assert event["metadata"]["eventType"] == "SHIPMENT"
    assert event["payload"] == {
        "eventClassifierCode": "ACT",
        "eventDateTime": "2026-11-19T12:00:00Z",
        "shipmentEventTypeCode": "CMPL",
        "documentReference": TCN,
    }
    assert event["quayline"]["omitted"] == ["publisher.carrierCode", "payload.documentTypeCode"]


def test_air_has_no_code_and_is_named_in_our_own_field() -> None:
    event = sent(MilestoneKind.DEPARTED, shipment=BY_AIR, place=BASE)

    assert event["payload"]["transportCall"] == {
        "transportCallReference": f"{TCN}-2",
        "location": {
            "locationName": "Nevatim",
            "locationType": "GEOL",
            "latitude": "31.2083",
            "longitude": "35.0123",
        },
    }
    assert event["quayline"]["modeOfTransport"] == "AIR"
    assert event["quayline"]["omitted"] == [
        "publisher.carrierCode",
        "payload.transportCall.modeOfTransport",
    ]
    assert Mode.AIR not in MODE_OF_TRANSPORT


def test_a_retraction_names_the_event_and_has_no_payload() -> None:
    wrong = milestone(MilestoneKind.ARRIVED)

    assert sent(MilestoneKind.ARRIVED, retracts=wrong) == {
        "metadata": METADATA
        | {
            "eventID": "milestone-8",
            "eventType": "TRANSPORT",
            "retractedEventID": "milestone-7",
        },
        "quayline": OWN
        | {
            "milestone": "arrived",
            "retracts": "milestone-7",
            "reason": "It was another ship",
            "omitted": ["publisher.carrierCode"],
        },
    }


def test_what_is_not_known_is_left_out() -> None:
    bare = replace(
        milestone(MilestoneKind.DEPARTED, place=None),
        leg=None,
        shipment=replace(BY_SEA, carrier="", voyage=""),
    )

    event = dcsa.event(bare, Publisher("Blue Line", "BLUE", "SMDG"))

    assert not isinstance(event, Unmapped)
    assert event["payload"] == {
        "eventClassifierCode": "ACT",
        "eventDateTime": "2026-11-19T12:00:00Z",
        "transportEventTypeCode": "DEPA",
        "transportCall": {"transportCallReference": TCN, "modeOfTransport": "VESSEL"},
    }
    assert event["quayline"] == {
        name: value
        for name, value in (OWN | {"milestone": "departed"}).items()
        if name not in {"carrier", "voyage", "leg", "place"}
    }


@pytest.mark.parametrize(
    ("kind", "classifier", "because"),
    [
        (
            MilestoneKind.TENDERED,
            Classifier.ACTUAL,
            "The standard has no code for this milestone.",
        ),
        (MilestoneKind.PASSED, Classifier.ACTUAL, "The standard has no code for this milestone."),
        (
            MilestoneKind.RECEIVED,
            Classifier.ESTIMATED,
            "Shipment events of the standard are actual only.",
        ),
    ],
)
def test_what_the_standard_cannot_say_is_not_said_in_its_words(
    kind: MilestoneKind, classifier: Classifier, because: str
) -> None:
    entry = milestone(kind, classifier)

    assert dcsa.event(entry, PUBLISHER) == Unmapped(entry, because)


def test_a_feed_holds_every_entry_once_sent_or_unmapped() -> None:
    feed: dict[str, Any] = dcsa.feed([milestone(kind) for kind in ORDER], PUBLISHER)

    assert [each["quayline"]["milestone"] for each in feed["events"]] == [
        kind.value for kind in ORDER if kind in DCSA
    ]
    assert feed["unmapped"] == [
        {
            "eventID": "milestone-7",
            "milestone": kind,
            "classifier": "actual",
            "because": "The standard has no code for this milestone.",
        }
        for kind in ("tendered", "passed")
    ]
