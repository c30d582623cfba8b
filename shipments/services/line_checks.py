"""What is checked of the lines of a shipment: whose they are, how many are left, their serials."""

from __future__ import annotations

import re
from collections import Counter

from shipments.compliance import covered
from shipments.models import Order, User
from shipments.models.choices import Status
from shipments.services import finding
from shipments.services.refusal import Problem
from shipments.services.shipment_entry import CheckedLine, LineEntry

# What stands before the number that a serial number ends with, and that number.
_SERIAL = re.compile(r"(.*?)([0-9]{1,18})")


def check(entries: tuple[LineEntry, ...], *, by: User) -> list[CheckedLine]:
    """In as many queries for one line as for many."""
    found = finding.orders((entry.order for entry in entries), by=by)
    held = covered.each_because({order.pk for order in found.values()}) if found else {}
    taken: Counter[int] = Counter()
    seen: set[tuple[int, str]] = set()
    ranges: dict[int, list[tuple[str, int, int]]] = {}
    checked = []
    for index, entry in enumerate(entries):
        order = found.get(entry.order)
        if order is None:
            checked.append(CheckedLine(None, None, [_unknown(entry, f"lines.{index}.order")]))
            continue
        left = left_to_ship(order, taken[order.pk])
        problems = [
            *_order_problems(order, held, f"lines.{index}.order"),
            *_quantity_problems(entry, order, left, held, f"lines.{index}.quantity"),
            *_serial_problems(entry, ranges.setdefault(order.item_id, []), f"lines.{index}"),
        ]
        if (order.pk, entry.lot) in seen:
            message = (
                f"{order.reference} with this lot stands on an earlier line. Add them together."
            )
            problems.append(Problem(f"lines.{index}.order", message, "line_twice"))
        seen.add((order.pk, entry.lot))
        taken[order.pk] += entry.quantity or 0
        checked.append(CheckedLine(order, left, problems))
    return checked


def left_to_ship(order: Order, taken: int = 0) -> int | None:
    """How many of an order are still to be shipped, what was lost on the way among them.

    :param taken: what is meant to be shipped now.
    :return: None where the ordered quantity is not published.
    """
    if order.quantity is None:
        return None
    gone = order.standing.shipped_quantity - order.standing.missing_quantity + taken
    return max(0, order.quantity + order.accepted_overage - gone)


def _unknown(entry: LineEntry, field: str) -> Problem:
    if not entry.order.strip():
        return Problem(field, "Enter an order number.", "required")
    message = (
        f"No order {entry.order.strip()}. Enter its reference, document number, or the number "
        "of a contract that has one order."
    )
    return Problem(field, message, "unknown_order")


def _order_problems(order: Order, held: dict[int, str], field: str) -> list[Problem]:
    if order.possible_sale:
        message = (
            f"{order.reference} is only a possible sale: it has not been ordered and cannot ship. "
            "Record the order first."
        )
        return [Problem(field, message, "possible_sale")]
    if order.standing.status == Status.CANCELLED:
        message = f"{order.reference} is cancelled and cannot ship. Remove this line."
        return [Problem(field, message, "cancelled")]
    if order.pk in held:
        return [Problem(field, held[order.pk], "held")]
    return []


def _quantity_problems(
    entry: LineEntry, order: Order, left: int | None, held: dict[int, str], field: str
) -> list[Problem]:
    if left == 0 and not _order_problems(order, held, field):
        message = f"Nothing is left to ship on {order.reference}. Remove this line."
        return [Problem(field, message, "more_than_left")]
    if entry.quantity is None or entry.quantity <= 0:
        return [Problem(field, "Enter a quantity, a whole number of 1 or more.", "required")]
    if left is None or entry.quantity <= left or _order_problems(order, held, field):
        return []
    unit = f"{order.unit_of_issue.lower()} " if order.unit_of_issue else ""
    message = (
        f"Only {left:,} {unit}are left to ship on {order.reference}. Enter {left:,} or fewer. "
        f"If the customer takes {entry.quantity - left:,} more, a case manager records the "
        "accepted overage on the order's page first."
    )
    return [Problem(field, message, "more_than_left")]


def _serial_problems(
    entry: LineEntry, ranges: list[tuple[str, int, int]], at: str
) -> list[Problem]:
    """:param ranges: those of earlier lines of the same item; this one is added."""
    if not entry.serial_from and not entry.serial_to:
        return []
    if not entry.serial_from or not entry.serial_to:
        missing = "serial_to" if entry.serial_from else "serial_from"
        message = "Enter both the first and the last serial number, or neither."
        return [Problem(f"{at}.{missing}", message, "required")]
    return _run_problems(entry, ranges, at)


def _run_problems(entry: LineEntry, ranges: list[tuple[str, int, int]], at: str) -> list[Problem]:
    first, last = _SERIAL.fullmatch(entry.serial_from), _SERIAL.fullmatch(entry.serial_to)
    # Serials that do not end in a number count in a way that we do not know.
    if not first or not last:
        return []
    begins, low, high = first[1].upper(), int(first[2]), int(last[2])
    count = high - low + 1
    wrong = ""
    if begins != last[1].upper():
        wrong = "serials_not_alike"
        message = (
            f"{entry.serial_from} and {entry.serial_to} do not begin alike. "
            "Enter each run of serial numbers on a line of its own."
        )
    elif count < 1:
        wrong = "serials_backwards"
        message = f"The last serial number, {entry.serial_to}, comes before {entry.serial_from}."
    elif entry.quantity and count != entry.quantity:
        wrong = "serials_do_not_count"
        message = (
            f"{entry.serial_from} to {entry.serial_to} are {count:,} serial numbers "
            f"for a quantity of {entry.quantity:,}. Check the numbers or the quantity."
        )
    elif any(each == begins and low <= end and start <= high for each, start, end in ranges):
        wrong = "serials_twice"
        message = f"Some of {entry.serial_from} to {entry.serial_to} stand on an earlier line."
    else:
        ranges.append((begins, low, high))
    return [Problem(f"{at}.serial_to", message, wrong)] if wrong else []
