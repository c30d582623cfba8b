"""Arrivals as a calendar that phones and mail programs subscribe to (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

_ORDERS_NAMED = 12


@dataclass(frozen=True, slots=True)
class CalendarArrival:
    """:ivar on: the day it arrived, or is expected to.
    :ivar changed_at: when what is known of it last changed.
    :ivar revision: never less than it was.
    """

    tcn: str
    on: date
    has_arrived: bool
    is_cancelled: bool
    from_name: str
    to_name: str
    mode: str
    basis: str
    orders: tuple[str, ...]
    changed_at: datetime
    revision: int


def compose(arrivals: Iterable[CalendarArrival], *, site: str, exercise: bool) -> bytes:
    """Write one event of a whole day for each. The same arrivals give the same bytes.

    :param site: where this site is, like https://track.example.org/.
    """
    host = site.split("//", 1)[-1].strip("/")
    calendar = Calendar()
    calendar.add("prodid", "-//Quayline//Arrivals//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Arrivals, EXERCISE" if exercise else "Arrivals")
    calendar.add("x-published-ttl", "PT1H")
    for arrival in arrivals:
        calendar.add_component(_event(arrival, host=host, site=site, exercise=exercise))
    return bytes(calendar.to_ical())


def _event(arrival: CalendarArrival, *, host: str, site: str, exercise: bool) -> Event:
    event = Event()
    event.add("uid", f"{arrival.tcn}@{host}")
    # A stamp of when the feed was read would change every event at every reading.
    event.add("dtstamp", arrival.changed_at)
    event.add("last-modified", arrival.changed_at)
    event.add("sequence", arrival.revision)
    event.add("dtstart", arrival.on)
    event.add("dtend", arrival.on + timedelta(days=1))
    event.add("summary", f"{'EXERCISE: ' if exercise else ''}{_summary(arrival)}")
    event.add("description", _description(arrival))
    event.add("location", arrival.to_name)
    event.add("status", _status(arrival))
    event.add("transp", "TRANSPARENT")
    event.add("url", f"{site}shipments/{arrival.tcn}/")
    return event


def _summary(arrival: CalendarArrival) -> str:
    if arrival.is_cancelled:
        return f"Cancelled: {arrival.tcn}"
    said = "Arrived" if arrival.has_arrived else "Expected"
    return f"{said} at {arrival.to_name}: {arrival.tcn}"


def _status(arrival: CalendarArrival) -> str:
    if arrival.is_cancelled:
        return "CANCELLED"
    return "CONFIRMED" if arrival.has_arrived else "TENTATIVE"


def _description(arrival: CalendarArrival) -> str:
    named = ", ".join(arrival.orders[:_ORDERS_NAMED])
    more = len(arrival.orders) - _ORDERS_NAMED
    lines = [f"By {arrival.mode} from {arrival.from_name} to {arrival.to_name}."]
    if arrival.basis and not (arrival.has_arrived or arrival.is_cancelled):
        lines.append(f"Expected by {arrival.basis}.")
    if named:
        lines.append(f"Orders: {named}{f' and {more} more' if more > 0 else ''}.")
    return "\n".join(lines)
