"""The steps of an expedite, when the next one falls due, and when the next chase is allowed.

Source: docs/sources.md, "Chasing".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from shipments.domain.partial_date import PartialDate, Precision, show
from shipments.domain.priorities import Urgency, is_routine
from shipments.domain.working_days import Calendar, working_days_after

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class Step(StrEnum):
    """What is done about a late order, the mildest first.

    Source: docs/sources.md, "Ways to expedite".
    """

    FOLLOW_UP = "follow_up"
    IMPROVEMENT_REQUEST = "improvement_request"
    PRIORITY_INCREASE = "priority_increase"
    SPECIAL_ASSISTANCE = "special_assistance"

    @property
    def words(self) -> str:
        return _WORDS[self]

    @property
    def is_chase(self) -> bool:
        """Whether it asks again what was asked before: only that is held back by the governor."""
        return self in {Step.FOLLOW_UP, Step.IMPROVEMENT_REQUEST}

    @property
    def above(self) -> Step | None:
        """The step to take when this one did not help. None at the top."""
        steps = list(Step)
        place = steps.index(self) + 1
        return steps[place] if place < len(steps) else None


_WORDS = {
    Step.FOLLOW_UP: "Follow-up",
    Step.IMPROVEMENT_REQUEST: "Request for an improved ship date",
    Step.PRIORITY_INCREASE: "Priority increase",
    Step.SPECIAL_ASSISTANCE: "Special priorities assistance",
}


class Side(StrEnum):
    """Whose desk a step lands on, and so whose working days count."""

    CONTRACTOR = "contractor"
    RECEIVER = "receiver"

    @property
    def calendar(self) -> Calendar:
        return Calendar.US_FEDERAL if self is Side.CONTRACTOR else Calendar.ISRAEL


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to wait. The values are the policy's.

    :ivar chase_days_urgent: calendar days between two chases of an order that is not routine.
    :ivar chase_days_routine: the same for a routine one.
    :ivar ladder_improvement_days: working days without an answer until the second step, and
        so on: each counts from the step before.
    """

    chase_days_urgent: int
    chase_days_routine: int
    ladder_improvement_days: int
    ladder_priority_days: int
    ladder_assistance_days: int

    @classmethod
    def of(cls, limits: Mapping[str, Any]) -> Limits:
        """Take them out of a policy's limits. A name that is missing is a KeyError."""
        return cls(**{name: int(limits[name]) for name in cls.__slots__})

    def days_before(self, step: Step) -> int:
        """Working days between the step before and this one."""
        return {
            Step.FOLLOW_UP: 0,
            Step.IMPROVEMENT_REQUEST: self.ladder_improvement_days,
            Step.PRIORITY_INCREASE: self.ladder_priority_days,
            Step.SPECIAL_ASSISTANCE: self.ladder_assistance_days,
        }[step]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an order when somebody thinks of chasing it.

    :ivar designator: None counts as 09 to 15 for a routine order, as 01 to 08 for others.
    :ivar contacted_on: when we last asked.
    :ivar heard_on: when anything was last heard about it; the day of the order counts.
    :ivar promised_on: any day of the period that was promised for shipping.
    """

    designator: int | None = None
    urgency: Urgency = Urgency.ROUTINE
    contacted_on: date | None = None
    heard_on: date | None = None
    promised_on: date | None = None
    promised_precision: Precision = Precision.DAY

    @property
    def rank(self) -> str:
        """How it ranks, in words: its designator, or its urgency where it has none."""
        if self.designator is None:
            return f"{self.urgency} order"
        return f"priority {self.designator:02d}"

    def promise_ahead(self, today: date) -> str:
        """Say that the promised day has not passed; empty where it has, or where there is none."""
        if self.promised_on is None:
            return ""
        if PartialDate.containing(self.promised_on, self.promised_precision).last < today:
            return ""
        if self.promised_on == today and self.promised_precision is Precision.DAY:
            return "Its promised date is today"
        day = show(self.promised_on, self.promised_precision, relative_to=today)
        return f"Its promised date, {day}, is still ahead"


@dataclass(frozen=True, slots=True)
class NextStep:
    """:ivar sentence: what falls due, when and why, for a person."""

    step: Step
    due_on: date
    sentence: str


@dataclass(frozen=True, slots=True)
class Governed:
    """Whether the order may be chased, and how.

    :ivar allowed_on: the first day; today or earlier means now.
    :ivar use: the step that is right today, which may not be the one that was planned.
    :ivar sentences: why, for a person. Never empty.
    """

    allowed_on: date
    allowed_now: bool
    use: Step
    sentences: tuple[str, ...]


def next_step(
    *,
    after: Step | None,
    answered: bool,
    on: date,
    limits: Limits,
    to: Side = Side.CONTRACTOR,
) -> NextStep | None:
    """Say what follows a step, and by which working day of the side it went to.

    None once there is an answer, because what counts then is the answer; and after the last
    step, because there is nothing above it. A promise that is broken later goes one step up
    at once: ``Step.above``.

    :param after: the step taken last; None before the first.
    :param on: the day on which it was taken, or on which the case was opened.
    """
    if after is None:
        return NextStep(Step.FOLLOW_UP, on, f"{Step.FOLLOW_UP.words}: nothing was asked yet.")
    step = after.above
    if answered or step is None:
        return None
    days = limits.days_before(step)
    due_on = working_days_after(on, days, to.calendar)
    waited = "1 working day" if days == 1 else f"{days} working days"
    return NextStep(
        step,
        due_on,
        f"{step.words} due {_day(due_on, on)}: no answer {waited} after the "
        f"{after.words[0].lower()}{after.words[1:]} of {_day(on, due_on)}.",
    )


def governor(
    known: Known, *, today: date, limits: Limits, planned: Step = Step.FOLLOW_UP
) -> Governed:
    """Say when the order may next be chased, and with which step.

    Days count from the later of the last contact and the last word about the order. An order
    whose promised day has not passed is not followed up: the answer would be the same date
    again, so an improved one is asked for. What is not a chase is never held back.

    :param planned: the step that the ladder has next.
    :raises InvalidPriority: a designator that is not from 1 to 15.
    """
    if not planned.is_chase:
        return Governed(today, True, planned, (f"{planned.words} may go at any time.",))
    routine = is_routine(known.designator, known.urgency)
    days = limits.chase_days_routine if routine else limits.chase_days_urgent
    allowed_on, why = today, "nothing was asked or heard yet"
    last = max(filter(None, (known.contacted_on, known.heard_on)), default=None)
    if last is not None:
        allowed_on = last + timedelta(days=days)
        how = "contacted" if last == known.contacted_on else "last heard of"
        why = f"{how} {_ago(last, today)}, {known.rank}, {_count(days)}"
    allowed_now = allowed_on <= today
    when = "Chase allowed today" if allowed_now else f"Next chase allowed {_day(allowed_on, today)}"
    ahead = known.promise_ahead(today)
    if not ahead:
        return Governed(allowed_on, allowed_now, planned, (f"{when}: {why}.",))
    says = (f"{when}: {why}.", f"{ahead}: ask for an improved date instead.")
    return Governed(allowed_on, allowed_now, Step.IMPROVEMENT_REQUEST, says)


def _ago(day: date, today: date) -> str:
    return "today" if day == today else show(day, Precision.DAY, relative_to=today)


def _day(day: date, today: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]} {show(day, Precision.DAY, relative_to=today)}"


def _count(days: int) -> str:
    word = _SMALL[days] if days < len(_SMALL) else f"{days}"
    return f"{word} day" if days == 1 else f"{word} days"
