"""The life of one order up to a day: who said what when, and what was shipped."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from shipments.domain.priorities import Urgency, is_routine
from shipments.intake.exercise.habits import Habit

# What the planning figure for transit will add to a promise by sea; contractors know it.
_ON_THE_WAY = 30
_SLIPS_AT_MOST = 3
_KNOWN_AHEAD = timedelta(days=6)
_ASKED_FOR_AFTER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Said:
    """One promise: on which day, for which day, and why."""

    on: date
    ship_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Part:
    """What ships together of one order, on the day it is to leave."""

    ship_on: date
    quantity: int
    code: str


@dataclass(slots=True)
class Life:
    """:ivar moved_up: the day on which the required date was moved up, and to when."""

    ordered_on: date
    required_on: date
    quantity: int
    priority: int | None
    urgency: Urgency
    acknowledged_on: date | None = None
    cancelled_on: date | None = None
    moved_up: tuple[date, date] | None = None
    said: list[Said] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    @property
    def is_routine(self) -> bool:
        return is_routine(self.priority, self.urgency)


def live(draw: Random, habit: Habit, *, as_of: date) -> Life:
    """Make up one order's life, ordered within the year and a half before the day."""
    life = _ordered(draw, as_of=as_of)
    if draw.random() < _by_now(habit.acknowledges, life, as_of):
        acknowledged_on = life.ordered_on + timedelta(days=draw.randint(1, 11))
        life.acknowledged_on = acknowledged_on if acknowledged_on <= as_of else None
    if draw.random() < 0.02:
        cancelled_on = life.ordered_on + timedelta(days=draw.randint(5, 60))
        life.cancelled_on = cancelled_on if cancelled_on <= as_of else None
    if draw.random() < _by_now(habit.promises, life, as_of):
        _promise(life, draw, habit, as_of=as_of)
    if life.said and not life.cancelled_on:
        _ship(life, draw, habit, as_of=as_of)
    if life.said and not life.parts:
        _confirm(life, draw, habit, as_of=as_of)
    if not life.parts and not life.cancelled_on and draw.random() < 0.05:
        _move_up(life, draw, as_of=as_of)
    return life


def _by_now(chance: float, life: Life, as_of: date) -> float:
    """What a contractor leaves undone, somebody has mostly asked for after some months."""
    asked_for = as_of - life.ordered_on > _ASKED_FOR_AFTER
    return 1 - (1 - chance) * (0.1 if asked_for else 1)


def _ordered(draw: Random, *, as_of: date) -> Life:
    priority, urgency = _urgency(draw)
    ordered_on = as_of - timedelta(days=int(draw.triangular(0, 540, 60)))
    lead = draw.randint(110, 330) if is_routine(priority, urgency) else draw.randint(50, 130)
    return Life(
        ordered_on=ordered_on,
        required_on=ordered_on + timedelta(days=lead),
        quantity=draw.choice((4, 10, 12, 20, 24, 40, 60, 100, 144, 250, 480, 1200)),
        priority=priority,
        urgency=urgency,
    )


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


def _promise(life: Life, draw: Random, habit: Habit, *, as_of: date) -> None:
    """Promise once, and move it later, each time some days before it would have been due."""
    said_on = (life.acknowledged_on or life.ordered_on) + timedelta(days=draw.randint(1, 9))
    spare = draw.randint(*habit.spare)
    ship_on = life.required_on - timedelta(days=_ON_THE_WAY + spare)
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
    pieces = [(leaves_on, life.quantity, "X")]
    if life.quantity > 1 and draw.random() < 0.15:
        first = max(1, int(life.quantity * draw.uniform(0.3, 0.8)))
        later = leaves_on + timedelta(days=draw.randint(15, 60))
        pieces = [(leaves_on, first, "A"), (later, life.quantity - first, "B")]
    life.parts = [Part(*piece) for piece in pieces if piece[0] <= as_of + _KNOWN_AHEAD]


def _confirm(life: Life, draw: Random, habit: Habit, *, as_of: date) -> None:
    last = life.said[-1]
    said_on = as_of - timedelta(days=draw.randint(*habit.quiet))
    if said_on > last.on and not life.cancelled_on:
        life.said.append(Said(said_on, last.ship_on, "Confirmed"))


def _move_up(life: Life, draw: Random, *, as_of: date) -> None:
    moved_on = as_of - timedelta(days=draw.randint(1, 25))
    required_on = life.required_on - timedelta(days=draw.randint(20, 60))
    if life.ordered_on < moved_on < required_on:
        life.moved_up = moved_on, required_on
