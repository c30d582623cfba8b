"""The life of one order up to a day: who said what when, and what was shipped."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from shipments.domain.priorities import Urgency, is_routine
from shipments.intake.exercise.habits import Habit
from shipments.models.choices import ReportKind

_SLIPS_AT_MOST = 3
_KNOWN_AHEAD = timedelta(days=6)
_ASKED_FOR_AFTER = timedelta(days=90)
_QUANTITIES = (4, 10, 12, 20, 24, 40, 60, 100, 144, 250, 480, 1200)


@dataclass(frozen=True, slots=True)
class Said:
    """One promise: on which day, for which day, and why."""

    on: date
    ship_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """One report: what it tells of, when that was, and how much of the order is meant."""

    kind: ReportKind
    on: date
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What ships together of one order, on the day it is to leave."""

    ship_on: date
    quantity: int
    code: str


@dataclass(slots=True)
class Life:
    """:ivar moved_up: the day on which the required date was moved up, and to when.
    :ivar ready_to: the day on which the whole is to be ready to ship, told of or not.
    """

    ordered_on: date
    required_on: date
    quantity: int
    priority: int | None
    urgency: Urgency
    acknowledged_on: date | None = None
    cancelled_on: date | None = None
    moved_up: tuple[date, date] | None = None
    ready_to: date | None = None
    said: list[Said] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    @property
    def is_routine(self) -> bool:
        return is_routine(self.priority, self.urgency)


def ordered(draw: Random, *, as_of: date) -> Life:
    """Make up the order itself, placed within the year and a half before the day."""
    priority, urgency = _urgency(draw)
    ordered_on = as_of - timedelta(days=int(draw.triangular(0, 540, 60)))
    lead = draw.randint(120, 340) if is_routine(priority, urgency) else draw.randint(55, 130)
    return Life(
        ordered_on=ordered_on,
        required_on=ordered_on + timedelta(days=lead),
        quantity=draw.choice(_QUANTITIES),
        priority=priority,
        urgency=urgency,
    )


def live(life: Life, draw: Random, habit: Habit, *, transit: int, as_of: date) -> None:
    """Make up what happened to it.

    :param transit: days on the way as planned, which the contractor knows.
    """
    if draw.random() < _by_now(habit.acknowledges, life, as_of):
        acknowledged_on = life.ordered_on + timedelta(days=draw.randint(1, 9))
        life.acknowledged_on = acknowledged_on if acknowledged_on <= as_of else None
    if draw.random() < 0.02:
        cancelled_on = life.ordered_on + timedelta(days=draw.randint(5, 60))
        life.cancelled_on = cancelled_on if cancelled_on <= as_of else None
    if draw.random() < _by_now(habit.promises, life, as_of):
        _promise(life, draw, habit, transit=transit, as_of=as_of)
    if life.said and not life.cancelled_on:
        _ship(life, draw, habit, as_of=as_of)
        _tell_ready(life, draw, habit, as_of=as_of)
    if life.said and not life.parts and not life.cancelled_on:
        _confirm(life, draw, habit, as_of=as_of)
    if not life.parts and not life.cancelled_on and draw.random() < 0.03:
        _move_up(life, draw, as_of=as_of)


def _by_now(chance: float, life: Life, as_of: date) -> float:
    """What a contractor leaves undone, somebody has mostly asked for after some months."""
    asked_for = as_of - life.ordered_on > _ASKED_FOR_AFTER
    return 1 - (1 - chance) * (0.1 if asked_for else 1)


def _urgency(draw: Random) -> tuple[int | None, Urgency]:
    urgency = draw.choices(list(Urgency), weights=(72, 20, 8))[0]
    if draw.random() < 0.06:
        return None, urgency
    numbers = {
        Urgency.ROUTINE: (9, 11, 12, 12, 13, 13, 13, 14, 15),
        Urgency.URGENT: (4, 5, 5, 6, 7, 8),
        Urgency.EMERGENCY: (1, 2, 2, 3),
    }
    return draw.choice(numbers[urgency]), urgency


def _promise(life: Life, draw: Random, habit: Habit, *, transit: int, as_of: date) -> None:
    """Promise once, and move it later, each time some days before it would have been due."""
    said_on = (life.acknowledged_on or life.ordered_on) + timedelta(days=draw.randint(1, 9))
    spare = draw.randint(*habit.spare)
    ship_on = life.required_on - timedelta(days=transit + spare)
    ship_on = max(ship_on, said_on + timedelta(days=7))
    reason = ""
    while said_on <= as_of and (not life.cancelled_on or said_on < life.cancelled_on):
        life.said.append(Said(said_on, ship_on, reason))
        if len(life.said) > _SLIPS_AT_MOST or draw.random() >= habit.slips:
            return
        said_on = max(said_on + timedelta(days=1), ship_on - timedelta(days=draw.randint(2, 40)))
        ship_on += timedelta(days=draw.randint(*habit.slip))
        reason = draw.choice(("Waiting for parts", "Test stand is taken", "Paint shop is behind"))


def _ship(life: Life, draw: Random, habit: Habit, *, as_of: date) -> None:
    """Ship it whole or in two parts, as far as that is known on the day."""
    last = life.said[-1]
    leaves_on = max(last.ship_on + timedelta(days=draw.randint(*habit.late)), last.on)
    life.ready_to = leaves_on - timedelta(days=draw.randint(1, 6))
    pieces = [(leaves_on, life.quantity, "X")]
    if life.quantity > 1 and draw.random() < 0.15:
        first = max(1, int(life.quantity * draw.uniform(0.3, 0.8)))
        later = leaves_on + timedelta(days=draw.randint(10, 40))
        pieces = [(leaves_on, first, "A"), (later, life.quantity - first, "B")]
        life.ready_to = later - timedelta(days=draw.randint(1, 6))
    # Now and then goods stand ready and nobody has booked a way for them.
    if draw.random() < 0.04 and timedelta(days=6) < as_of - leaves_on < timedelta(days=45):
        life.told.append(Told(ReportKind.READY, max(leaves_on, life.ordered_on)))
        return
    life.parts = [Part(*piece) for piece in pieces if piece[0] <= as_of + _KNOWN_AHEAD]


def _tell_ready(life: Life, draw: Random, habit: Habit, *, as_of: date) -> None:
    tells = draw.random() < habit.tells_ready and not life.told
    if tells and life.ready_to and life.ready_to <= as_of:
        kind = draw.choice((ReportKind.READY, ReportKind.READY, ReportKind.INSPECTED))
        life.told.append(Told(kind, max(life.ready_to, life.ordered_on)))


def _confirm(life: Life, draw: Random, habit: Habit, *, as_of: date) -> None:
    """Say once more that the promise holds, while it is still ahead."""
    last = life.said[-1]
    said_on = as_of - timedelta(days=draw.randint(*habit.quiet))
    if last.on < said_on <= last.ship_on:
        life.told.append(Told(ReportKind.CONFIRMED, said_on))


def _move_up(life: Life, draw: Random, *, as_of: date) -> None:
    moved_on = as_of - timedelta(days=draw.randint(1, 25))
    required_on = life.required_on - timedelta(days=draw.randint(20, 60))
    if life.ordered_on < moved_on < required_on:
        life.moved_up = moved_on, required_on
