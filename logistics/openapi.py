"""What the schema of the API says of itself."""

from __future__ import annotations

from typing import Any

DESCRIBED: dict[str, Any] = {
    "TITLE": "Quayline",
    "DESCRIPTION": (
        "Arms orders from US contractors to Israel, tracked from request to receipt.\n\n"
        "- Lists come in pages: follow `next` and `previous`. Nothing is counted.\n"
        "- A parameter or field that is not declared here is refused, never ignored.\n"
        "- A day is `YYYY-MM-DD`, a moment is UTC. A date known to the month or year only says "
        "so in the `_precision` beside it: do not read its day.\n"
        "- `null` is not known or not published. It is never zero.\n"
        "- A possible sale (`possible_sale`, status `notified`) is not an order.\n"
        "- What you may not see is not found.\n"
        "- Every failure is `application/problem+json` (RFC 9457) with a stable `code`."
    ),
    "TAGS": [
        {"name": "orders", "description": "Orders and possible sales, and where they stand."},
        {"name": "promises", "description": "Ship dates that contractors gave. None is edited."},
        {"name": "shipments", "description": "What moves under one TCN, and what happened to it."},
        {"name": "flags", "description": "Why an order should be sped up, as the worker sees it."},
        {"name": "expedites", "description": "The case files: who follows an order up, and how."},
        {"name": "proposals", "description": "Later dates that contacts put forward."},
        {"name": "me", "description": "Who asks."},
        {"name": "problems", "description": "What can go wrong, and what to do."},
    ],
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "PrecisionEnum": "shipments.models.choices.precisions",
        "FlagKindEnum": "shipments.models.choices.flag_kinds",
        "MilestoneKindEnum": "shipments.models.choices.milestone_kinds",
        "PackageKindEnum": "shipments.models.choices.package_kinds",
        "DiscrepancyKindEnum": "shipments.models.choices.discrepancy_kinds",
        "ExpediteStateEnum": "shipments.models.choices.expedite_states",
        "StepEnum": "shipments.models.choices.steps",
    },
}
