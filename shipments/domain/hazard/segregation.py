"""Whether explosives may travel together, and as what the whole load is to be treated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from shipments.domain.hazard.aboard import Aboard
from shipments.domain.hazard.classification import Classification, Group
from shipments.domain.hazard.notes import NOTES, SEVERITY, Pair, Ruling, Verdict
from shipments.domain.hazard.overall import Overall, overall, shared_division
from shipments.domain.hazard.tables import TABLES, TOGETHER
from shipments.domain.modes import Mode

_NO_TABLE = Ruling(
    Verdict.UNKNOWN,
    "No table for this mode: a dangerous-goods person must clear it.",
    "Have a dangerous-goods person clear the load for this mode.",
)
_NO_CLASSIFICATION = Ruling(
    Verdict.UNKNOWN,
    "Without a classification nobody can tell what it may travel with.",
    "Enter the classification from the shipping papers.",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the rules say about one pair of lines.

    :param second: None where one line alone already needs a person.
    :param notes: numbers of the notes that the table prints for the pair; empty for a plain cell.
    """

    first: Aboard
    second: Aboard | None
    notes: tuple[int, ...]
    ruling: Ruling

    @property
    def verdict(self) -> Verdict:
        return self.ruling.verdict

    @property
    def sentence(self) -> str:
        """Explains the verdict to a clerk."""
        return self.ruling.sentence

    @property
    def confirm(self) -> str:
        """What a person must confirm before the lines may travel; empty when nothing is open."""
        return self.ruling.confirm

    @property
    def groups(self) -> tuple[Group | None, Group | None]:
        """In the order of the lines; None for a line without a classification."""
        return _group(self.first), _group(self.second)


@dataclass(frozen=True, slots=True)
class Segregation:
    """What the rules say about everything aboard.

    :param findings: one for every pair of lines, in the order of the lines.
    :param overall: what the whole load is to be treated as, or why that cannot be told.
    """

    mode: Mode
    findings: tuple[Finding, ...]
    overall: Overall

    @property
    def verdict(self) -> Verdict:
        """The worst of all findings; allowed when there is none."""
        verdicts = [finding.verdict for finding in self.findings]
        return max(verdicts, key=SEVERITY.__getitem__, default=Verdict.ALLOWED)

    @property
    def needs_a_person(self) -> bool:
        """Whether a point is open that a person may clear. What is forbidden is no such point."""
        return any(finding.confirm for finding in self.findings)

    @property
    def said_once(self) -> tuple[Finding, ...]:
        """The worst first; of pairs about which the same is said, only the first."""
        distinct: dict[Ruling, Finding] = {}
        for finding in self.findings:
            distinct.setdefault(finding.ruling, finding)
        return tuple(sorted(distinct.values(), key=lambda finding: -SEVERITY[finding.verdict]))


def judge(mode: Mode, aboard: Sequence[Aboard]) -> Segregation:
    """Hold every pair of lines against the table of the mode.

    Nothing is cleared that the table does not clear: a line without a classification, a mode
    without a table and a note whose condition the data do not show are left to a person. The
    verdict on a pair does not depend on which of its lines comes first.

    Only explosives are held against each other. Whether they may go by this mode at all, how
    they are packed, and other dangerous goods are not judged.

    Source: docs/sources.md, "Class 1 segregation".
    """
    findings = [_pair(mode, first, second, aboard) for first, second in combinations(aboard, 2)]
    if len(aboard) == 1:
        findings = _alone(mode, aboard[0])
    rulings = [finding.ruling for finding in findings]
    return Segregation(mode, tuple(findings), overall(mode, aboard, rulings))


def _alone(mode: Mode, line: Aboard) -> list[Finding]:
    if mode not in TABLES:
        return [Finding(line, None, (), _NO_TABLE)]
    if line.classification is None:
        return [Finding(line, None, (), _NO_CLASSIFICATION)]
    return []


def _pair(mode: Mode, first: Aboard, second: Aboard, load: Sequence[Aboard]) -> Finding:
    table = TABLES.get(mode)
    if table is None:
        return Finding(first, second, (), _NO_TABLE)
    one, other = sorted((first, second), key=lambda line: str(line.classification))
    if one.classification is None or other.classification is None:
        return Finding(first, second, (), _NO_CLASSIFICATION)
    cell = table[one.classification.group, other.classification.group]
    rulings = [NOTES[mode][number](Pair(one, other, load)) for number in cell.notes]
    names = f"{one.classification} and {other.classification}"
    if cell.forbidden:
        counted = [ruling for ruling in rulings if ruling.verdict is not Verdict.ALLOWED]
        exceptions = "".join(f" {ruling.sentence}" for ruling in counted)
        sentence = f"{names} may not travel {TOGETHER[mode]}.{exceptions}"
        return Finding(first, second, cell.notes, Ruling(Verdict.FORBIDDEN, sentence))
    rulings += _same_group(one.classification, other.classification)
    return Finding(first, second, cell.notes, _together(names, rulings))


def _same_group(one: Classification, other: Classification) -> list[Ruling]:
    """One group in two divisions travels as the greater hazard."""
    if one.group is not other.group or one.division is other.division:
        return []
    division = shared_division({one, other})
    if division is not None:
        sentence = f"One group in two divisions: all of it is treated as division {division}."
        return [Ruling(Verdict.CONDITIONAL, sentence)]
    return [
        Ruling(
            Verdict.CONDITIONAL,
            "One group in two divisions: as which the load is treated is not clear from the rules.",
            "Have a dangerous-goods person state the division of the load.",
        )
    ]


def _together(names: str, rulings: Sequence[Ruling]) -> Ruling:
    """The worst of several rulings, with the words of those that are not plainly met."""
    worst = max(
        (ruling.verdict for ruling in rulings), key=SEVERITY.__getitem__, default=Verdict.ALLOWED
    )
    opening = {
        Verdict.ALLOWED: f"{names} may travel together.",
        Verdict.FORBIDDEN: f"{names} may not travel together.",
    }.get(worst, f"{names} may travel together on a condition.")
    if worst is Verdict.ALLOWED:
        return Ruling(worst, opening)
    counted = [ruling for ruling in rulings if ruling.verdict is not Verdict.ALLOWED]
    sentence = " ".join([opening, *(ruling.sentence for ruling in counted)])
    # What is forbidden is not opened by confirming the rest.
    confirm = "" if worst is Verdict.FORBIDDEN else " ".join(r.confirm for r in counted).strip()
    return Ruling(worst, sentence, confirm)


def _group(line: Aboard | None) -> Group | None:
    return line.classification.group if line and line.classification else None
