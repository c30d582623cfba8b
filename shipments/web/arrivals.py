"""The calendar of arrivals: a month, its days, and what is under way."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shipments.domain.partial_date import MONTHS
from shipments.models.choices import modes
from shipments.queries import arrivals as query
from shipments.queries.arrivals import Asked
from shipments.queries.places import place_choices
from shipments.web import world_map
from shipments.web.address import with_changes
from shipments.web.pipeline_map import drawn
from shipments.web.words import Mark

if TYPE_CHECKING:
    from django.http import QueryDict

    from shipments.queries.arrivals import Arrival, Month
    from shipments.web.http import SignedInRequest

# Weeks begin on the day on which work begins at the receiving end.
SUNDAY = 6
WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
IN_A_CELL = 3
EARLIEST, LATEST = 2000, 2100


@dataclass(frozen=True)
class Cell:
    """One day of the grid.

    :ivar more: how many arrive beside those that are named.
    :ivar link: to this day alone.
    """

    day: date
    in_month: bool
    is_today: bool
    is_chosen: bool
    count: int
    arrivals: list[tuple[Arrival, Mark]]
    more: int
    link: str


@require_safe
def arrivals(request: SignedInRequest) -> HttpResponse:
    """The month in the address, else this one."""
    user, data, today = request.user, request.GET, timezone.now().date()
    said: list[str] = []
    first, day = _when(data, today, said)
    places = place_choices(empty="Any place")
    known = {code for _, choices in places if isinstance(choices, list) for code, _ in choices}
    place = _one_of(data, "place", known, said)
    mode = _one_of(data, "mode", {value for value, _ in modes()}, said)
    month = query.load(user, Asked(first, day, place, mode), today=today)
    going = query.under_way(user)
    before, after = first - timedelta(days=1), first + timedelta(days=31)
    context = {
        "month": month,
        "name": f"{MONTHS[first.month - 1]} {first.year}",
        "weeks": _weeks(month, data, day=day, today=today),
        "weekdays": WEEKDAYS,
        "days": [
            (
                on,
                [(each, mark(each)) for each in shown],
                month.counts[on] - len(shown),
                _day(data, on),
            )
            for on, shown in month.shown.items()
        ],
        "day": day,
        "whole": with_changes(data, day=None),
        "previous": with_changes(data, month=f"{before:%Y-%m}", day=None),
        "next": with_changes(data, month=f"{after:%Y-%m}", day=None),
        "now": with_changes(data, month=None, day=None),
        "data": data,
        "filtered": bool(place or mode),
        "places": places,
        "modes": modes(),
        "said": said,
        "going": going,
        "wide": drawn(going, world_map.WIDE),
        "narrow": drawn(going, world_map.NARROW),
    }
    return render(request, "shipments/arrivals/arrivals.html", context)


def mark(arrival: Arrival) -> Mark:
    """How an arrival stands, in a word with its colour."""
    if arrival.is_overdue:
        return Mark("Overdue", "timer-off", "red")
    if arrival.slack is not None and arrival.slack < 0:
        late = f"{-arrival.slack} d too late"
        return Mark(f"Arrived {late}" if arrival.has_arrived else late, "clock-alert", "red")
    if arrival.has_arrived:
        return Mark("Arrived", "anchor", "green")
    return Mark("Expected", "calendar-clock", "blue")


def _when(data: QueryDict, today: date, said: list[str]) -> tuple[date, date | None]:
    """The first of the month in the address, and the day in it."""
    month, day = data.get("month", ""), data.get("day", "")
    first, chosen = today.replace(day=1), None
    try:
        if month:
            first = _known(date.fromisoformat(f"{month}-01"))
    except ValueError:
        said.append(f"Month: “{month}” cannot be used. Write one like {first:%Y-%m}.")
    try:
        if day:
            chosen = _known(date.fromisoformat(day))
            first = chosen.replace(day=1)
    except ValueError:
        said.append(f"Day: “{day}” cannot be used. Write one like {today.isoformat()}.")
    return first, chosen


def _known(day: date) -> date:
    if not EARLIEST <= day.year < LATEST:
        raise ValueError
    return day


def _one_of(data: QueryDict, name: str, known: set[str], said: list[str]) -> str:
    value = data.get(name, "")
    if value and value not in known:
        said.append(f"{name.capitalize()}: “{value}” cannot be used. Choose one from the list.")
        return ""
    return value


def _day(data: QueryDict, on: date) -> str:
    return with_changes(data, month=None, day=on.isoformat())


def _weeks(month: Month, data: QueryDict, *, day: date | None, today: date) -> list[list[Cell]]:
    return [
        [_cell(on, month, data, day=day, today=today) for on in week]
        for week in Calendar(SUNDAY).monthdatescalendar(month.first.year, month.first.month)
    ]


def _cell(on: date, month: Month, data: QueryDict, *, day: date | None, today: date) -> Cell:
    in_month = on.month == month.first.month
    count = month.counts.get(on, 0) if in_month else 0
    named = month.shown.get(on, [])[:IN_A_CELL] if in_month else []
    return Cell(
        day=on,
        in_month=in_month,
        is_today=on == today,
        is_chosen=on == day,
        count=count,
        arrivals=[(each, mark(each)) for each in named],
        more=count - len(named),
        link=_day(data, on),
    )
