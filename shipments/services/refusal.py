"""How a write says no: in sentences fit for a person, each beside the field it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError

from shipments.domain.roles import RIGHTS, Right, Role
from shipments.models import User


@dataclass(frozen=True)
class Problem:
    """One thing that stands in the way.

    :ivar field: where it was entered, like ``tcn`` or ``lines.0.quantity``; empty for the whole.
    :ivar message: what is wrong and what would be right.
    :ivar code: stable, for machines.
    """

    field: str
    message: str
    code: str


class Refused(Exception):
    """A write was refused and nothing was changed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(problem.message for problem in self.problems))


class NotAllowed(Refused):
    """The person has no right to this write."""


def refuse(field: str, message: str, code: str) -> Refused:
    """Make the refusal of one problem, to be raised."""
    return Refused([Problem(field, message, code)])


def require(by: User, right: Right) -> None:
    """:raises NotAllowed: none of the person's roles carries the right."""
    if not by.may(right):
        whom = "case manager" if right in RIGHTS[Role.CASE_MANAGER] else "compliance officer"
        message = f"Your role does not let you {right.words}. Ask a {whom}."
        raise NotAllowed([Problem("", message, "not_allowed")])


_ALREADY = "Somebody recorded the same thing a moment ago. Look at it, and try again."
# The database's own refusals, by constraint name, for races that no check can see coming.
CONSTRAINTS: dict[str, tuple[str, str]] = {
    "order_not_shipped_beyond_quantity": (
        "lines",
        "Less is left of this order than you entered: somebody shipped part of it a moment ago.",
    ),
    "shipment_line_order_is_ordered": (
        "lines",
        "One of these is only a possible sale: it has not been ordered and cannot ship.",
    ),
    "shipment_line_order_is_not_cancelled": (
        "lines",
        "One of these orders was cancelled and cannot ship.",
    ),
    "shipment_line_once_per_order_and_lot": (
        "lines",
        "The same order and lot stands on two lines. Add the quantities on one line.",
    ),
    "shipments_shipment_tcn_key": (
        "tcn",
        "A shipment with this TCN is already logged. Open it, or give this one its own TCN.",
    ),
    "shipments_milestone_retracts_id_key": (
        "",
        "It is retracted already.",
    ),
    "shipments_order_reference_key": (
        "document_number",
        "An order with this document number was recorded a moment ago. Open it.",
    ),
    "milestone_actual_not_in_the_future": (
        "occurs_on",
        "That day has not come yet. An actual date is today or earlier; use an estimate instead.",
    ),
    "milestone_arrival_not_before_departure": (
        "occurs_on",
        "That puts the arrival before the departure. Check both days, or retract the wrong one.",
    ),
    "milestone_stop_not_before_departure": (
        "occurs_on",
        "That puts a stop before the departure. Check both days, or retract the wrong one.",
    ),
    "milestone_arrival_not_before_stop": (
        "occurs_on",
        "That puts the arrival before a stop. Check both days, or retract the wrong one.",
    ),
    "milestone_stop_has_a_place": (
        "place",
        "Choose the place where it stopped.",
    ),
    "shipments_receipt_retracts_id_key": ("", "It is retracted already."),
    "receipt_not_more_than_shipped": (
        "quantity",
        (
            "That is more than the line holds: part of it was received or reported a moment ago. "
            "Report an overage first if so many came."
        ),
    ),
    "shipment_line_not_less_than_accounted_for": (
        "",
        "More of it is received or reported here than would stay. Leave that part.",
    ),
    "receipt_shipment_is_not_cancelled": ("", "The shipment was cancelled a moment ago."),
    "receipt_not_in_the_future": (
        "received_on",
        "That day has not come yet. Enter the day it was received.",
    ),
    "discrepancy_not_more_than_shipped": (
        "quantity",
        (
            "With that, more would be received and reported than the line holds. Retract a "
            "receipt or withdraw another report first."
        ),
    ),
    "discrepancy_already_replaced": (
        "to_replace",
        "Its replacement has been logged already. Cancel that shipment first.",
    ),
    "lane_one_per_mode_and_places": (
        "",
        "That lane is planned already. Open it to change its figure.",
    ),
    "departure_named_once": (
        "voyage",
        "That departure is recorded already. Cancel it first if it has changed.",
    ),
    "hold_released_by_two_people": (
        "",
        "A hold is released by two people: one asks with a reason, another releases it.",
    ),
    "shipment_cancelled_is_not_released": (
        "",
        "It was cancelled a moment ago. Log a new shipment instead.",
    ),
    # Of files: what comes of one is tried again before it is refused by these.
    "shipments_order_document_number_key": ("document_number", _ALREADY),
    "shipments_item_name_key": ("item", _ALREADY),
    "shipments_item_nsn_key": ("nsn", _ALREADY),
    "contractor_one_row_per_site": ("name", _ALREADY),
    "promise_of_a_file_once": ("", _ALREADY),
    "report_of_a_record_once": ("", _ALREADY),
    "stated_once": ("", _ALREADY),
    "unmatched_record_once": ("", _ALREADY),
    # Of these the database itself says which hold it is, what it rests on and who can lift it.
    "shipment_line_not_while_held": ("lines", ""),
    "milestone_not_departed_while_held": ("", ""),
    "shipment_not_released_while_held": ("", ""),
    "receipt_not_while_held": ("", ""),
    "expedite_not_while_held": ("", ""),
    "expedite_step_not_while_held": ("", ""),
}


def constraint_of(error: IntegrityError) -> str | None:
    """The name of the constraint that the database refused by."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)


def from_database(error: IntegrityError) -> Refused:
    """Turn the database's refusal into the sentence a person reads.

    :raises IntegrityError: the same error, when no sentence is written for its constraint:
        a fault of ours, to be seen and not dressed up.
    """
    name = constraint_of(error)
    if name not in CONSTRAINTS:
        raise error
    field, message = CONSTRAINTS[name]
    said = getattr(error.__cause__, "diag", None)
    return refuse(field, message or str(getattr(said, "message_detail", "")), name)
