"""Reporting what closes or restricts a place, a passage or a lane; saying when it is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from shipments import enqueue
from shipments.domain.partial_date import PartialDate, Precision
from shipments.domain.roles import Right
from shipments.models import Disruption, Lane, Place, User
from shipments.models.choices import Certainty, Passability
from shipments.services import days, refusal, sent_twice
from shipments.services.refusal import Problem

# Two that report the very same at once take turns. Any fixed number will do.
_REPORTING = 7_305_218
MOST_REASON = 300


@dataclass(frozen=True)
class DisruptionEntry:
    """A report as entered: of a place or passage by its code, or of a lane by its key.

    :ivar kind: in a few words, like "strike".
    :ivar starts_on_precision: day, month or year; likewise of the end.
    :ivar source: who or what says so.
    :ivar reported_at: when they said it; empty means now.
    """

    kind: str
    what: str
    passability: str
    starts_on: date | None
    source: str
    place: str = ""
    lane: int | None = None
    starts_on_precision: str = Precision.DAY.value
    ends_on: date | None = None
    ends_on_precision: str = Precision.DAY.value
    certainty: str = Certainty.REPORTED.value
    reported_at: datetime | None = None
    effect: str = ""


def report(entry: DisruptionEntry, *, by: User, at: datetime) -> Disruption:
    """Record what somebody says; a report that contradicts it stays beside it.

    The orders and shipments on that way are judged again. The very same sent again is the report
    that is there.

    :raises NotAllowed: no right to plan transport.
    :raises Refused: with every problem there is.
    """
    refusal.require(by, Right.PLAN_TRANSPORT)
    place = Place.objects.filter(code=entry.place).first() if entry.place else None
    lane = Lane.objects.filter(pk=entry.lane).first() if entry.lane else None
    problems = _where_problems(entry, place, lane) + _problems(entry, at=at)
    if problems or entry.starts_on is None:
        raise refusal.Refused(problems)
    facts: dict[str, Any] = {
        "kind": entry.kind.strip(),
        "what": entry.what.strip(),
        "place": place,
        "lane": lane,
        "passability": entry.passability,
        "effect": entry.effect.strip(),
        "source": entry.source.strip(),
        "certainty": entry.certainty,
        "recorded_by": by,
        **_began(entry.starts_on, entry.starts_on_precision),
        **_over(entry.ends_on, entry.ends_on_precision),
    }
    return _record(facts, entry.reported_at, at=at)


def end(
    *,
    disruption_id: int,
    ends_on: date | None,
    source: str,
    by: User,
    at: datetime,
    precision: str = Precision.DAY.value,
    reported_at: datetime | None = None,
) -> Disruption:
    """Record, by a new report, the last day of a disruption. The old one is withdrawn for it.

    :return: the new one, which says all that the old one did, and its end.
    :raises Disruption.DoesNotExist: no such disruption.
    :raises NotAllowed: no right to plan transport.
    :raises Refused: with every problem there is; or somebody withdrew or ended it before.
    """
    refusal.require(by, Right.PLAN_TRANSPORT)
    problems = days.out_of_reach(at=at, ends_on=ends_on)
    if ends_on is None:
        problems.append(Problem("ends_on", "Enter its last day.", "required"))
    if not source.strip():
        problems.append(Problem("source", "Enter who or what says so.", "required"))
    with transaction.atomic():
        old = Disruption.objects.select_for_update(of=("self",)).get(pk=disruption_id)
        if ends_on and _last(ends_on, precision) < old.starts_on:
            message = f"It began on {old.starts_on:%-d %b %Y}, after that."
            problems.append(Problem("ends_on", message, "before_start"))
        if problems or ends_on is None:
            raise refusal.Refused(problems)
        facts = {
            name: getattr(old, name)
            for name in (
                *("kind", "what", "place", "lane", "place_as_printed", "effect", "passability"),
                *("starts_on", "starts_on_precision", "certainty", "source_kind", "note"),
            )
        }
        told = {"source": source.strip(), "recorded_by": by, **_over(ends_on, precision)}
        because = f"Its end was recorded by a later report, from {source.strip()}."
        # First, so that where it said the same already it is not taken for the new one.
        _withdraw(old, because, by=by, at=at)
        new = _record(facts | told, reported_at, at=at)
        new.sources.set(old.sources.all())
    return new


def withdraw(*, disruption_id: int, reason: str, by: User, at: datetime) -> Disruption:
    """Take a report back that was made in error. It stays readable and closes nothing.

    :raises Disruption.DoesNotExist: no such disruption.
    :raises NotAllowed: no right to plan transport.
    :raises Refused: no reason, or withdrawn before.
    """
    refusal.require(by, Right.PLAN_TRANSPORT)
    if not reason.strip():
        raise refusal.refuse("reason", "Say why it is withdrawn.", "required")
    with transaction.atomic():
        found = Disruption.objects.get(pk=disruption_id)
        _withdraw(found, reason.strip(), by=by, at=at)
        enqueue.judge()
    found.refresh_from_db()
    return found


def _withdraw(found: Disruption, because: str, *, by: User, at: datetime) -> None:
    standing = Disruption.objects.standing().filter(pk=found.pk)
    won = standing.update(withdrawn_at=at, withdrawn_by=by, withdrawn_because=because[:MOST_REASON])
    if not won:
        raise refusal.refuse("", "Somebody withdrew it before.", "withdrawn")


def _record(facts: dict[str, Any], reported_at: datetime | None, *, at: datetime) -> Disruption:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_REPORTING])
        if twin := sent_twice.twin(Disruption.objects.standing(), at=at, **facts):
            return twin
        made = Disruption.objects.create(reported_at=reported_at or at, recorded_at=at, **facts)
        enqueue.judge()
    return made


def _began(day: date, precision: str) -> dict[str, Any]:
    """The first day that can be meant, as everything that happens is kept."""
    first = PartialDate.containing(day, precision).first
    return {"starts_on": first, "starts_on_precision": precision}


def _over(day: date | None, precision: str) -> dict[str, Any]:
    if day is None:
        return {"ends_on": None, "ends_on_precision": ""}
    return {"ends_on": _last(day, precision), "ends_on_precision": precision}


def _last(day: date, precision: str) -> date:
    return PartialDate.containing(day, precision).last


def _where_problems(
    entry: DisruptionEntry, place: Place | None, lane: Lane | None
) -> list[Problem]:
    if entry.place and entry.lane:
        message = "Choose a place or a lane, not both: report each by itself."
        return [Problem("lane", message, "place_and_lane")]
    if entry.place and place is None:
        message = f"No place {entry.place}. Choose one from the list."
        return [Problem("place", message, "unknown_place")]
    if entry.lane and lane is None:
        return [Problem("lane", "Choose a lane from the list.", "unknown_lane")]
    if place is None and lane is None:
        return [Problem("place", "Choose the place, passage or lane that it is at.", "required")]
    return []


def _problems(entry: DisruptionEntry, *, at: datetime) -> list[Problem]:
    problems = []
    for field, text, message in (
        ("kind", entry.kind, "Say in a few words what it is, like: strike."),
        ("what", entry.what, "Say what was reported."),
        ("source", entry.source, "Enter who or what says so."),
    ):
        if not text.strip():
            problems.append(Problem(field, message, "required"))
    for field, text, most in (
        ("kind", entry.kind, 60),
        ("source", entry.source, 300),
        ("effect", entry.effect, 300),
    ):
        if len(text.strip()) > most:
            message = f"Keep it to {most} characters: found {len(text.strip())}."
            problems.append(Problem(field, message, "too_long"))
    if entry.passability not in list(Passability):
        message = f"Choose {', '.join(Passability)}."
        problems.append(Problem("passability", message, "unknown_passability"))
    if entry.certainty not in list(Certainty):
        message = f"Choose {', '.join(Certainty)}."
        problems.append(Problem("certainty", message, "unknown_certainty"))
    return problems + _day_problems(entry, at=at)


def _day_problems(entry: DisruptionEntry, *, at: datetime) -> list[Problem]:
    problems = days.out_of_reach(at=at, starts_on=entry.starts_on, ends_on=entry.ends_on)
    for field in ("starts_on_precision", "ends_on_precision"):
        if getattr(entry, field) not in list(Precision):
            message = f"Choose {', '.join(Precision)}."
            problems.append(Problem(field, message, "unknown_precision"))
    if entry.starts_on is None:
        problems.append(Problem("starts_on", "Enter the day it began.", "required"))
    elif not problems and entry.ends_on:
        began = _began(entry.starts_on, entry.starts_on_precision)["starts_on"]
        if _last(entry.ends_on, entry.ends_on_precision) < began:
            message = "That is before it began. Check both days."
            problems.append(Problem("ends_on", message, "before_start"))
    if entry.reported_at and entry.reported_at > at:
        message = "That moment has not come yet."
        problems.append(Problem("reported_at", message, "in_the_future"))
    return problems
