"""As what a mixed load of explosives is treated: one division and one group for all of it.

Source: docs/sources.md, "Class 1 segregation".
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from shipments.domain.hazard.aboard import Aboard
from shipments.domain.hazard.classification import Classification, Division, Group
from shipments.domain.hazard.notes import CDE, Ruling, Verdict
from shipments.domain.hazard.tables import TABLES
from shipments.domain.modes import Mode

_CALM = {
    Division.MINOR,
    Division.VERY_INSENSITIVE,
    Division.EXTREMELY_INSENSITIVE,
}


@dataclass(frozen=True, slots=True)
class TreatAs:
    """A division and a group for a mixed load. Not a classification code of any goods: a load
    of 1.3C and 1.4D is treated as 1.3E, which no goods are.
    """

    division: Division
    group: Group

    def __str__(self) -> str:
        return f"{self.division}{self.group}"


@dataclass(frozen=True, slots=True)
class Overall:
    """What the whole load is to be treated as; None where the rules do not tell, and why."""

    treat_as: TreatAs | None
    because: str


def overall(mode: Mode, aboard: Sequence[Aboard], rulings: Sequence[Ruling]) -> Overall:
    """Put together what the rulings on every pair mean for the whole load."""
    known = [line.classification for line in aboard if line.classification]
    reason = _not_yet(mode, aboard, rulings)
    if reason:
        return Overall(None, reason)
    groups = {each.group for each in known}
    listed = _listed(groups)
    group = _group(mode, groups, all_articles=all(line.article for line in aboard))
    if group is None:
        return Overall(None, f"{listed} together: the rules name no group for all of it.")
    # Group N exists in one division only, so what is treated as N is treated as that.
    division = Division.EXTREMELY_INSENSITIVE if group is Group.N else shared_division(known)
    if division is None:
        return Overall(None, "Which division the load is treated as is not clear from the rules.")
    treat_as = TreatAs(division, group)
    if len(set(known)) == 1:
        return Overall(treat_as, f"Everything aboard is {treat_as}.")
    return Overall(treat_as, f"{listed} together: all of it is treated as {treat_as}.")


def shared_division(classifications: Collection[Classification]) -> Division | None:
    """The division of a load of several: the lowest number, None where that is not safe to say.

    1.5D with 1.2D is 1.1 by rule. Otherwise 1.5 and 1.6 do not follow from their numbers:
    1.5 can explode all at once, and no rule we know orders either against 1.4.
    """
    divisions = {each.division for each in classifications}
    if len(divisions) == 1 or Division.MASS_EXPLOSION in divisions:
        return min(divisions)
    if Division.VERY_INSENSITIVE in divisions:
        raised = Classification(Division.PROJECTION, Group.D) in classifications
        return Division.MASS_EXPLOSION if raised else None
    return None if divisions <= _CALM else min(divisions)


def _not_yet(mode: Mode, aboard: Sequence[Aboard], rulings: Sequence[Ruling]) -> str:
    """Why nothing can be said of the whole load; empty when something can."""
    if not aboard:
        return "No explosives are aboard."
    if mode not in TABLES:
        return "There is no table for this mode."
    if any(line.classification is None for line in aboard):
        return "A line has no classification yet."
    if any(ruling.verdict is Verdict.FORBIDDEN for ruling in rulings):
        return "Some of it may not travel together."
    if any(ruling.confirm for ruling in rulings):
        return "Some points are still to be confirmed."
    return ""


def _group(mode: Mode, groups: set[Group], *, all_articles: bool) -> Group | None:
    if len(groups) == 1:
        return next(iter(groups))
    if groups == {Group.N, Group.S}:
        return Group.N if mode is Mode.SEA else None
    if not groups <= CDE | {Group.N}:
        return None
    if mode is Mode.ROAD:
        return Group.D if Group.N in groups else Group.E
    # By sea N becomes D first, and D with C or E falls under the note on articles.
    became = {Group.D if group is Group.N else group for group in groups}
    if became == {Group.D}:
        return Group.D
    return Group.E if all_articles else None


def _listed(groups: Collection[Group]) -> str:
    first, *others = sorted(groups)
    if not others:
        return f"Group {first}"
    return f"Groups {', '.join([first, *others[:-1]])} and {others[-1]}"
