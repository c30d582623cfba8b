"""Whether the explosives of one load may travel together, and how much of them is aboard.

Nothing is cleared that the data do not show. What they leave open is a point, in words, that a
person with the right clears for the load as it is. Source: docs/sources.md, "Class 1".
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shipments.compliance import conveyance, load_line
from shipments.compliance.conveyance import Carried
from shipments.compliance.load_line import LoadLine
from shipments.domain.hazard import (
    Aboard,
    Finding,
    Fit,
    Group,
    Segregation,
    Verdict,
    judge,
    total,
)
from shipments.domain.hazard.notes import SEVERITY
from shipments.domain.hazard.tables import TABLES
from shipments.domain.modes import Mode
from shipments.models import Departure, Order, Shipment

# Of these the rules ask whether two lines hold the very same explosive.
_TOLD_APART = {Group.L, Group.N}
_NO_TABLE = "no table here says what may travel together: a dangerous-goods person clears the load."


@dataclass(frozen=True)
class Together:
    """What the rules say about some lines of a load by one mode.

    :ivar lines: which ones, counted from 0, in their order.
    :ivar later: those of them with which it came about: beside these it is to be said.
    :ivar confirm: what a person must confirm; empty when nothing is open.
    """

    mode: Mode
    verdict: Verdict
    lines: tuple[int, ...]
    later: tuple[int, ...]
    sentence: str
    confirm: str


@dataclass(frozen=True)
class LoadCheck:
    """What was found. Nothing was written.

    :ivar modes: by which it goes, in the order of the way.
    :ivar treated_as: what the whole load is to be treated as by each mode, or why that is open.
    :ivar carried: its net explosive weight against each departure that it goes by.
    """

    lines: tuple[LoadLine, ...]
    modes: tuple[Mode, ...]
    together: tuple[Together, ...]
    treated_as: tuple[str, ...]
    carried: tuple[Carried, ...]

    @property
    def concerns(self) -> bool:
        """Whether anything aboard is, or may be, an explosive."""
        return any(line.may_explode for line in self.lines)

    @property
    def verdict(self) -> Verdict:
        """The worst of what the rules say; unknown while a classification is not sure."""
        found = [each.verdict for each in self.together]
        if self._unsure:
            found.append(Verdict.UNKNOWN)
        return max(found, key=SEVERITY.__getitem__, default=Verdict.ALLOWED)

    @property
    def forbidden(self) -> tuple[Together, ...]:
        """What no person can clear: it is to be logged as shipments of their own."""
        return tuple(each for each in self.together if each.verdict is Verdict.FORBIDDEN)

    @property
    def over(self) -> tuple[Carried, ...]:
        """Departures that would carry more than they may. No person can clear that either."""
        return tuple(each for each in self.carried if each.fit is Fit.OVER)

    @property
    def segregation_points(self) -> tuple[str, ...]:
        """What a person must confirm before these may travel together."""
        confirms = [
            f"By {each.mode}: {each.sentence} {each.confirm}"
            if each.mode in TABLES
            else f"By {each.mode} {_NO_TABLE}"
            for each in self.together
            if each.confirm
        ]
        return tuple(dict.fromkeys([*self._unsure, *confirms]))

    @property
    def weight_points(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(point for each in self.carried for point in each.points))

    @property
    def points(self) -> tuple[str, ...]:
        return self.segregation_points + self.weight_points

    @property
    def digest(self) -> str:
        """Changes whenever anything does that a person who cleared the load went by."""
        aboard = sorted(
            [line.order.pk, line.quantity or 0, line.order.unit_of_issue, *_classified(line)]
            for line in self.lines
        )
        departures = [each.departure.pk for each in self.carried if each.departure]
        facts = [aboard, list(self.modes), departures, list(self.points)]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()

    @property
    def _unsure(self) -> tuple[str, ...]:
        """Lines of which nobody knows for sure what they are, each item once."""
        said: dict[str, str] = {}
        for line in self.lines:
            if line.hazard is None:
                said[line.item] = (
                    f"{line.item}: how it is classified is not known, nor whether it explodes."
                )
            elif line.hazard.confirmed_at is None:
                what = line.classification or (
                    "not Class 1" if not line.may_explode else "a classification that is none"
                )
                said[line.item] = f"{line.item}: recorded as {what}, confirmed by nobody."
        return tuple(said.values())


def check(
    lines: Sequence[tuple[Order, int | None]],
    modes: Sequence[Mode],
    departures: Sequence[Departure] = (),
    *,
    but: Shipment | None = None,
) -> LoadCheck:
    """Judge a load by the table of every mode it goes by. Three queries at most.

    :param lines: orders with their items loaded, each with a quantity in its unit.
    :param but: the shipment that the load is, where it is logged already.
    """
    read = load_line.read(lines)
    indexes = _by_class(read)
    aboard = [
        Aboard(key, read[found[0]].classification, item=key or None)
        for key, found in indexes.items()
    ]
    judged = [judge(mode, aboard) for mode in dict.fromkeys(modes)] if aboard else []
    weight = total(line.net_explosive_kg for line in read)
    return LoadCheck(
        lines=read,
        modes=tuple(dict.fromkeys(modes)),
        together=tuple(found for each in judged for found in _together(each, indexes)),
        treated_as=tuple(each.overall.because for each in judged),
        carried=conveyance.carried(weight, departures, but=but),
    )


def _by_class(lines: Sequence[LoadLine]) -> Mapping[str, list[int]]:
    """Lines that the rules cannot tell apart, under one key, so that many lines cost little."""
    found: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if line.may_explode:
            found.setdefault(_key(line), []).append(index)
    return found


def _key(line: LoadLine) -> str:
    known = line.classification
    if known is None:
        return ""
    return f"{known} {line.order.item_id}" if known.group in _TOLD_APART else str(known)


def _together(judged: Segregation, indexes: Mapping[str, list[int]]) -> Iterator[Together]:
    """What is not plainly allowed, the worst first; of lines about which the same is said, once."""
    for said in judged.said_once:
        found = [each for each in judged.findings if each.ruling == said.ruling]
        # Of an unknown classification each item is named by itself.
        if said.verdict is Verdict.ALLOWED or (judged.mode in TABLES and _unclassified(said)):
            continue
        firsts = {index for each in found for index in indexes[each.first.name]}
        later = {index for each in found if each.second for index in indexes[each.second.name]}
        yield Together(
            mode=judged.mode,
            verdict=said.verdict,
            lines=tuple(sorted(firsts | later)),
            later=tuple(sorted(later)),
            sentence=said.sentence,
            confirm=said.confirm,
        )


def _unclassified(finding: Finding) -> bool:
    lines = (finding.first, finding.second)
    return any(line is not None and line.classification is None for line in lines)


def _classified(line: LoadLine) -> list[str]:
    """What is on record of a line's hazard, as text that a digest can be made of."""
    known = line.hazard
    if known is None:
        return []
    facts = (
        known.is_explosive,
        known.un_number,
        known.division,
        known.compatibility_group,
        known.net_explosive_kg,
        known.unit_of_issue,
        known.confirmed_at is not None,
    )
    return [str(fact) for fact in facts]
