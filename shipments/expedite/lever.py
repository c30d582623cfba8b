"""The levers: what can gain days on an order, each stated once in a file of ``levers``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shipments.expedite import header
from shipments.expedite.reading import MalformedRule
from shipments.expedite.rule import Problem
from shipments.models import choices

FOLDER = Path(__file__).parent / "levers"
FIELDS = ("Lever", "Name", "Icon", "For", "Says", "Parameters", "Reads", "Returns")
RETURNED = ("order_id", "days", "low_days", "high_days", "history", "rests_on", "evidence")

_LEVER = re.compile(r"(?P<code>[a-z_]+): (?P<meaning>\S.*)")


@dataclass(frozen=True)
class Lever:
    """One way to gain days.

    :ivar reasons: the codes of the rules that it helps against.
    :ivar says: sentences, the fullest first, as a rule's.
    """

    code: choices.Lever
    meaning: str
    name: str
    icon: str
    reasons: frozenset[str]
    says: tuple[str, ...]
    sql: str


@cache
def levers() -> tuple[Lever, ...]:
    """Every lever there is, by code. Read from disk once in the life of a process.

    :raises MalformedRule: with every problem of every file.
    """
    found, problems = read_folder(FOLDER)
    if problems:
        raise MalformedRule(problems)
    return found


def read_folder(folder: Path) -> tuple[tuple[Lever, ...], list[Problem]]:
    """Read every lever file of a folder, good and bad."""
    found: list[Lever] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.sql")):
        lever, wrong = read(path)
        problems += wrong
        found += [lever] if lever else []
    return tuple(found), problems


def read(path: Path) -> tuple[Lever | None, list[Problem]]:
    """Read one lever file. There is a lever only when nothing is wrong with it."""
    draft = header.split(path, folder="levers", fields=FIELDS)
    if draft.problems:
        return None, draft.problems
    stated = _LEVER.fullmatch(draft.fields["Lever"])
    if stated is None or stated["code"] not in list(choices.Lever):
        draft.wrong("Lever", f"write one of {', '.join(choices.Lever)}, and what is done")
    reasons = header.named(draft.fields["For"])
    for code in reasons:
        if not (path.parent.parent / "rules" / f"{code}.sql").exists():
            draft.wrong("For", f"there is no rule {code}")
    says = header.sentences(draft.fields["Says"])
    header.check(draft, says=says, returned=RETURNED)
    if draft.problems or stated is None:
        return None, draft.problems
    lever = Lever(
        code=choices.Lever(stated["code"]),
        meaning=stated["meaning"],
        name=draft.fields["Name"],
        icon=draft.fields["Icon"],
        reasons=frozenset(reasons),
        says=says,
        sql=draft.sql,
    )
    return lever, []
