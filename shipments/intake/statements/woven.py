"""The SQL of the steps, with what it says once for every field written out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from shipments.intake.statements.fields import FIELDS, NAMED, Field
from shipments.models import Order

_FOLDER = Path(__file__).parent


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


def _wins(field: Field, of: str, at: str) -> str:
    """Whether what ``of`` says of a field, at a moment, holds against what stood, ``s``."""
    better = ">" if field.first == "DESC" else "<"
    return (
        f"{of}.{field.column} IS NOT NULL AND ({at} > s.{field.column}_at OR {at} = s.{field.column}_at "
        f"AND coalesce({field.rank(of)} {better} {field.rank('s')}, true))"
    )


def _merged(field: Field) -> str:
    won = _wins(field, "f", f"f.{field.column}_at")
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


def _changed(field: Field) -> str:
    """Whether a line ``r`` made it another one: before it ``b``, in the end ``m``."""
    column = field.column
    said = _holds(field)
    if field.name == "contractor":
        # With a contract comes its contractor, where nobody names another.
        (contract,) = (each for each in FIELDS if each.name == "contract")
        unsaid = f"coalesce(m.{column}_at, '-infinity') = '-infinity'"
        said = f"({said} OR {unsaid} AND {_holds(contract)})"
    return f"({said} AND m.{column} IS DISTINCT FROM b.{column})"


def _change(field: Field) -> str:
    both = f"jsonb_build_array({field.shown('b')}, {field.shown('m')})"
    return f"'{field.name}', CASE WHEN {_changed(field)} THEN {both} END"


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


_MARKS: tuple[tuple[str, Callable[[Field], str], str], ...] = (
    ("best", _best, ",\n       "),
    ("only", _only, ",\n       "),
    ("stood", _stood, ",\n       "),
    ("merged", _merged, ",\n       "),
    ("moments", _moment, ",\n           "),
    ("changes", _change, ",\n           "),
    ("changed", _changed, "\n            OR "),
    ("holds", _holds, "\n            OR "),
    ("differs", _differs, "\n            OR "),
    ("others", _other, "\n            OR "),
    ("moved", _moved, "\n            OR "),
    ("columns", lambda field: field.column, ", "),
)


def _read(name: str) -> str:
    return (_FOLDER / f"{name}.sql").read_text()


def sql(name: str) -> str:
    """The SQL of a file beside this one, with what it says once for every field written out."""
    sql = _read(name)
    for part in ("rivals", "folded", "refused", "set", "set_aside", "taken_up"):
        sql = sql.replace(f"/* {part.replace('_', ' ')} */", _read(part))
    for mark, of, between in _MARKS:
        sql = sql.replace(f"/* {mark} */", between.join(of(field) for field in FIELDS))
    named = [field for field in FIELDS if field.is_named]
    sql = sql.replace("/* names */", ",\n       ".join(_names(field) for field in named))
    for of_ in ("r", "o"):
        sql = sql.replace(f"/* named {of_} */", _named(of_))
    for field in FIELDS:
        sql = sql.replace(f"/* wins {field.name} */", _wins(field, "r", "r.said_at"))
    kept = [field.attname for field in Order._meta.concrete_fields]
    sql = sql.replace("/* kept columns */", ", ".join(kept))
    sql = sql.replace("/* kept columns of o */", ", ".join(f"o.{column}" for column in kept))
    return sql.replace("/* named contractor */", NAMED["contractor"])
