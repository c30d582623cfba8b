"""Examples for the schema. Invented; a test holds them to what the serializers show."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

PLACES = {
    "USSUN": {"code": "USSUN", "name": "Sunny Point", "country_code": "US"},
    "ILASH": {"code": "ILASH", "name": "Ashdod", "country_code": "IL"},
}

FLAG: dict[str, Any] = {
    "id": 7,
    "order": "Q000001",
    "item": "Crate, training, type 1",
    "contractor": "Example Works",
    "reason": "silent",
    "kind": "chase",
    "since": "2026-11-01",
    "points": 15,
    "sentence": "Nothing heard since 1 Oct, 50 days ago.",
    "evidence": {"last_heard_on": "2026-10-01"},
    "policy_version": 1,
    "raised_at": "2026-11-01T00:05:00Z",
    "evidence_at": "2026-11-01T00:05:00Z",
}

POLICY: dict[str, Any] = {
    "version": 2,
    "limits": {
        "late_grace_days": 3,
        "silent_days": 20,
        "no_ship_date_days": 14,
        "acknowledge_working_days": 10,
        "transit_planning_days": 30,
    },
    "reason": "A month of silence is too long",
    "made_at": "2026-11-20T09:30:00Z",
    "made_by": "A. Manager",
}

PROMISE: dict[str, Any] = {
    "id": 12,
    "order": "Q000001",
    "ship_on": "2027-01-29",
    "quantity": 40,
    "said_on": "2026-11-20",
    "said_by": "Order desk",
    "channel": "phone",
    "reason": "Waiting for castings",
    "reported_at": None,
    "recorded_at": "2026-11-20T09:30:00Z",
    "recorded_by": "A. Expeditor",
}

MILESTONE: dict[str, Any] = {
    "id": 31,
    "kind": "departed",
    "classifier": "actual",
    "occurs_on": "2026-11-19",
    "place": "USSUN",
    "source": "Carrier's notice",
    "reported_at": "2026-11-19T18:00:00Z",
    "recorded_at": "2026-11-20T09:35:00Z",
}

LEG: dict[str, Any] = {
    "sequence": 1,
    "mode": "sea",
    "from_place": "USSUN",
    "to_place": "ILASH",
    "passes": [],
    "carrier": "Example Line",
    "voyage": "0042E",
    "departure": 12,
    "planned_departure_on": "2026-11-18",
    "planned_arrival_on": "2026-12-14",
    "because": "",
    "planned_at": "2026-11-20T09:40:00Z",
}

SHIPMENT: dict[str, Any] = {
    "tcn": "BISZZZ63240001XXX",
    "mode": "sea",
    "carrier": "Example Line",
    "voyage": "0042E",
    "from_place": PLACES["USSUN"],
    "to_place": PLACES["ILASH"],
    "planned_departure_on": "2026-11-18",
    "planned_arrival_on": "2026-12-14",
    "state": "departed",
    "departed_on": "2026-11-19",
    "arrived_on": None,
    "expected_arrival_on": "2026-12-14",
    "expected_basis": "departure plus 25 days by sea, the median of its lane",
    "next_milestone": "arrived",
    "next_milestone_due_on": "2026-12-14",
    "departure": 12,
    "split_from": None,
    "gross_weight_kg": "3250.000",
    "cube_m3": "4.800",
    "containers": 1,
    "note": "",
    "logged_at": "2026-11-20T09:35:00Z",
    "logged_by": "A. Clerk",
    "cancelled_at": None,
    "cancelled_because": "",
    "lines": [
        {
            "order": "Q000001",
            "quantity": 40,
            "unit_of_issue": "EA",
            "lot": "L-7",
            "serial_from": "0001",
            "serial_to": "0040",
        }
    ],
    "packages": [
        {
            "number": 1,
            "kind": "pallet",
            "marking": "",
            "gross_weight_kg": "3250.000",
            "cube_m3": "4.800",
            "contents": [{"order": "Q000001", "quantity": 40}],
        }
    ],
    "legs": [LEG],
    "milestones": [MILESTONE],
}

RECEIPT: dict[str, Any] = {
    "id": 81,
    "tcn": "BISZZZ63240001XXX",
    "order": "Q000001",
    "lot": "L-7",
    "package": 1,
    "quantity": 40,
    "received_on": "2026-11-20",
    "operation": "6f2b0f2e-6f0c-4b1c-9d6d-3f5c1c3b7a10",
    "source": "Noa Example",
    "note": "",
    "recorded_at": "2026-11-20T12:00:00Z",
    "retracts": None,
    "reason": "",
}

DISCREPANCY: dict[str, Any] = {
    "number": "A0001-IS-ZZZ",
    "tcn": "BISZZZ63240001XXX",
    "order": "Q000001",
    "lot": "L-7",
    "kind": "shortage",
    "quantity": 2,
    "to_replace": 2,
    "wrong_item": "",
    "found_on": "2026-11-20",
    "report_by": "2027-11-19",
    "note": "Seal unbroken",
    "operation": None,
    "recorded_at": "2026-11-20T12:05:00Z",
    "settled_at": None,
    "settlement": "",
    "withdrawn_at": None,
    "withdrawn_because": "",
}

ORDER: dict[str, Any] = {
    "reference": "Q000001",
    "document_number": None,
    "case": "IS-B-ZZZ",
    "contract": "FA000026C0001",
    "item": {"name": "Crate, training, type 1", "nsn": None},
    "contractor": {
        "id": 3,
        "name": "Example Works",
        "city": "Springfield",
        "state": "Illinois",
        "cage_code": "",
    },
    "possible_sale": False,
    "status": "in_transit",
    "is_open": True,
    "quantity": 100,
    "quantity_qualifier": "",
    "unit_of_issue": "EA",
    "accepted_overage": 0,
    "shipped_quantity": 40,
    "departed_quantity": 40,
    "received_quantity": 0,
    "missing_quantity": 0,
    "left_to_ship": 60,
    "ordered_on": "2026-10-01",
    "ordered_on_precision": "day",
    "acknowledged_on": "2026-10-05",
    "required_on": "2027-03-31",
    "required_on_precision": "month",
    "required_basis": "Estimated completion",
    "first_required_on": "2027-03-31",
    "first_required_on_precision": "day",
    "first_promised_ship_on": "2027-01-15",
    "promised_ship_on": "2027-01-29",
    "promises_moved_later": 1,
    "expected_ship_on": "2027-01-29",
    "expected_delivery_on": "2027-02-24",
    "expected_basis": "Last promise and the planning figure for sea",
    "last_heard_on": "2026-11-20",
    "priority_designator": 12,
    "urgency": "routine",
    "is_routine": True,
    "score": 15,
    "cancelled_on": None,
    "certainty": "confirmed",
    "note": "",
    "sources": ["https://example.com/announcement"],
    "recorded_at": "2026-10-02T08:00:00Z",
}

POSSIBLE_SALE: dict[str, Any] = ORDER | {
    "reference": "N26-01-1",
    "contract": None,
    "contractor": None,
    "possible_sale": True,
    "status": "notified",
    "is_open": False,
    "quantity": None,
    "quantity_qualifier": "quantity not seen",
    "shipped_quantity": 0,
    "departed_quantity": 0,
    "left_to_ship": None,
    "ordered_on": None,
    "ordered_on_precision": None,
    "acknowledged_on": None,
    "required_on": None,
    "required_on_precision": None,
    "required_basis": "",
    "first_required_on": None,
    "first_required_on_precision": "",
    "first_promised_ship_on": None,
    "promised_ship_on": None,
    "promises_moved_later": 0,
    "expected_ship_on": None,
    "expected_delivery_on": None,
    "expected_basis": "",
    "priority_designator": None,
    "score": 0,
    "certainty": "reported",
}


def shown(name: str, value: dict[str, Any]) -> OpenApiExample:
    return OpenApiExample(name, value=value, response_only=True)


def sent(name: str, value: dict[str, Any]) -> OpenApiExample:
    return OpenApiExample(name, value=value, request_only=True)
