"""Examples of case files for the schema. Invented; a test holds them to the serializers."""

from __future__ import annotations

from typing import Any

ACTION: dict[str, Any] = {
    "id": 91,
    "kind": "follow_up",
    "state_before": "open",
    "state_after": "contacted",
    "at": "2026-11-20T09:30:00Z",
    "by": "A. Expeditor",
    "contact": "Order desk",
    "text": "Follow-up to Order desk.",
    "facts": {"override_reason": ""},
    "call": "7f0f4f4e-8b64-4a43-93a5-0a8a3f6f2f11",
}

EXPEDITE: dict[str, Any] = {
    "id": 17,
    "order": "Q000001",
    "owner": "A. Expeditor",
    "owner_id": 4,
    "state": "contacted",
    "opened_at": "2026-11-20T09:20:00Z",
    "opened_by": "A. Expeditor",
    "expected_at_opening": "2027-02-28",
    "reasons": [
        {
            "reason": "silent",
            "points": 15,
            "since": "2026-11-01",
            "evidence": {"last_heard_on": "2026-10-01"},
            "policy": 2,
        }
    ],
    "lever": "",
    "rung": "follow_up",
    "next_step": "improvement_request",
    "next_step_on": "2026-11-30",
    "snoozed_until": None,
    "snoozed_because": "",
    "commitment": None,
    "closed_at": None,
    "outcome": "",
    "days_gained": None,
    "days_gained_are_firm": None,
}

EXPEDITE_WITH_ACTIONS: dict[str, Any] = EXPEDITE | {"actions": [ACTION]}

PROPOSAL: dict[str, Any] = {
    "id": 5,
    "batch": "0c6b8a52-3e3f-4a53-8f6f-3f8f3a3b6f10",
    "order": "Q000001",
    "contact": "Order desk",
    "ship_on": "2027-02-12",
    "quantity": 40,
    "reason": "Waiting for castings",
    "proposed_at": "2026-11-20T14:05:00Z",
    "decided_at": None,
    "decided_by": None,
    "decision_reason": "",
    "promise": None,
}

CALL = "7f0f4f4e-8b64-4a43-93a5-0a8a3f6f2f11"
