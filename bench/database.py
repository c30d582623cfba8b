"""The benchmark's own database: made for one run, dropped after it, nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction

from shipments.coverage.net import net_due
from shipments.models import Order
from shipments.services import standings
from shipments.standing import records

NAME = "quayline_bench"
_BOOK = (Path(__file__).parent / "book.sql").read_text()


@contextmanager
def own_database() -> Iterator[None]:
    """Point Django's connection at a new database, and drop it at the end, come what may.

    The database that the settings name is never connected to.
    """
    connection.close()
    _make()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = NAME
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        _drop()


@contextmanager
def own_copy() -> Iterator[None]:
    """Point the connection at a copy of the database that it is pointed at, and drop that after.

    Nobody may be connected to the one that is copied.
    """
    original = connection.settings_dict["NAME"]
    name = f"{original}_copy"
    connection.close()
    _drop(name)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {original} STRATEGY file_copy")
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = original
        _drop(name)


def build_book(*, orders: int, neglected: bool, as_of: date, at: datetime) -> None:
    """Fill the database with fictional open orders, let their standing be computed, analyse."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Without triggers, which for each row would cost more than the row. What they write
        # that a rule reads, the history of orders, is written here in one go.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(_BOOK, {"orders": orders, "neglected": neglected, "as_of": as_of, "at": at})
        columns = ", ".join(f'"{field.column}"' for field in Order._meta.concrete_fields)
        cursor.execute(
            f"INSERT INTO shipments_orderevent ({columns}, pgh_created_at, pgh_label, pgh_obj_id) "  # noqa: S608
            f"SELECT {columns}, recorded_at, 'insert', id FROM shipments_order"
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    standings.recompute_all(at=at)
    records.refresh(at=at)
    net_due(as_of=as_of, at=at)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")


def _make() -> None:
    _drop()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {NAME}")


def _drop(name: str = NAME) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
