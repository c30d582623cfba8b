"""Full judging passes against one sequential scan with an aggregate over the orders."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from time import perf_counter

from django.db import connection, transaction

from shipments.models import DueOrder, JudgingPass, Order, Standing
from shipments.services import judging
from shipments.services.judging import Counts

LIMIT = 60
RUNS = 7
SCANS_AT_A_TIME = 5
SCAN = "SELECT count(*), sum(quantity), min(required_on), max(required_on) FROM shipments_order"


@dataclass(frozen=True)
class Timed:
    """What was done, and how long each run of it took, in seconds."""

    what: str
    seconds: tuple[float, ...]

    @property
    def best(self) -> float:
        return min(self.seconds)

    def against(self, scan: Timed) -> float:
        """How many scans it cost. Best against best: whatever else runs only ever adds time."""
        return self.best / scan.best


@dataclass(frozen=True)
class Report:
    """The passes, each against the limit."""

    machine: str
    orders: int
    scan: Timed
    passes: tuple[Timed, ...]

    @property
    def is_within_limit(self) -> bool:
        return all(each.against(self.scan) <= LIMIT for each in self.passes)

    def __str__(self) -> str:
        lines = [
            self.machine,
            f"{self.orders:,} open orders; {RUNS} runs of each pass, a full one every time",
            f"{'':52}{'best':>10}{'median':>13}{'scans':>8}",
        ]
        for each in (self.scan, *self.passes):
            middle = median(each.seconds)
            lines.append(
                f"{each.what:52}{each.best * 1000:10.1f}{middle * 1000:10.1f} ms"
                f"{each.against(self.scan):8.1f}"
            )
        lines.append(f"at most {LIMIT} scans: {'kept' if self.is_within_limit else 'BROKEN'}")
        return "\n".join(lines)


def measure(*, at: datetime) -> Report:
    """Time scans and passes in turn, so that a busy moment of the machine hits both."""
    scans: list[float] = []
    passes: dict[str, list[float]] = {}
    for _ in range(RUNS):
        _forget(at=at)
        for name, moment in (
            ("first pass", at),
            ("second pass", at + timedelta(hours=1)),
            ("pass of the next day", at + timedelta(days=1)),
        ):
            scans += _scans()
            seconds, counts = _pass(at=moment)
            what = f"{name}: {counts.raised:,} raised, {counts.changed + counts.cleared:,} changed"
            passes.setdefault(what, []).append(seconds)
    return Report(
        machine=_machine(),
        orders=Order.objects.count(),
        scan=Timed("one sequential scan with an aggregate", tuple(scans)),
        passes=tuple(Timed(what, tuple(seconds)) for what, seconds in passes.items()),
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
        for _ in range(SCANS_AT_A_TIME):
            began = perf_counter()
            cursor.execute(SCAN)
            cursor.fetchall()
            found.append(perf_counter() - began)
    return found


def _forget(*, at: datetime) -> None:
    """Back to a book that was never judged, as it is right after loading."""
    JudgingPass.objects.all().delete()
    Standing.objects.flagged().update(score=0)
    DueOrder.objects.create(marked_at=at)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) shipments_standing, shipments_dueorder")
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
