"""When a rule turns by the mere passing of days: of the header, and of a file beside it.

A rule that compares the order's own days with today says so in its header, under Turns. One
that looks at other tables as well has a file of its name among ``turns``: one SELECT of
``order_id`` and ``turns_on`` over ``scope``, of the days after ``judged_on``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from shipments.expedite import parameters
from shipments.expedite.rule import Problem

_PARAMETER = re.compile(r"%\((\w+)\)s")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")
_KNOWN = parameters.NAMES | {"judged_on"}


def days(text: str) -> tuple[str, ...]:
    """The expressions of a header, parted by bars; none where it says none."""
    parts = (part.strip() for part in text.split("|"))
    return tuple(part for part in parts if part != "none")


def wrong_days(turns: Sequence[str], *, names: Sequence[str]) -> list[str]:
    """What is wrong with those expressions."""
    asked = {name for turn in turns for name in _PARAMETER.findall(turn)}
    found = [f"the header does not name the parameter {name}" for name in sorted(asked - {*names})]
    # Neither is a limit: the day after, nothing at all.
    numbers = {number for turn in turns for number in _NUMBER.findall(turn)} - {"0", "1"}
    return found + [f"the number {number} belongs in the policy" for number in sorted(numbers)]


def read(rule: Path) -> tuple[str, list[Problem]]:
    """The SELECT beside a rule file, without its comments at the top; empty where there is none."""
    path = rule.parent.parent / "turns" / rule.name
    if not path.exists():
        return "", []
    lines = path.read_text().splitlines()
    problems = []
    if not lines or not lines[0].endswith(f"/turns/{path.name}"):
        first = f'the first line is "-- shipments/expedite/turns/{path.name}"'
        problems.append(Problem(path, 1, first))
    sql = "\n".join(line for line in lines if not line.lstrip().startswith("--")).strip()
    problems += [
        Problem(path, 1, f"the SQL does not return {name}")
        for name in ("order_id", "turns_on")
        if not re.search(rf"\b{name}\b", sql)
    ]
    problems += [
        Problem(path, 1, f"the policy knows no parameter {name}")
        for name in sorted({*_PARAMETER.findall(sql)} - _KNOWN)
    ]
    if sql.endswith(";"):
        problems.append(Problem(path, 1, "the SELECT stands inside another: no semicolon"))
    return sql, problems
