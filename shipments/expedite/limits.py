"""The policy's limits in words, grouped and bounded, and what each of them decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shipments.expedite import parameters
from shipments.expedite.reading import rules
from shipments.expedite.rule import Rule


class Group(StrEnum):
    """Which limits people read together."""

    RULES = "Limits of the rules"
    PLANNING = "Planning figures"
    HISTORY = "When history is believed"
    LADDER = "The ladder and the governor"
    WEIGHTS = "What each reason weighs"


# Source: docs/sources.md, "Limits of the rules".
_WORDS: Mapping[Group, Mapping[str, str]] = {
    Group.RULES: {
        "late_grace_days": "Grace after the required date",
        "silent_days": "Silence that is too long",
        "no_ship_date_days": "Time to promise a ship date",
        "acknowledge_working_days": "Time to acknowledge an order",
        "slipping_times": "Moves later that make a slip",
        "slipping_days": "Days later that make a slip",
        "ready_days": "Time to ship what is ready",
        "promise_grace_days": "Grace after the promised ship date",
        "departure_near_days": "Days by which a departure is just missed",
        "stalled_grace_days": "Grace after a milestone was due",
    },
    Group.PLANNING: {
        "transit_planning_days": "Transit, as a planning figure",
        "clearance_planning_days": "Clearance, as a planning figure",
        "sea_km_a_day": "How far a ship comes",
        "air_km_a_day": "How far an aircraft comes",
        "road_km_a_day": "How far a lorry comes",
        "rail_km_a_day": "How far a train comes",
        "air_stop_days": "What a stop on the way by air costs",
        "air_range_km": "Longest flight without a stop",
        "transfer_planning_days": "What a change of mode costs",
        "report_window_days": "Time to report a discrepancy",
    },
    Group.HISTORY: {
        "promises_to_correct": "Promises before a contractor's record counts",
        "shipments_for_median": "Shipments before a lane's record counts",
    },
    # Source: docs/sources.md, "Ways to expedite".
    Group.LADDER: {
        "chase_days_urgent": "Time between chases of an urgent order",
        "chase_days_routine": "Time between chases of a routine order",
        "ladder_improvement_days": "Time for a follow-up to be answered",
        "ladder_priority_days": "Time for an improvement request to be answered",
        "ladder_assistance_days": "Time for a priority increase to take effect",
        "answer_link_days": "Time in which an answer link can be used",
    },
}
# What a limit decides beside the rules that ask for it.
_BESIDE: Mapping[str, str] = {
    "transit_planning_days": (
        "Added to the expected ship date of an order for whose way nothing better is known, it "
        "gives the expected delivery. The rules read that date."
    ),
    "clearance_planning_days": "Added after arrival until the goods are received.",
    "sea_km_a_day": "Gives the days of another way by sea where no lane's figure can be scaled.",
    "air_km_a_day": "Gives the days of another way by air where no lane's figure can be scaled.",
    "road_km_a_day": "Gives the days of a way by road where no lane's figure can be scaled.",
    "rail_km_a_day": "Gives the days of a way by rail where no lane's figure can be scaled.",
    "air_stop_days": "Added for each landing between the two ends of another way by air.",
    "transfer_planning_days": "Added where another way goes on by another mode, as at a port.",
    "report_window_days": (
        "Counted from the departure, it gives the last day on which what is short, damaged or wrong "
        "can be reported. No published text says what begins the window: confirm it for each case."
    ),
    "air_range_km": "No stretch of another way by air is longer.",
    "promises_to_correct": (
        "With so many promises on record, a contractor's usual slip corrects the expected date."
    ),
    "shipments_for_median": (
        "With so many shipments on record, a lane's median replaces its planning figure."
    ),
    "chase_days_urgent": "Priority 01 to 08: the next chase waits so long after the last contact.",
    "chase_days_routine": "Priority 09 to 15: the next chase waits so long after the last contact.",
    "ladder_improvement_days": "Without an answer, an improved ship date is asked for next.",
    "ladder_priority_days": "Without an answer, the priority is increased next.",
    "ladder_assistance_days": "Without effect, special priorities assistance is asked for next.",
    "answer_link_days": "After that the contractor needs a new link.",
}
# By unit, the least and the most that makes sense.
_BOUNDS: Mapping[str, tuple[int, int]] = {
    "calendar days": (0, 3650),
    "US federal working days": (0, 3650),
    "times": (1, 1000),
    "promises": (1, 1000),
    "shipments": (1, 1000),
    "points": (1, 100),
    "km a day": (1, 30_000),
    "km": (100, 20_000),
}
# At nothing, every promised order would slip, no link could be used and nothing be reported.
_NOT_NOTHING = frozenset({"slipping_days", "answer_link_days", "report_window_days"})


@dataclass(frozen=True)
class Limit:
    """One limit of the policy.

    :ivar unit: what it counts.
    :ivar least: the smallest number it may be.
    :ivar most: the greatest.
    :ivar rules: those that judge by it, or of which it is the weight.
    :ivar beside: what else it decides, in a sentence; empty where nothing.
    """

    name: str
    words: str
    unit: str
    group: Group
    least: int
    most: int
    rules: tuple[Rule, ...]
    beside: str

    def allows(self, value: object) -> bool:
        """True is a whole number to Python and not to a person."""
        if isinstance(value, bool) or not isinstance(value, int):
            return False
        return self.least <= value <= self.most


def limits() -> tuple[Limit, ...]:
    """Every limit that a policy holds, in the order in which people read them."""
    found = (_limit(name, unit) for name, unit in parameters.LIMITS.items())
    listed = list(Group)
    return tuple(sorted(found, key=lambda limit: listed.index(limit.group)))


def words(name: str) -> str:
    """Name a limit; one that an old policy holds and no rule knows any more by its own name."""
    for known in _WORDS.values():
        if name in known:
            return known[name]
    for rule in rules():
        if name == rule.weight:
            return f"Weight of “{rule.chip}”"
    return name.replace("_", " ").capitalize()


def _limit(name: str, unit: str) -> Limit:
    least, most = _BOUNDS[unit]
    return Limit(
        name=name,
        words=words(name),
        unit=unit,
        group=next((group for group, known in _WORDS.items() if name in known), Group.WEIGHTS),
        least=1 if name in _NOT_NOTHING else least,
        most=most,
        rules=tuple(rule for rule in rules() if name in _asked_for(rule)),
        beside=_BESIDE.get(name, ""),
    )


def _asked_for(rule: Rule) -> set[str]:
    asked = {parameters.FOLLOWS_FROM.get(name, name) for name in rule.parameters}
    return {*asked, rule.weight}
