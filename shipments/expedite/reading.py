"""Reading rule files: a header that people and the screens read, and one SELECT."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from shipments.expedite import parameters, turning
from shipments.expedite.rule import Problem, Rule, RuleKind

FOLDER = Path(__file__).parent / "rules"
FIELDS = ("Reason", "Chip", "Icon", "Says", "Parameters", "Turns", "Reads", "Returns")
RETURNED = ("order_id", "since", "evidence")

_FIELD = re.compile(r"-- (?P<name>[A-Z][a-z]+) {2,}(?P<text>\S.*)")
_CONTINUED = re.compile(r"-- {3,}(?P<text>\S.*)")
_REASON = re.compile(r"(?P<code>[a-z_]+) \((?P<kind>speed up|chase|both)\): (?P<meaning>\S.*)")
_PARAMETER = re.compile(r"%\((\w+)\)s")
_TABLE = re.compile(r"\bshipments_\w+")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")
_KEY = re.compile(r"\{(\w+)(?::\w+)?\}")


class MalformedRule(Exception):
    """The rules on disk cannot be used; ``manage.py check`` lists what is wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@dataclass
class _Draft:
    path: Path
    fields: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    sql: str = ""
    sql_line: int = 1

    def wrong(self, at: str | int, message: str) -> None:
        line = at if isinstance(at, int) else self.lines.get(at, 1)
        self.problems.append(Problem(self.path, line, message))


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
    draft = _split(path)
    for name in FIELDS:
        if name not in draft.fields:
            draft.wrong(1, f"the header has no field {name}")
    if draft.problems:
        return None, draft.problems
    reason = _REASON.fullmatch(draft.fields["Reason"])
    if reason is None:
        draft.wrong("Reason", 'write "code (speed up | chase | both): when it holds"')
    elif _weight(reason["code"]) not in parameters.LIMITS:
        draft.wrong("Reason", f"the policy knows no weight {_weight(reason['code'])}")
    if len(draft.fields["Chip"].split()) > 3:
        draft.wrong("Chip", "at most three words fit on a chip")
    says = tuple(re.findall(r'"([^"]+)"', draft.fields["Says"]))
    if not says:
        draft.wrong("Says", "write each sentence in double quotes")
    names = _names(draft.fields["Parameters"])
    _check_names(draft, says=says, names=names)
    _check_select(draft)
    _check_lines(draft, names=names)
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
        reads=_names(draft.fields["Reads"]),
        sql=draft.sql,
        path=path,
    )
    return rule, []


def _split(path: Path) -> _Draft:
    """Part the header from the SQL. The first line repeats the file's name for the reader."""
    draft = _Draft(path)
    lines = path.read_text().splitlines()
    if not lines or not lines[0].endswith(f"/{path.name}"):
        draft.wrong(1, f'the first line is "-- shipments/expedite/rules/{path.name}"')
    name = ""
    number = 1
    for number, line in enumerate(lines[1:], start=2):
        if not line.startswith("--"):
            break
        if (match := _FIELD.fullmatch(line)) is not None:
            name = match["name"]
            if name not in FIELDS:
                draft.wrong(number, f"the header has an unknown field {name}")
            elif name in draft.fields:
                draft.wrong(number, f"the header has the field {name} twice")
            draft.fields[name] = match["text"]
            draft.lines[name] = number
        elif (match := _CONTINUED.fullmatch(line)) is not None and name:
            draft.fields[name] += f" {match['text']}"
        else:
            draft.wrong(number, "this is no header line; fields are aligned by spaces")
    draft.sql_line = number
    draft.sql = "\n".join(lines[number - 1 :])
    return draft


def _weight(code: str) -> str:
    return f"points_{code}"


def _names(text: str) -> tuple[str, ...]:
    """The first word of each part between bars: ``as_of date | silent_days int``."""
    parts = (part.strip() for part in text.split("|"))
    return tuple(re.split(r"[\s:,]", part)[0] for part in parts if part != "none")


def _check_names(draft: _Draft, *, says: tuple[str, ...], names: tuple[str, ...]) -> None:
    """What the header promises, the SQL must hold."""
    for name in names:
        if name not in parameters.NAMES:
            draft.wrong("Parameters", f"the policy knows no parameter {name}")
        if f"%({name})s" not in draft.sql:
            draft.wrong("Parameters", f"the SQL does not use {name}")
    literals = set(re.findall(r"'(\w+)'", draft.sql))
    for key in sorted({key for sentence in says for key in _KEY.findall(sentence)} - literals):
        draft.wrong("Says", f"the SQL gives no evidence {key}")


def _check_select(draft: _Draft) -> None:
    if not re.search(r"\bSELECT\b", draft.sql):
        draft.wrong(draft.sql_line, "there is no SELECT below the header")
    for name in RETURNED:
        if not re.search(rf"\b{name}\b", draft.sql):
            draft.wrong(draft.sql_line, f"the SQL does not return {name}")
    if draft.sql.rstrip().endswith(";"):
        draft.wrong(draft.sql_line, "the SELECT stands inside another: no semicolon")


def _check_lines(draft: _Draft, *, names: tuple[str, ...]) -> None:
    """What the SQL uses, the header must name; and no limit is written into it."""
    reads = _names(draft.fields["Reads"])
    for number, line in enumerate(draft.sql.splitlines(), start=draft.sql_line):
        bare = re.sub(r"'[^']*'", "''", line.split("--")[0])
        for name in _PARAMETER.findall(bare):
            if name not in names:
                draft.wrong(number, f"the header does not name the parameter {name}")
        for table in _TABLE.findall(bare):
            if table not in reads:
                draft.wrong(number, f"the header does not say that it reads {table}")
        for found in _NUMBER.findall(bare):
            # Neither is a limit: the day after, nothing at all.
            if found not in {"0", "1"}:
                draft.wrong(number, f"the number {found} belongs in the policy")
