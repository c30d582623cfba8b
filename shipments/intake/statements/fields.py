"""The facts of an order that files state, each with what holds of two said at one moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Field:
    """One fact, by its name on the order.

    :ivar column: of the order, and of every table of statements here.
    :ivar kept: what stands on an order ``o``; empty is null.
    :ivar ranked: what two values of one moment are compared by.
    :ivar first: whether the larger or the smaller of the two holds.
    :ivar is_named: the column is a key, and the name people know it by stands beside it.
    """

    name: str
    column: str
    kept: str = ""
    ranked: str = '{of}::text COLLATE "C"'
    first: str = "DESC"
    is_named: bool = False

    @classmethod
    def named(cls, name: str) -> Field:
        """A row of another table. What it is called is the same wherever it was first recorded."""
        return cls(name, f"{name}_id", ranked='{of}_name COLLATE "C"', is_named=True)

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column, f"{self.column}_name") if self.is_named else (self.column,)

    @property
    def stands(self) -> str:
        return self.kept or f"o.{self.column}"

    def rank(self, of: str) -> str:
        return self.ranked.format(of=f"{of}.{self.column}")

    def shown(self, of: str) -> str:
        """As it is told to people, in JSON."""
        return f"{of}.{self.columns[-1]}"


# Of two at one moment the more careful one: the more urgent, the earlier required. Of records
# that ordered the same thing the first in order of their identifiers, which is the requisition
# itself. For anything else only that it is always the same one.
FIELDS = (
    Field.named("item"),
    Field("quantity", "quantity"),
    Field("unit_of_issue", "unit_of_issue", kept="nullif(o.unit_of_issue, '')"),
    Field.named("case"),
    Field.named("contract"),
    Field.named("contractor"),
    Field("ordered_on", "ordered_on"),
    Field("acknowledged_on", "acknowledged_on"),
    Field("required_on", "required_on", ranked="{of}", first="ASC"),
    Field("priority_designator", "priority_designator", ranked="{of}", first="ASC"),
    Field(
        "urgency",
        "urgency",
        ranked="array_position(ARRAY['routine', 'urgent', 'emergency'], {of}::text)",
    ),
    Field.named("lane"),
    Field("note", "note", kept="nullif(o.note, '')"),
    Field("cancelled_on", "cancelled_on"),
    Field("requisition", "requisition", kept="nullif(o.requisition, '')", first="ASC"),
)


# What people call the rows that an order names. That of an item begins with its stock number,
# because what it is called beside that may depend on which file came first.
NAMED = {
    "item": """(
    SELECT id, CASE WHEN nsn IS NULL OR name = hyphenated THEN name
                    ELSE hyphenated || ' ' || name END AS name
      FROM shipments_item
     CROSS JOIN LATERAL (
           SELECT concat_ws('-', left(nsn, 4), substr(nsn, 5, 2), substr(nsn, 7, 3), right(nsn, 4))
                  AS hyphenated) AS number)""",
    "case": """(
    SELECT id, coalesce(case_id, record_ref, title) AS name FROM shipments_case)""",
    "contract": """(
    SELECT id, coalesce(piid, record_ref, 'Contract ' || id) AS name FROM shipments_contract)""",
    "contractor": """(
    SELECT id, concat_ws(', ', name, nullif(city, '')) AS name FROM shipments_contractor)""",
    "lane": """(
    SELECT l.id, a.code || ' to ' || b.code || ' by ' || l.mode AS name
      FROM shipments_lane AS l
      JOIN shipments_place AS a ON a.id = l.from_place_id
      JOIN shipments_place AS b ON b.id = l.to_place_id)""",
}


def _best(field: Field) -> str:
    """The newest of several statements about an order, with its moment."""
    order = f"r.said_at DESC, {field.rank('r')} {field.first}"
    said = f"FILTER (WHERE r.{field.column} IS NOT NULL)"
    best = [f"(array_agg(r.{name} ORDER BY {order}) {said})[1] AS {name}" for name in field.columns]
    return ", ".join([*best, f"max(r.said_at) {said} AS {field.column}_at"])


def _only(field: Field) -> str:
    """The same where there is only one."""
    said = f"CASE WHEN r.{field.column} IS NOT NULL THEN r.said_at END AS {field.column}_at"
    return ", ".join([*(f"r.{name}" for name in field.columns), said])


def _stood(field: Field) -> str:
    """What stands on the order ``o``, and since when by its row of statements ``t``."""
    # A routine order is one of which nothing was said, too, unless its row says when it was.
    unsaid = " OR o.urgency = 'routine' AND t.id IS NOT NULL" if field.name == "urgency" else ""
    kept = [f"{field.stands} AS {field.column}"]
    if field.is_named:
        kept.append(f"{field.name}_named.name AS {field.column}_name")
    return ", ".join(
        [
            *kept,
            (
                f"coalesce((t.fields ->> '{field.name}')::timestamptz, "
                f"CASE WHEN {field.stands} IS NULL{unsaid} THEN '-infinity' "
                f"ELSE coalesce(t.said_at, o.recorded_at) END) AS {field.column}_at"
            ),
        ]
    )


def wins(field: Field, of: str, at: str) -> str:
    """Whether what ``of`` says of a field, at a moment, holds against what stood, ``s``."""
    better = ">" if field.first == "DESC" else "<"
    return (
        f"{of}.{field.column} IS NOT NULL AND ({at} > s.{field.column}_at OR {at} = s.{field.column}_at "
        f"AND coalesce({field.rank(of)} {better} {field.rank('s')}, true))"
    )


def _merged(field: Field) -> str:
    won = wins(field, "f", f"f.{field.column}_at")
    values = [
        f"CASE WHEN {won} THEN f.{name} ELSE s.{name} END AS {name}" for name in field.columns
    ]
    moment = f"greatest(s.{field.column}_at, f.{field.column}_at) AS {field.column}_at"
    return ", ".join([*values, moment])


def _moment(field: Field) -> str:
    """When it was said, where its row does not say so already."""
    value, at = f"m.{field.column}", f"m.{field.column}_at"
    empty = f"{value} IS NULL"
    if field.name == "urgency":
        empty = f"coalesce({value}, 'routine') = 'routine'"
    return (
        f"'{field.name}', CASE WHEN CASE WHEN {at} IS NULL OR {at} = '-infinity' THEN NOT ({empty}) "
        f"ELSE {at} <> m.said_at OR {empty} END THEN coalesce({at}, '-infinity') END"
    )


def _change(field: Field) -> str:
    """What a line ``r`` brought about: before it ``b``, in the end ``m``."""
    column = field.column
    return (
        f"'{field.name}', CASE WHEN {_holds(field)} AND m.{column} IS DISTINCT FROM b.{column} "
        f"THEN jsonb_build_array({field.shown('b')}, {field.shown('m')}) END"
    )


def _holds(field: Field) -> str:
    column = field.column
    return f"(r.{column} IS NOT NULL AND r.said_at = m.{column}_at AND r.{column} = m.{column})"


def _differs(field: Field) -> str:
    return f"r.{field.column} <> m.{field.column}"


def _other(field: Field) -> str:
    return f"m.{field.column} IS DISTINCT FROM s.{field.column}"


def _moved(field: Field) -> str:
    return f"m.{field.column}_at <> s.{field.column}_at"


def _names(field: Field) -> str:
    return f"{field.name}_named.name AS {field.column}_name"


def _named(of: str) -> str:
    return "\n  ".join(
        f"LEFT JOIN {sql} AS {name}_named ON {name}_named.id = {of}.{name}_id"
        for name, sql in NAMED.items()
    )


def _read(name: str) -> str:
    return (_FOLDER / f"{name}.sql").read_text()


def sql(name: str) -> str:
    """The SQL of a file beside this one, with what it says once for every field written out."""
    sql = _read(name)
    for part in ("rivals", "folded", "refused"):
        sql = sql.replace(f"/* {part} */", _read(part))
    for mark, of, between in _MARKS:
        sql = sql.replace(f"/* {mark} */", between.join(of(field) for field in FIELDS))
    named = [field for field in FIELDS if field.is_named]
    sql = sql.replace("/* names */", ",\n       ".join(_names(field) for field in named))
    for of in ("r", "o"):
        sql = sql.replace(f"/* named {of} */", _named(of))
    for field in FIELDS:
        sql = sql.replace(f"/* wins {field.name} */", wins(field, "r", "r.said_at"))
    return sql.replace("/* named contractor */", NAMED["contractor"])


_MARKS: tuple[tuple[str, Callable[[Field], str], str], ...] = (
    ("best", _best, ",\n       "),
    ("only", _only, ",\n       "),
    ("stood", _stood, ",\n       "),
    ("merged", _merged, ",\n       "),
    ("moments", _moment, ",\n           "),
    ("changes", _change, ",\n           "),
    ("holds", _holds, "\n            OR "),
    ("differs", _differs, "\n            OR "),
    ("others", _other, "\n            OR "),
    ("moved", _moved, "\n            OR "),
    ("columns", lambda field: field.column, ", "),
)
