"""What was changed about an order, in words, from the history the database keeps of its row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from shipments.domain.partial_date import show
from shipments.models import Order, PriorityChange, User

_FACTS = {
    "reference": "Reference",
    "document_number": "Document number",
    "quantity": "Quantity",
    "quantity_qualifier": "Quantity as printed",
    "unit_of_issue": "Unit of issue",
    "accepted_overage": "Accepted overage",
    "ordered_on": "Ordered",
    "acknowledged_on": "Acknowledged",
    "required_on": "Required date",
    "required_basis": "What the required date rests on",
    "priority_designator": "Priority designator",
    "urgency": "Urgency",
    "cancelled_on": "Cancelled",
    "certainty": "Certainty",
    "note": "Note",
}
# Told without their values: those are rows of other tables, which have histories of their own.
_LINKS = {
    "case_id": "Case",
    "contract_id": "Contract",
    "notification_id": "Notification",
    "item_id": "Item",
    "lane_id": "Planned lane",
    "contractor_id": "Contractor",
}


@dataclass(frozen=True)
class Change:
    """One write to the order's row.

    :ivar by: who did it; empty where nobody was signed in.
    """

    at: datetime
    sentences: list[str]
    by: str


def changes(order: Order) -> list[Change]:
    """Oldest first, the recording of the order included. Three queries.

    A raised priority is told with its reason and by whom, as it was written beside it.
    """
    events = list(
        order.events.select_related("pgh_context").order_by("pgh_created_at", "pgh_id")  # type: ignore[attr-defined]  # pghistory makes it
    )
    people = _people(events)
    found = (
        [Change(events[0].pgh_created_at, ["Recorded."], _by(events[0], people))] if events else []
    )
    raised = list(order.priority_changes.select_related("by").oldest_first())
    for before, after in pairwise(events):
        sentences, by = _sentences(before, after), _by(after, people)
        if reason := next((each for each in raised if _is_of(each, before, after)), None):
            raised.remove(reason)
            sentences.append(f"Why: {reason.reason}")
            by = str(reason.by or "")
        if sentences:
            found.append(Change(after.pgh_created_at, sentences, by))
    return found


def _is_of(change: PriorityChange, before: Any, after: Any) -> bool:
    """Tell whether two versions of the order's row lie on either side of the change."""
    return (change.designator_before, change.urgency_before) == (
        before.priority_designator,
        before.urgency,
    ) and (change.designator_after, change.urgency_after) == (
        after.priority_designator,
        after.urgency,
    )


def _sentences(before: Any, after: Any) -> list[str]:
    said = []
    if before.possible_sale and not after.possible_sale:
        said.append("Ordered: no longer only a possible sale.")
    for field, label in _FACTS.items():
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            said.append(f"{label}: {_word(before, field, old)} → {_word(after, field, new)}.")
    said += [
        f"{label} changed."
        for field, label in _LINKS.items()
        if getattr(before, field) != getattr(after, field)
    ]
    return said


def _word(row: Any, field: str, value: Any) -> str:
    if value is None or value == "":
        return "not given"
    if isinstance(value, date):
        return show(value, getattr(row, f"{field}_precision", "") or "day")
    return f"{value:,}" if isinstance(value, int) else str(value)


def _people(events: list[Any]) -> dict[int, str]:
    keys = {key for event in events if (key := _user_id(event))}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=keys)}


def _by(event: Any, people: dict[int, str]) -> str:
    return people.get(_user_id(event) or 0, "")


def _user_id(event: Any) -> int | None:
    user = event.pgh_context.metadata.get("user") if event.pgh_context else None
    return user if isinstance(user, int) else None
