"""What the worker will say of one order: on its next turn, and once its holds are lifted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shipments.expedite import engine, reading, sentences
from shipments.models import Policy

if TYPE_CHECKING:
    from datetime import date

    from shipments.models import Order


@dataclass(frozen=True)
class Turn:
    """The next day on which a reason can begin or cease to hold with nothing else changing."""

    label: str
    on: date


@dataclass(frozen=True)
class Would:
    """A reason that would be flagged."""

    label: str
    icon: str
    sentence: str
    points: int


def next_turn(order: Order, *, today: date) -> Turn | None:
    """Ask the rules. Two queries; none for an order that is not open."""
    if not order.standing.is_open:
        return None
    policy = Policy.objects.in_force()
    found = engine.next_turn(rules=reading.rules(), order_id=order.pk, policy=policy, as_of=today)
    if found is None:
        return None
    rule = sentences.rule(found[0])
    return Turn(rule.chip if rule else found[0], found[1])


def once_released(order: Order, *, today: date) -> list[Would]:
    """What would be flagged if no hold covered the order. Two queries; none where none does."""
    if not (order.standing.is_held and order.standing.is_open):
        return []
    policy = Policy.objects.in_force()
    found = engine.would_find(rules=reading.rules(), order_id=order.pk, policy=policy, as_of=today)
    said = []
    for each in found:
        if rule := sentences.rule(each.reason):
            sentence = sentences.fill(rule, each.evidence, today=today, until=today)
            said.append(Would(rule.chip, rule.icon, sentence, each.points))
    return said
