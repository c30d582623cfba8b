"""What is checked while a shipment is typed, and again when it is saved."""

from __future__ import annotations

from datetime import date, datetime

from shipments.domain.modes import Mode
from shipments.models import Place, User
from shipments.services import (
    carriers,
    days,
    departure_checks,
    line_checks,
    load_checks,
    packing,
    tcn_checks,
)
from shipments.services.refusal import Problem
from shipments.services.shipment_entry import Checked, CheckedLine, ShipmentEntry


def check(entry: ShipmentEntry, *, by: User, at: datetime) -> Checked:
    """Say everything that stands in the way of logging this, at once. Writes nothing.

    In as many queries for one line as for many.
    """
    today = days.last_begun(at)
    lines = line_checks.check(entry.lines, by=by)
    number, tcn_problems = tcn_checks.check(entry, lines, today=today)
    departure = departure_checks.find(entry.departure)
    explosives = load_checks.of_lines(entry, lines, departure)
    load = packing.check(entry, explosives.lines)
    problems = [
        *tcn_problems,
        *_check_route(entry),
        *departure_checks.check(entry, departure, load.gross_weight_kg, today=today),
        *load_checks.over_limit(explosives),
        *_check_days(entry, today=today),
        *_check_years(entry, at=at),
    ]
    if not entry.lines:
        problems.append(Problem("lines", "Enter at least one order and quantity.", "no_lines"))
    notices = [*_notices(lines, entry), *load.notices]
    together = load_checks.beside_lines(explosives, lines)
    return Checked(number, together, problems, load, departure, notices, explosives)


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
    if unknown := carriers.notice(entry.carrier):
        notices.append(unknown)
    return notices
