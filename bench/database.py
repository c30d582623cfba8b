"""The benchmark's own database: made for one run, dropped after it, nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pghistory
from django.core.management import call_command
from django.db import connection

from shipments.coverage.net import net_due
from shipments.services import standings

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


def build_book(*, orders: int, neglected: bool, as_of: date, at: datetime) -> None:
    """Fill the database with fictional open orders, let their standing be computed, analyse."""
    with pghistory.context(source="bench"), connection.cursor() as cursor:
        # The triggers look this up for each row. Where it is unknown a subtransaction fails,
        # which in one large transaction goes through everything pending: minutes.
        cursor.execute("SET pgtrigger.ignore = '{}'")
        cursor.execute(_BOOK, {"orders": orders, "neglected": neglected, "as_of": as_of, "at": at})
    standings.recompute_all(at=at)
    net_due(as_of=as_of, at=at)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")


def _make() -> None:
    _drop()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {NAME}")


def _drop() -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
