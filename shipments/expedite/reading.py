"""Reading rule files: a header that people and the screens read, and one SELECT."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from shipments.expedite import header, parameters, turning
from shipments.expedite.rule import Problem, Rule, RuleKind

FOLDER = Path(__file__).parent / "rules"
FIELDS = ("Reason", "Chip", "Icon", "Says", "Parameters", "Turns", "Reads", "Returns")
RETURNED = ("order_id", "since", "evidence")

_REASON = re.compile(r"(?P<code>[a-z_]+) \((?P<kind>speed up|chase|both)\): (?P<meaning>\S.*)")


class MalformedRule(Exception):
    """The rules on disk cannot be used; ``manage.py check`` lists what is wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule there is, by code. Read from disk once in the life of a process.

    :raises MalformedRule: with every problem of every file.
    """
    found, problems = read_folder(FOLDER)
    if problems:
        raise MalformedRule(problems)
    return found


def read_folder(folder: Path) -> tuple[tuple[Rule, ...], list[Problem]]:
    """Read every rule file of a folder, good and bad."""
    found: dict[str, Rule] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.sql")):
        rule, wrong = read(path)
        problems += wrong
        if rule is None:
            continue
        if rule.code in found:
            other = found[rule.code].path.name
            problems.append(Problem(path, 2, f"the code {rule.code} is taken by {other}"))
        found[rule.code] = rule
    return tuple(found.values()), problems


def read(path: Path) -> tuple[Rule | None, list[Problem]]:
    """Read one rule file. There is a rule only when nothing is wrong with it."""
    draft = header.split(path, folder="rules", fields=FIELDS)
    if draft.problems:
        return None, draft.problems
    reason = _REASON.fullmatch(draft.fields["Reason"])
    if reason is None:
        draft.wrong("Reason", 'write "code (speed up | chase | both): when it holds"')
    elif _weight(reason["code"]) not in parameters.LIMITS:
        draft.wrong("Reason", f"the policy knows no weight {_weight(reason['code'])}")
    if len(draft.fields["Chip"].split()) > 3:
        draft.wrong("Chip", "at most three words fit on a chip")
    says = header.sentences(draft.fields["Says"])
    names = header.named(draft.fields["Parameters"])
    header.check(draft, says=says, returned=RETURNED)
    turns = turning.days(draft.fields["Turns"])
    for message in turning.wrong_days(turns, names=names):
        draft.wrong("Turns", message)
    turns_sql, wrong = turning.read(path)
    draft.problems += wrong
    if draft.problems or reason is None:
        return None, draft.problems
    rule = Rule(
        code=reason["code"],
        kind=RuleKind(reason["kind"]),
        meaning=reason["meaning"],
        chip=draft.fields["Chip"],
        icon=draft.fields["Icon"],
        weight=_weight(reason["code"]),
        says=says,
        parameters=names,
        turns=turns,
        turns_sql=turns_sql,
        reads=header.named(draft.fields["Reads"]),
        sql=draft.sql,
        path=path,
    )
    return rule, []


def _weight(code: str) -> str:
    return f"points_{code}"
