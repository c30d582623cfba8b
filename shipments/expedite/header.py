"""The form of a rule's and of a lever's file: a header that people and screens read, one SELECT."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from shipments.expedite import parameters
from shipments.expedite.rule import Problem

_FIELD = re.compile(r"-- (?P<name>[A-Z][a-z]+) {2,}(?P<text>\S.*)")
_CONTINUED = re.compile(r"-- {3,}(?P<text>\S.*)")
_PARAMETER = re.compile(r"%\((\w+)\)s")
_TABLE = re.compile(r"\bshipments_\w+")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")
_KEY = re.compile(r"\{(\w+)(?::\w+)?\}")


@dataclass
class Draft:
    """A file as it is read, and what is wrong with it."""

    path: Path
    fields: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    sql: str = ""
    sql_line: int = 1

    def wrong(self, at: str | int, message: str) -> None:
        line = at if isinstance(at, int) else self.lines.get(at, 1)
        self.problems.append(Problem(self.path, line, message))


def split(path: Path, *, folder: str, fields: Sequence[str]) -> Draft:
    """Part the header from the SQL. The first line repeats the file's name for the reader."""
    draft = Draft(path)
    lines = path.read_text().splitlines()
    if not lines or not lines[0].endswith(f"/{path.name}"):
        draft.wrong(1, f'the first line is "-- shipments/expedite/{folder}/{path.name}"')
    name = ""
    number = 1
    for number, line in enumerate(lines[1:], start=2):
        if not line.startswith("--"):
            break
        if (match := _FIELD.fullmatch(line)) is not None:
            name = match["name"]
            if name not in fields:
                draft.wrong(number, f"the header has an unknown field {name}")
            elif name in draft.fields:
                draft.wrong(number, f"the header has the field {name} twice")
            draft.fields[name] = match["text"]
            draft.lines[name] = number
        elif (match := _CONTINUED.fullmatch(line)) is not None and name:
            draft.fields[name] += f" {match['text']}"
        else:
            draft.wrong(number, "this is no header line; fields are aligned by spaces")
    for name in fields:
        if name not in draft.fields:
            draft.wrong(1, f"the header has no field {name}")
    draft.sql_line = number
    draft.sql = "\n".join(lines[number - 1 :])
    return draft


def named(text: str) -> tuple[str, ...]:
    """The first word of each part between bars: ``as_of date | silent_days int``."""
    parts = (part.strip() for part in text.split("|"))
    return tuple(re.split(r"[\s:,]", part)[0] for part in parts if part != "none")


def sentences(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r'"([^"]+)"', text))


def check(draft: Draft, *, says: Sequence[str], returned: Sequence[str]) -> None:
    """What the header promises the SQL must hold, and the other way round."""
    asked = named(draft.fields["Parameters"])
    if not says:
        draft.wrong("Says", "write each sentence in double quotes")
    _check_names(draft, says=says, names=asked)
    _check_select(draft, returned=returned)
    _check_lines(draft, names=asked)


def _check_names(draft: Draft, *, says: Sequence[str], names: Sequence[str]) -> None:
    """What the header promises, the SQL must hold."""
    for name in names:
        if name not in parameters.NAMES:
            draft.wrong("Parameters", f"the policy knows no parameter {name}")
        if f"%({name})s" not in draft.sql:
            draft.wrong("Parameters", f"the SQL does not use {name}")
    literals = set(re.findall(r"'(\w+)'", draft.sql))
    for key in sorted({key for sentence in says for key in _KEY.findall(sentence)} - literals):
        draft.wrong("Says", f"the SQL gives no evidence {key}")


def _check_select(draft: Draft, *, returned: Sequence[str]) -> None:
    if not re.search(r"\bSELECT\b", draft.sql):
        draft.wrong(draft.sql_line, "there is no SELECT below the header")
    for name in returned:
        if not re.search(rf"\b{name}\b", draft.sql):
            draft.wrong(draft.sql_line, f"the SQL does not return {name}")
    if draft.sql.rstrip().endswith(";"):
        draft.wrong(draft.sql_line, "the SELECT stands inside another: no semicolon")


def _check_lines(draft: Draft, *, names: Sequence[str]) -> None:
    """What the SQL uses, the header must name; and no limit is written into it."""
    reads = named(draft.fields["Reads"])
    for number, line in enumerate(draft.sql.splitlines(), start=draft.sql_line):
        bare = re.sub(r"'[^']*'", "''", line.split("--")[0])
        for name in _PARAMETER.findall(bare):
            if name not in names:
                draft.wrong(number, f"the header does not name the parameter {name}")
        for table in _TABLE.findall(_PARAMETER.sub("", bare)):
            if table not in reads:
                draft.wrong(number, f"the header does not say that it reads {table}")
        for found in _NUMBER.findall(bare):
            # Neither is a limit: the day after, nothing at all.
            if found not in {"0", "1"}:
                draft.wrong(number, f"the number {found} belongs in the policy")
