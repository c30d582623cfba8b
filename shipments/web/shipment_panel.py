"""The panel beside the log form: what the checks found so far, and what saving will do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shipments.domain.modes import Mode
from shipments.services.load_checks import NOT_TOGETHER
from shipments.web.words import MODE, STATUS

if TYPE_CHECKING:
    from shipments.models import Order
    from shipments.services.load_checks import LoadCheck
    from shipments.services.refusal import Problem
    from shipments.services.shipments import Checked, ShipmentEntry
    from shipments.web.shipment_forms import ShipmentEntered

ROUTE = {"mode", "from_place", "to_place"}
DAYS = {"planned_departure_on", "planned_arrival_on", "departed_on", "arrived_on"}
# What is only missing is no mistake while somebody is still typing.
MISSING = {"required", "no_lines", "unknown_mode"}


@dataclass(frozen=True)
class Check:
    icon: str
    tone: str
    title: str
    text: str


def explosives(load: LoadCheck | None) -> list[Check]:
    """What may travel together, and how much of it is aboard. Nothing while nothing is."""
    if load is None or not load.lines:
        return []
    groups = " ".join(dict.fromkeys(each.sentence for each in load.forbidden))
    points = " ".join(load.segregation_points)
    weight = " ".join(each.sentence for each in load.carried)
    if groups:
        together = Check("circle-alert", "red", "Hazard groups", groups)
    elif points:
        said = f"{points} A compliance officer clears it before release."
        together = Check("shield-alert", "amber", "Hazard groups", said)
    else:
        said = "May travel together" if load.concerns else "Nothing aboard is an explosive"
        together = Check("circle-check", "green", "Hazard groups", said)
    tone, icon = ("green", "circle-check") if not load.weight_points else ("amber", "weight")
    if load.over:
        tone, icon = "red", "circle-alert"
    open_points = " ".join(load.weight_points) if not load.over else ""
    said = f"{weight} To confirm before release: {open_points}" if open_points else weight
    return [together, Check(icon, tone, "Explosive weight", said)]


@dataclass(frozen=True)
class After:
    """:ivar status: what the order's standing will be called."""

    reference: str
    status: str
    left: str


def checks(entered: ShipmentEntered, checked: Checked, entry: ShipmentEntry) -> list[Check]:
    """One row a subject: what is wrong with it, what is still missing, or that it is right."""
    unread = {
        name: str(error.messages[0])
        for name, errors in entered.form.errors.as_data().items()
        for error in errors
        if error.code != "required"
    }
    of_lines = [problem for line in checked.lines for problem in line.problems]
    lines = [problem for problem in of_lines if problem.code != NOT_TOGETHER]
    route = [problem for problem in checked.problems if problem.field in ROUTE]
    days = [problem for problem in checked.problems if problem.field in DAYS]
    tcn = [problem for problem in checked.problems if problem.field == "tcn"]
    no_lines = [problem for problem in checked.problems if problem.field == "lines"]
    unread_lines = [
        str(message)
        for line in entered.filled
        for messages in line.errors.values()
        for message in messages
    ]
    unread_days = [message for name, message in unread.items() if name in DAYS]
    made = "made from the first order" if not entry.tcn else "not used before"
    return [
        _check("TCN", tcn, f"{checked.tcn}, {made}", []),
        _check("Orders and quantities", no_lines + lines, _aboard(checked), unread_lines),
        _check("Route", route, _way(entry), []),
        _check("Days", days, "In order", unread_days)
        if days or unread_days or _days(entry)
        else Check("circle-dashed", "mut", "Days", "None entered yet"),
        *explosives(checked.explosives),
        *(Check("info", "amber", "To know", notice) for notice in checked.notices),
    ]


def _check(title: str, problems: list[Problem], right: str, unread: list[str]) -> Check:
    wrong = unread + [each.message for each in problems if each.code not in MISSING]
    if wrong:
        return Check("circle-alert", "red", title, " ".join(wrong))
    if problems:
        return Check("circle-dashed", "mut", title, problems[0].message)
    return Check("circle-check", "green", title, right)


def _aboard(checked: Checked) -> str:
    count = len(checked.lines)
    return f"{count} line{'' if count == 1 else 's'}, no more than is left"


def _way(entry: ShipmentEntry) -> str:
    mode = MODE[entry.mode].word if entry.mode in list(Mode) else ""
    return f"{mode}, {entry.from_place} to {entry.to_place}"


def _days(entry: ShipmentEntry) -> bool:
    return any(getattr(entry, name) for name in DAYS)


def after(checked: Checked, entry: ShipmentEntry) -> list[After]:
    """Where each order will stand. Nothing while a line is still wrong."""
    if any(line.problems for line in checked.lines):
        return []
    taken: dict[int, int] = {}
    orders: dict[int, Order] = {}
    first_left: dict[int, int | None] = {}
    for line, typed in zip(checked.lines, entry.lines, strict=True):
        if line.order:
            orders[line.order.pk] = line.order
            first_left.setdefault(line.order.pk, line.left)
            taken[line.order.pk] = taken.get(line.order.pk, 0) + (typed.quantity or 0)
    return [
        After(order.reference, _status(order, entry), _left(first_left[pk], taken[pk]))
        for pk, order in orders.items()
    ]


def _status(order: Order, entry: ShipmentEntry) -> str:
    standing = order.standing
    if standing.received_quantity:
        return STATUS[standing.status].word
    if standing.departed_quantity or entry.departed_on:
        return STATUS["in_transit"].word
    return STATUS["shipment_logged"].word


def _left(left: int | None, taken: int) -> str:
    return "" if left is None else f"{max(0, left - taken):,} left to ship"
