"""The tables that hold a file's lines until they are applied.

Temporary ones: they are in no log, they are gone with the connection of a worker that was
killed, and two imports at once do not see each other's.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from shipments.intake.batches.plan import Plan, Staged

_OUTCOME = """
CREATE TEMPORARY TABLE import_outcome (
    line bigint NOT NULL, outcome text NOT NULL, subject text NOT NULL DEFAULT '',
    changes jsonb, position text NOT NULL DEFAULT '', field text NOT NULL DEFAULT '',
    found text NOT NULL DEFAULT '', expected text NOT NULL DEFAULT '',
    code text NOT NULL DEFAULT '', text text NOT NULL DEFAULT '')
"""
_TOUCHED = "CREATE TEMPORARY TABLE import_touched (order_id bigint NOT NULL)"
TABLES = ("import_line", "import_outcome", "import_touched")


def create(plan: Plan) -> None:
    """Make them anew for a plan, empty."""
    columns = ", ".join(f"{name} {type_}" for name, type_ in plan.columns.items())
    drop()
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE import_line (line bigint NOT NULL, text text NOT NULL, {columns})"
        )
        cursor.execute(_OUTCOME)
        cursor.execute(_TOUCHED)


def copy(plan: Plan, lines: Iterable[Staged]) -> None:
    """Add lines that could be read."""
    names = ", ".join(("line", "text", *plan.columns))
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY import_line ({names}) FROM STDIN") as rows,
    ):
        for each in lines:
            rows.write_row((each.line, each.text, *each.values))


def drop() -> None:
    """Leave nothing behind on a connection that goes on."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {', '.join(TABLES)}")
