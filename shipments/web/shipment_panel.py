"""The panel beside the log form: what the checks found so far, and what saving will do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shipments.domain import partial_date
from shipments.domain.modes import Mode
from shipments.services.load_checks import NOT_TOGETHER
from shipments.services.packing import said
from shipments.web.words import MODE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from shipments.services.load_checks import LoadCheck
    from shipments.services.refusal import Problem
    from shipments.services.shipments import Checked, ShipmentEntry
    from shipments.web.log_forms import ShipmentEntered

ROUTE = {"mode", "from_place", "to_place"}
DAYS = ("planned_departure_on", "planned_arrival_on", "departed_on", "arrived_on")
AMOUNTS = {"gross_weight_kg", "cube_m3", "containers"}
# What is only missing is no mistake while somebody is still typing.
MISSING = {"required", "no_lines", "unknown_mode"}
# Of an order: refused by the hold, not by what was typed.
HELD = "held"
EXPLOSIVE_LIMIT = "over_explosive_limit"


@dataclass(frozen=True)
class Check:
    icon: str
    tone: str
    title: str
    text: str


def checks(
    entered: ShipmentEntered, checked: Checked, entry: ShipmentEntry, *, today: date
) -> list[Check]:
    """One row a subject: what is wrong with it, what is still missing, or that it is right."""
    unread = _unread(entered)
    of_lines = [problem for line in checked.lines for problem in line.problems]
    held = [problem.message for problem in of_lines if problem.code == HELD]
    lines = [each for each in of_lines if each.code not in {HELD, NOT_TOGETHER}]
    whole = [problem for problem in checked.problems if problem.field == "lines"]
    departure = [problem for problem in checked.problems if problem.field == "departure"]
    tcn = [problem for problem in checked.problems if problem.field == "tcn"]
    unread_lines = _unread_rows(entered.filled)
    unread_days = [message for name, message in unread.items() if name in DAYS]
    days = [problem for problem in checked.problems if problem.field in DAYS]
    return [
        *(
            [Check("lock", "plum", "Compliance hold", " ".join(dict.fromkeys(held)))]
            if held
            else [Check("circle-check", "green", "Compliance hold", "None covers these orders")]
            * bool(checked.lines)
        ),
        _check("Quantity", whole + lines, _aboard(checked), unread_lines),
        _check("TCN", tcn, f"{checked.tcn}, {_of_tcn(checked, entry)}", []),
        _check("Route", [p for p in checked.problems if p.field in ROUTE], _way(entry), []),
        *_departure(checked, departure),
        _check("Days", days, "In order", unread_days)
        if days or unread_days or any(getattr(entry, name) for name in DAYS)
        else Check("circle-dashed", "mut", "Days", "None entered yet"),
        *_weight(entered, checked, unread),
        *explosives(checked.explosives),
        *_arrival(checked, entry, today),
        *(Check("info", "amber", "To know", notice) for notice in checked.notices),
    ]


def _unread(entered: ShipmentEntered) -> dict[str, str]:
    """What stands in a field and is nothing of its kind, by the field's name."""
    return {
        name: str(error.messages[0])
        for name, errors in entered.form.errors.as_data().items()
        for error in errors
        if error.code != "required"
    }


def _unread_rows(rows: Iterable[object]) -> list[str]:
    return [
        str(message)
        for row in rows
        for messages in row.errors.values()  # type: ignore[attr-defined]
        for message in messages
    ]


def _check(title: str, problems: list[Problem], right: str, unread: list[str]) -> Check:
    wrong = unread + [each.message for each in problems if each.code not in MISSING]
    if wrong:
        return Check("circle-alert", "red", title, " ".join(dict.fromkeys(wrong)))
    if problems:
        return Check("circle-dashed", "mut", title, problems[0].message)
    return Check("circle-check", "green", title, right)


def _of_tcn(checked: Checked, entry: ShipmentEntry) -> str:
    return "not used before" if checked.tcn and entry.tcn.strip() else "made from the first order"


def _aboard(checked: Checked) -> str:
    count = len(checked.lines)
    return f"{count} line{'' if count == 1 else 's'}, no more than is left"


def _way(entry: ShipmentEntry) -> str:
    mode = MODE[entry.mode].word if entry.mode in list(Mode) else ""
    return f"{mode}, {entry.from_place} to {entry.to_place}"


def _departure(checked: Checked, problems: list[Problem]) -> list[Check]:
    of_schedule = [each for each in problems if each.code != EXPLOSIVE_LIMIT]
    if checked.departure is None and not of_schedule:
        return []
    right = ""
    if checked.departure:
        cut_off = partial_date.show(checked.departure.cut_off_on, "day")
        right = f"{checked.departure.carrier} {checked.departure.voyage}, closes {cut_off}"
    return [_check("Departure", of_schedule, right, [])]


def _weight(entered: ShipmentEntered, checked: Checked, unread: dict[str, str]) -> list[Check]:
    problems = checked.load.problems
    wrong = [message for name, message in unread.items() if name in AMOUNTS]
    wrong += _unread_rows(entered.packed)
    kg, count = checked.load.gross_weight_kg, len(checked.load.packages)
    if not problems and not wrong and kg is None and not count:
        return [Check("circle-dashed", "mut", "Weight and packages", "None entered yet")]
    parts = [f"{count:,} package{'' if count == 1 else 's'}"] if count else []
    parts += [f"{said(kg)} kg"] if kg is not None else ["weight not known"]
    return [_check("Weight and packages", problems, ", ".join(parts), wrong)]


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
        text = f"{points} A compliance officer clears it before release."
        together = Check("shield-alert", "amber", "Hazard groups", text)
    else:
        text = "May travel together" if load.concerns else "Nothing aboard is an explosive"
        together = Check("circle-check", "green", "Hazard groups", text)
    tone, icon = ("green", "circle-check") if not load.weight_points else ("amber", "weight")
    if load.over:
        tone, icon = "red", "circle-alert"
    open_points = " ".join(load.weight_points) if not load.over else ""
    text = f"{weight} To confirm before release: {open_points}" if open_points else weight
    return [together, Check(icon, tone, "Explosive weight", text)]


def _arrival(checked: Checked, entry: ShipmentEntry, today: date) -> list[Check]:
    """The arrival against the soonest required date aboard."""
    arrival = entry.arrived_on or entry.planned_arrival_on
    required = [line.order.required_on for line in checked.lines if line.order]
    known = [day for day in required if day]
    if arrival is None or not known:
        return []
    slack = (min(known) - arrival).days
    shown = partial_date.show(arrival, "day", relative_to=today)
    if slack < 0:
        return [Check("circle-alert", "red", "Arrival", f"{shown} is {-slack} d after required")]
    early = f"{slack} d before" if slack else "on"
    return [Check("circle-check", "green", "Arrival", f"{shown} is {early} the required date")]
