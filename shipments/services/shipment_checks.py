"""What is checked while a shipment is typed, and again when it is saved."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from shipments.compliance import covered
from shipments.domain import document_number, tcn
from shipments.domain.modes import Mode
from shipments.models import Order, Place, Shipment, User
from shipments.models.choices import Status
from shipments.services import days, finding
from shipments.services.refusal import Problem
from shipments.services.shipment_entry import Checked, CheckedLine, LineEntry, ShipmentEntry


def check(entry: ShipmentEntry, *, by: User, at: datetime) -> Checked:
    """Say everything that stands in the way of logging this, at once. Writes nothing."""
    lines = _check_lines(entry.lines, by=by)
    number, tcn_problems = _check_tcn(entry, lines)
    problems = [
        *tcn_problems,
        *_check_route(entry),
        *_check_days(entry, today=days.last_begun(at)),
        *_check_years(entry, at=at),
    ]
    if not entry.lines:
        problems.append(Problem("lines", "Enter at least one order and quantity.", "no_lines"))
    return Checked(number, lines, problems, _notices(lines, entry))


def _check_lines(entries: tuple[LineEntry, ...], *, by: User) -> list[CheckedLine]:
    taken: Counter[int] = Counter()
    seen: set[tuple[int, str]] = set()
    return [
        _check_line(index, entry, by=by, taken=taken, seen=seen)
        for index, entry in enumerate(entries)
    ]


def _check_line(
    index: int,
    entry: LineEntry,
    *,
    by: User,
    taken: Counter[int],
    seen: set[tuple[int, str]],
) -> CheckedLine:
    """:param taken: what earlier lines of this entry take of each order; added to here."""
    at_order, at_quantity = f"lines.{index}.order", f"lines.{index}.quantity"
    if not entry.order.strip():
        return CheckedLine(None, None, [Problem(at_order, "Enter an order number.", "required")])
    order = finding.order(entry.order, by=by)
    if order is None:
        message = (
            f"No order {entry.order.strip()}. Enter its reference, document number, or the number "
            "of a contract that has one order."
        )
        return CheckedLine(None, None, [Problem(at_order, message, "unknown_order")])
    left = _left(order, taken[order.pk])
    problems = _order_problems(order, at_order)
    unit = order.unit_of_issue.lower()
    if entry.quantity is None or entry.quantity <= 0:
        message = "Enter a quantity, a whole number of 1 or more."
        problems.append(Problem(at_quantity, message, "required"))
    elif left is not None and entry.quantity > left and not problems:
        message = (
            f"Only {left:,} {unit} are left to ship on {order.reference}. Enter {left:,} or fewer."
            if left
            else f"Nothing is left to ship on {order.reference}. Remove this line."
        ).replace("  ", " ")
        problems.append(Problem(at_quantity, message, "more_than_left"))
    if (order.pk, entry.lot) in seen:
        message = f"{order.reference} with this lot stands on an earlier line. Add them together."
        problems.append(Problem(at_order, message, "line_twice"))
    seen.add((order.pk, entry.lot))
    taken[order.pk] += entry.quantity or 0
    return CheckedLine(order, left, problems)


def _left(order: Order, taken: int) -> int | None:
    if order.quantity is None:
        return None
    return max(0, order.quantity + order.accepted_overage - order.standing.shipped_quantity - taken)


def _order_problems(order: Order, field: str) -> list[Problem]:
    if order.possible_sale:
        message = (
            f"{order.reference} is only a possible sale: it has not been ordered and cannot ship. "
            "Record the order first."
        )
        return [Problem(field, message, "possible_sale")]
    if order.standing.status == Status.CANCELLED:
        message = f"{order.reference} is cancelled and cannot ship. Remove this line."
        return [Problem(field, message, "cancelled")]
    if message := covered.because([order.pk]):
        return [Problem(field, message, "held")]
    return []


def _check_tcn(entry: ShipmentEntry, lines: list[CheckedLine]) -> tuple[str, list[Problem]]:
    if not entry.tcn.strip():
        return _made_tcn(lines)
    try:
        number = tcn.parse(entry.tcn).value
    except tcn.InvalidTcn as error:
        return entry.tcn, [Problem("tcn", str(error), "invalid_tcn")]
    if Shipment.objects.filter(tcn=number).exists():
        message = f"Shipment {number} is already logged. Open it, or give this one its own TCN."
        return number, [Problem("tcn", message, "duplicate_tcn")]
    return number, []


def _made_tcn(lines: list[CheckedLine]) -> tuple[str, list[Problem]]:
    order = next((line.order for line in lines if line.order), None)
    if order is None:
        return "", [Problem("tcn", "Enter a TCN, or an order to make it from.", "required")]
    if not order.document_number:
        message = (
            f"{order.reference} has no document number to make a TCN from. "
            "Enter the 17 characters of the TCN."
        )
        return "", [Problem("tcn", message, "required")]
    base = document_number.DocumentNumber(order.document_number)
    logged = Shipment.objects.filter(tcn__startswith=f"{base}X").values_list("tcn", flat=True)
    try:
        partial = tcn.next_partial([number[15] for number in logged])
    except tcn.NoPartialLeft as error:
        return "", [Problem("tcn", str(error), "no_partial_left")]
    return tcn.from_document_number(base, partial=partial).value, []


def _check_route(entry: ShipmentEntry) -> list[Problem]:
    problems = []
    if entry.mode not in list(Mode):
        message = f"Choose a mode: {', '.join(Mode)}."
        problems.append(Problem("mode", message, "unknown_mode"))
    codes = {"from_place": entry.from_place, "to_place": entry.to_place}
    known = set(Place.objects.filter(code__in=codes.values()).values_list("code", flat=True))
    for field, code in codes.items():
        if not code:
            problems.append(Problem(field, "Choose a place.", "required"))
        elif code not in known:
            message = f"No place {code}. Choose one from the list."
            problems.append(Problem(field, message, "unknown_place"))
    if codes["from_place"] and codes["from_place"] == codes["to_place"]:
        message = "From and to are the same place. Choose where it goes."
        problems.append(Problem("to_place", message, "same_place"))
    return problems


def _check_days(entry: ShipmentEntry, *, today: date) -> list[Problem]:
    problems = []
    for field, day in (("departed_on", entry.departed_on), ("arrived_on", entry.arrived_on)):
        if day and day > today:
            message = (
                f"{day:%-d %b %Y} has not come yet. An actual date is today or earlier; "
                "enter a planned date instead."
            )
            problems.append(Problem(field, message, "in_the_future"))
    for before, after, first, last in (
        ("planned_departure_on", "planned_arrival_on", "planned departure", "planned arrival"),
        ("departed_on", "arrived_on", "departure", "arrival"),
    ):
        start, end = getattr(entry, before), getattr(entry, after)
        if start and end and end < start:
            message = (
                f"The {last}, {end:%-d %b %Y}, is before the {first}, {start:%-d %b %Y}. "
                "Check both days."
            )
            problems.append(Problem(after, message, "arrival_before_departure"))
    if entry.arrived_on and not entry.departed_on:
        message = "Enter the day it departed too: it has arrived."
        problems.append(Problem("departed_on", message, "required"))
    return problems


def _check_years(entry: ShipmentEntry, *, at: datetime) -> list[Problem]:
    return days.out_of_reach(
        at=at,
        planned_departure_on=entry.planned_departure_on,
        planned_arrival_on=entry.planned_arrival_on,
        departed_on=entry.departed_on,
        arrived_on=entry.arrived_on,
    )


def _notices(lines: list[CheckedLine], entry: ShipmentEntry) -> list[str]:
    arrival = entry.arrived_on or entry.planned_arrival_on
    notices = []
    for order in {line.order.pk: line.order for line in lines if line.order}.values():
        if order.quantity is None and not order.possible_sale:
            notices.append(
                f"The ordered quantity of {order.reference} is not published: "
                "nothing tells whether this is more than was ordered."
            )
        if arrival and order.required_on and arrival > order.required_on:
            late = (arrival - order.required_on).days
            notices.append(f"Arrival is {late} d after {order.reference} is required.")
    return notices
