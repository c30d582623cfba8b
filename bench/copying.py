"""COPY of the very rows that an import wrote, which is what its rate is held against."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from django.db import connection
from django.db.models import Max, Model

from shipments.models import (
    DueOrder,
    ImportRefusal,
    Milestone,
    Order,
    PriorityChange,
    Promise,
    Report,
    Shipment,
    ShipmentLine,
    ShipmentStanding,
    Standing,
    Stated,
    UnmatchedRecord,
)

Table = type[Model]
# What the lines say, and what the site keeps beside it: history, since when a fact is said, where
# orders and shipments stand, what is to be judged.
LEDGERS = (Order, Report, Promise, Shipment, ShipmentLine, Milestone)
BESIDE = (
    Order.pgh_event_model,
    Shipment.pgh_event_model,
    ShipmentLine.pgh_event_model,
    PriorityChange,
    Stated,
    UnmatchedRecord,
    ImportRefusal,
    Standing,
    ShipmentStanding,
    DueOrder,
)


def copy_again(since: dict[Table, int]) -> tuple[dict[str, int], dict[Table, float]]:
    """Copy what was written into new tables with the same indexes and constraints.

    :param since: the last key of each table before.
    :return: rows by name of their table; seconds by table.
    """
    counts, taken = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for model, last in since.items():
            table, key = model._meta.db_table, model._meta.pk.column
            path = Path(folder) / model.__name__
            with connection.cursor() as cursor:
                written = f"SELECT * FROM {table} WHERE {key} > {last}"  # noqa: S608
                with path.open("wb") as file, cursor.copy(f"COPY ({written}) TO STDOUT") as rows:
                    file.writelines(bytes(row) for row in rows)
                cursor.execute(
                    f"CREATE TABLE bench_copy (LIKE {table} "
                    "INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)"
                )
                began = perf_counter()
                with cursor.copy("COPY bench_copy FROM STDIN") as rows:
                    for chunk in _chunks(path):
                        rows.write(chunk)
                taken[model] = perf_counter() - began
                counts[str(model._meta.verbose_name_plural)] = cursor.execute(
                    "SELECT count(*) FROM bench_copy"
                ).fetchone()[0]
                cursor.execute("DROP TABLE bench_copy")
    return counts, taken


def last_keys() -> dict[Table, int]:
    """Of each table that an import writes."""
    return {
        model: model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in (*LEDGERS, *BESIDE)
    }


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(1_000_000):
            yield chunk
