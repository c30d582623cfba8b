"""Full judging passes against one sequential scan with an aggregate over the orders."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from time import perf_counter

from django.db import connection, transaction

from shipments.models import JudgingPass, Order, Standing
from shipments.services import judging
from shipments.services.judging import Counts
from shipments.standing.recompute import recompute

LIMIT = 60
RUNS = 5
SCANS = 15
SCAN = "SELECT count(*), sum(quantity) FROM shipments_order"


@dataclass(frozen=True)
class Report:
    """Medians, in seconds."""

    machine: str
    orders: int
    scan: float
    first: float
    first_counts: Counts
    again: float
    next_day: float
    next_day_counts: Counts

    @property
    def is_within_limit(self) -> bool:
        return max(self.first, self.again, self.next_day) <= LIMIT * self.scan

    def __str__(self) -> str:
        passes = (
            (f"first pass, {self.first_counts.raised:,} flags raised", self.first),
            ("second pass, nothing changed", self.again),
            (
                f"the next day, {self.next_day_counts.raised:,} flags raised",
                self.next_day,
            ),
        )
        lines = [
            self.machine,
            f"{self.orders:,} open orders, median of {RUNS} runs",
            f"{'one sequential scan with an aggregate':48}{self.scan * 1000:9.1f} ms",
            *(
                f"{f'full {what}':48}{seconds * 1000:9.1f} ms   {seconds / self.scan:5.1f} scans"
                for what, seconds in passes
            ),
            f"limit {LIMIT} scans: {'kept' if self.is_within_limit else 'BROKEN'}",
        ]
        return "\n".join(lines)


def measure(*, at: datetime) -> Report:
    """Time scans and passes in turn, so that a busy moment of the machine hits both."""
    scans: list[float] = []
    first: list[tuple[float, Counts]] = []
    again: list[tuple[float, Counts]] = []
    next_day: list[tuple[float, Counts]] = []
    for _ in range(RUNS):
        _forget(at=at)
        scans += _scans()
        first.append(_pass(at=at))
        scans += _scans()
        again.append(_pass(at=at + timedelta(hours=1)))
        scans += _scans()
        next_day.append(_pass(at=at + timedelta(days=1)))
    return Report(
        machine=_machine(),
        orders=Order.objects.count(),
        scan=median(scans),
        first=median(seconds for seconds, _ in first),
        first_counts=first[-1][1],
        again=median(seconds for seconds, _ in again),
        next_day=median(seconds for seconds, _ in next_day),
        next_day_counts=next_day[-1][1],
    )


def _pass(*, at: datetime) -> tuple[float, Counts]:
    """Everything that the command and the task do, with its commit."""
    began = perf_counter()
    counts = judging.run(as_of=at.date(), at=at, full=True)
    return perf_counter() - began, counts


def _scans() -> list[float]:
    """The limit: one process reads every order once, in order, from memory."""
    found = []
    with transaction.atomic(), connection.cursor() as cursor:
        for name in ("enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan", "jit"):
            cursor.execute(f"SET LOCAL {name} = off")
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        cursor.execute(f"EXPLAIN {SCAN}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
        if "Seq Scan on shipments_order" not in plan:
            raise RuntimeError(f"This is no sequential scan:\n{plan}")
        cursor.execute(SCAN)  # into memory
        for _ in range(SCANS // 3):
            began = perf_counter()
            cursor.execute(SCAN)
            cursor.fetchall()
            found.append(perf_counter() - began)
    return found


def _forget(*, at: datetime) -> None:
    """Back to a book that was never judged, as it is right after loading."""
    JudgingPass.objects.all().delete()
    Standing.objects.update(score=0)
    recompute(None, at=at)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (FULL, ANALYZE) shipments_standing")
        cursor.execute("TRUNCATE shipments_flag RESTART IDENTITY")


def _machine() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (version,) = cursor.fetchone()
        cursor.execute("SHOW fsync")
        (fsync,) = cursor.fetchone()
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"PostgreSQL {version}, fsync {fsync}, Python {platform.python_version()}"
    )
