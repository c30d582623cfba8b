"""The policy's limits in words, and what each of them decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shipments.expedite import parameters
from shipments.expedite.reading import rules
from shipments.expedite.rule import Rule

_WORDS: Mapping[str, str] = {
    "late_grace_days": "Grace after the required date",
    "silent_days": "Silence that is too long",
    "no_ship_date_days": "Time to promise a ship date",
    "acknowledge_working_days": "Time to acknowledge an order",
    "transit_planning_days": "Transit, as a planning figure",
}
# What a limit decides beside the rules that ask for it.
_BESIDE: Mapping[str, str] = {
    "transit_planning_days": (
        "Added to the promised ship date, it gives the expected delivery of an order that is "
        "not wholly on the way. The rules read that date."
    ),
}


@dataclass(frozen=True)
class Limit:
    """One limit of the policy.

    :ivar unit: what it counts.
    :ivar rules: those that judge by it.
    :ivar beside: what else it decides, in a sentence; empty where nothing.
    """

    name: str
    words: str
    unit: str
    rules: tuple[Rule, ...]
    beside: str


def limits() -> tuple[Limit, ...]:
    """Every limit that a policy holds, in the order in which people read them."""
    return tuple(
        Limit(
            name=name,
            words=words(name),
            unit=unit,
            rules=tuple(rule for rule in rules() if name in _asked_for(rule)),
            beside=_BESIDE.get(name, ""),
        )
        for name, unit in parameters.LIMITS.items()
    )


def words(name: str) -> str:
    """Name a limit; one that an old policy holds and no rule knows any more by its own name."""
    return _WORDS.get(name) or name.replace("_", " ").capitalize()


def _asked_for(rule: Rule) -> set[str]:
    return {parameters.FOLLOWS_FROM.get(name, name) for name in rule.parameters}
