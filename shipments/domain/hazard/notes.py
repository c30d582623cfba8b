"""What the numbered notes under the segregation tables mean for two lines.

A note that says "only if" clears a pair when the data show that its condition is met, forbids
it when they show the opposite, and otherwise leaves it to a person. In our own words.

Source: docs/sources.md, "Class 1 segregation".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from shipments.domain.hazard.aboard import Aboard
from shipments.domain.hazard.classification import Division, Group
from shipments.domain.modes import Mode

_GREATEST = {Division.MASS_EXPLOSION, Division.PROJECTION}
CDE = frozenset({Group.C, Group.D, Group.E})


class Verdict(StrEnum):
    """Whether two lines may travel together, best first."""

    ALLOWED = "allowed"
    CONDITIONAL = "conditional"
    UNKNOWN = "unknown"
    FORBIDDEN = "forbidden"


SEVERITY: Mapping[Verdict, int] = MappingProxyType(
    {verdict: severity for severity, verdict in enumerate(Verdict)}
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one rule says about two lines.

    :param confirm: what a person must confirm before the lines may travel; empty when nothing
        is open. A conditional ruling with nothing to confirm says how the load is to be treated.
    """

    verdict: Verdict
    sentence: str
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two lines, and everything they travel with."""

    first: Aboard
    second: Aboard
    load: Sequence[Aboard]


Note = Callable[[Pair], Ruling]


def _treated(sentence: str) -> Note:
    """A note that asks nothing and says how the lines are to be treated."""

    def note(_: Pair) -> Ruling:
        return Ruling(Verdict.CONDITIONAL, sentence)

    return note


def _identical(pair: Pair) -> Ruling:
    """Group L: road note 1, sea note 2."""
    sentence = "Group L may travel only with the identical explosive."
    if (
        pair.first.item is not None
        and pair.second.item is not None
        and pair.first.item != pair.second.item
    ):
        return Ruling(Verdict.FORBIDDEN, sentence)
    confirm = "Confirm that both lines are the identical explosive."
    return Ruling(Verdict.CONDITIONAL, sentence, confirm)


def _mixed_by_sea(pair: Pair) -> Ruling:
    """C, D and E: sea note 6. What it says of substances could not be read."""
    sentence = "Articles of groups C, D and E together are all treated as group E."
    if pair.first.article and pair.second.article:
        return Ruling(Verdict.CONDITIONAL, sentence)
    confirm = (
        "Have a dangerous-goods person state the group: the rule for articles does not cover "
        "substances."
    )
    return Ruling(Verdict.CONDITIONAL, sentence, confirm)


def _different_insensitive(pair: Pair) -> Ruling:
    """N with N: sea note 3."""
    if pair.first.item is not None and pair.first.item == pair.second.item:
        return Ruling(Verdict.ALLOWED, "Group N of one type may travel together.")
    return Ruling(
        Verdict.CONDITIONAL,
        "Different articles of 1.6N may travel together only if it is proven that one cannot "
        "set off the other.",
        "Confirm that the proof exists; without it the articles are treated as division 1.1.",
    )


def _detonators(pair: Pair) -> Ruling:
    """Road note 4. Section 177.835(g) itself is not known here, only that it is to be read."""
    if pair.first.is_detonator is False and pair.second.is_detonator is False:
        return Ruling(Verdict.ALLOWED, "Neither is a detonator.")
    sentence = "Detonators have rules of their own, 49 CFR 177.835(g)."
    if pair.first.is_detonator or pair.second.is_detonator:
        confirm = "Have a dangerous-goods person clear it by 49 CFR 177.835(g)."
    else:
        confirm = "Confirm that neither is a detonator, or clear it by 49 CFR 177.835(g)."
    return Ruling(Verdict.CONDITIONAL, sentence, confirm)


def _fireworks_with_s(pair: Pair) -> Ruling:
    """Road note 5. It is about S alone: the other line's division decides."""
    lines = (pair.first, pair.second)
    of_s = [line for line in lines if _group(line) is Group.S]
    others = {line.classification.division for line in lines if line.classification}
    if not others & _GREATEST or all(line.is_firework is False for line in of_s):
        return Ruling(Verdict.ALLOWED, "The rule on fireworks does not touch it.")
    sentence = "Fireworks of 1.4S may not travel with division 1.1 or 1.2."
    if any(line.is_firework for line in of_s):
        return Ruling(Verdict.FORBIDDEN, sentence)
    return Ruling(Verdict.CONDITIONAL, sentence, "Confirm that the 1.4S goods are no fireworks.")


def _pyrotechnic(pair: Pair, *, special: bool) -> Ruling:
    """G with C, D or E. Everything aboard counts: no substance may be there at all."""
    of_g = pair.first if _group(pair.first) is Group.G else pair.second
    sentence = (
        "Articles of group G, other than fireworks"
        f"{' and articles that need special handling' if special else ''}, may travel with "
        "articles of C, D or E if no explosive substance is aboard."
    )
    articles = [line.article for line in pair.load]
    exceptions = [of_g.is_firework, *([of_g.is_special] if special else [])]
    if False in articles or True in exceptions:
        return Ruling(Verdict.FORBIDDEN, sentence)
    open_points = []
    if None in articles:
        open_points.append("that everything aboard is an article, not a substance such as powder")
    if of_g.is_firework is None:
        open_points.append("that the group G goods are no fireworks")
    if special and of_g.is_special is None:
        open_points.append("that the group G goods need no special handling")
    confirm = f"Confirm {', and '.join(open_points)}." if open_points else ""
    return Ruling(Verdict.CONDITIONAL, sentence, confirm)


def _pyrotechnic_by_road(pair: Pair) -> Ruling:
    """Road note 6."""
    return _pyrotechnic(pair, special=True)


def _pyrotechnic_by_sea(pair: Pair) -> Ruling:
    """Sea note 1, which does not name special handling."""
    return _pyrotechnic(pair, special=False)


def _group(line: Aboard) -> Group | None:
    return line.classification.group if line.classification else None


NOTES: Mapping[Mode, Mapping[int, Note]] = MappingProxyType(
    {
        Mode.ROAD: MappingProxyType(
            {
                1: _identical,
                2: _treated("Groups C, D and E together are all treated as group E."),
                3: _treated("Groups C, D or E with N are all treated as group D."),
                4: _detonators,
                5: _fireworks_with_s,
                6: _pyrotechnic_by_road,
            }
        ),
        Mode.SEA: MappingProxyType(
            {
                1: _pyrotechnic_by_sea,
                2: _identical,
                3: _different_insensitive,
                4: _treated("Group N with C, D or E is treated as group D."),
                5: _treated("Group N with S: the whole load is treated as group N."),
                6: _mixed_by_sea,
            }
        ),
    }
)
