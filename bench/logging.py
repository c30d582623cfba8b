"""Logging a shipment against the bare inserts of the very rows that it writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch

from django.db import connection, transaction
from django.db.models import Max, Model

from shipments.domain.roles import Role
from shipments.models import (
    Milestone,
    Order,
    Package,
    PackageContent,
    Place,
    Shipment,
    ShipmentLine,
    User,
)
from shipments.services import shipments
from shipments.services.shipment_entry import (
    ContentEntry,
    LineEntry,
    PackageEntry,
    ShipmentEntry,
)

LINES = 10
LIMIT = 10
WARM = 3
WRITTEN: tuple[type[Model], ...] = (Shipment, ShipmentLine, Package, PackageContent, Milestone)


@dataclass(frozen=True)
class Logged:
    """Each run in seconds: logging, and the bare inserts that were taken beside it.

    :ivar queries: statements that one logging sends.
    """

    orders: int
    queries: int
    runs: tuple[tuple[float, float], ...]

    @property
    def ratio(self) -> float:
        """The median of the runs, each against the inserts beside it."""
        return median(logged / bare for logged, bare in self.runs)

    @property
    def is_within_limits(self) -> bool:
        return self.ratio <= LIMIT

    def __str__(self) -> str:
        logged, bare = (median(run[side] for run in self.runs) * 1000 for side in (0, 1))
        verdict = "kept" if self.is_within_limits else "BROKEN"
        return (
            f"logging a shipment of {LINES} lines with {self.orders:,} orders: {logged:.1f} ms in "
            f"{self.queries} statements, its bare inserts {bare:.1f} ms, ratio {self.ratio:.1f}; "
            f"at most {LIMIT}: {verdict}"
        )


def measure(*, orders: int, at: datetime, runs: int) -> Logged:
    """Log and insert in turn, so that a busy moment of the machine hits both.

    Neither is kept, so that each run meets the same book.
    """
    roles = [Role.SHIPMENT_CLERK.value]
    entry, clerk = _entry(), User.objects.create(email="bench@example.com", roles=roles)
    rows = _rows_of(entry, clerk, at)
    timed = [(_log(entry, clerk, at), _insert(rows)) for _ in range(WARM + runs)][WARM:]
    return Logged(orders, _statements(entry, clerk, at), tuple(timed))


def _entry() -> ShipmentEntry:
    """Ten orders that nothing has been shipped of, each packed on two pallets."""
    orders = Order.objects.filter(
        standing__is_open=True,
        standing__shipped_quantity=0,
        standing__is_held=False,
        quantity__gte=2,
        cancelled_on__isnull=True,
    )
    references = list(orders.order_by("pk").values_list("reference", flat=True)[:LINES])
    places = list(Place.objects.order_by("pk").values_list("code", flat=True)[:2])
    return ShipmentEntry(
        mode="sea",
        from_place=places[0],
        to_place=places[1],
        lines=tuple(LineEntry(reference, 2, lot="L-1") for reference in references),
        tcn="BISZZZ63249999XXX",
        carrier="Fictional Line",
        planned_departure_on=date(2026, 12, 1),
        planned_arrival_on=date(2026, 12, 29),
        packages=tuple(
            PackageEntry(2, "pallet", contents=(ContentEntry(line, 1),))
            for line in range(1, LINES + 1)
        ),
    )


def _log(entry: ShipmentEntry, clerk: User, at: datetime) -> float:
    # The worker of another site is not to hear of it.
    with patch("shipments.enqueue.judge"), transaction.atomic():
        began = perf_counter()
        shipments.log(entry, by=clerk, at=at)
        taken = perf_counter() - began
        transaction.set_rollback(True)
    return taken


def _statements(entry: ShipmentEntry, clerk: User, at: datetime) -> int:
    sent = 0

    def count(execute: Any, *statement: Any) -> Any:
        nonlocal sent
        sent += 1
        return execute(*statement)

    with connection.execute_wrapper(count):
        _log(entry, clerk, at)
    return sent


def _rows_of(
    entry: ShipmentEntry, clerk: User, at: datetime
) -> list[tuple[str, Sequence[tuple[Any, ...]]]]:
    """One INSERT a table, with the values of each row that a logging wrote."""
    with patch("shipments.enqueue.judge"), transaction.atomic():
        before = {model: _last(model) for model in WRITTEN}
        shipments.log(entry, by=clerk, at=at)
        found = [_insert_of(model, after=last) for model, last in before.items()]
        transaction.set_rollback(True)
    return found


def _last(model: type[Model]) -> int:
    last: int | None = model._default_manager.aggregate(last=Max("pk"))["last"]
    return last or 0


def _insert_of(model: type[Model], *, after: int) -> tuple[str, Sequence[tuple[Any, ...]]]:
    fields = model._meta.concrete_fields
    written = model._default_manager.filter(pk__gt=after).order_by("pk")
    rows = list(written.values_list(*(field.attname for field in fields)))
    names = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({places})', rows  # noqa: S608


def _insert(rows: list[tuple[str, Sequence[tuple[Any, ...]]]]) -> float:
    with transaction.atomic(), connection.cursor() as cursor:
        began = perf_counter()
        for statement, values in rows:
            cursor.executemany(statement, values)
        taken = perf_counter() - began
        transaction.set_rollback(True)
    return taken
