"""Judging passes against one sequential scan with an aggregate over the orders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from time import perf_counter

from django.db import connection, transaction

from shipments.models import DueOrder, Flag, HotOrder, JudgingChunk, JudgingPass, Promise
from shipments.services import judging
from shipments.services.judging import Counts
from shipments.standing.recompute import recompute

FULL_LIMIT = 60
CHANGED_LIMIT = 0.04
SCANS_AT_A_TIME = 3
SCAN = "SELECT count(*), sum(quantity), min(required_on), max(required_on) FROM shipments_order"
FIRST, QUIET, CHANGED, NEXT_DAY = (
    "first pass, of a book never judged",
    "full pass that finds nothing new",
    "pass after 1 % of the orders changed",
    "first pass of the next day",
)


@dataclass(frozen=True)
class Timed:
    """One kind of pass: each run of it in seconds, and the scan that was taken beside it."""

    what: str
    runs: tuple[tuple[float, float], ...]

    @property
    def ratios(self) -> list[float]:
        return sorted(taken / scan for taken, scan in self.runs)

    @property
    def scans(self) -> float:
        """How many scans it costs: the median of the runs, each against the scan beside it."""
        return median(self.ratios)

    @property
    def seconds(self) -> float:
        return median(taken for taken, _ in self.runs)


@dataclass(frozen=True)
class Measured:
    """What the passes over one book cost.

    :ivar flagged: live flags, and orders that have one.
    """

    book: str
    orders: int
    flags: int
    flagged: int
    scan: float
    passes: tuple[Timed, ...]

    def of(self, what: str) -> Timed:
        return next(each for each in self.passes if each.what == what)

    @property
    def changed_share(self) -> float:
        """The pass after 1 % changed, as a part of the quiet full pass."""
        return self.of(CHANGED).seconds / self.of(QUIET).seconds


def measure(*, book: str, orders: int, at: datetime, runs: int) -> Measured:
    """Time scans and passes in turn, so that a busy moment of the machine hits both."""
    timed: dict[str, list[tuple[float, float]]] = {}

    def take(what: str, passing: Callable[[], Counts]) -> Counts:
        scan = min(_scans())
        began = perf_counter()
        counts = passing()
        timed.setdefault(what, []).append((perf_counter() - began, scan))
        return counts

    flags = flagged = 0
    for run in range(runs):
        _forget()
        first = take(FIRST, _passing(at, full=True))
        flags, flagged = first.live, HotOrder.objects.count()
        later = at + timedelta(hours=1)
        quiet = take(QUIET, _passing(later, full=True))
        if quiet.raised or quiet.changed or quiet.cleared:
            raise RuntimeError(f"A second pass over the same facts found news: {quiet}")
        later = at + timedelta(hours=2, minutes=run)
        changed = _change(orders // 100, run=run, runs=runs, at=later)
        counts = take(CHANGED, _passing(later))
        if counts.judged < changed:
            raise RuntimeError(f"{changed} orders changed and {counts.judged} were judged")
        later = at + timedelta(days=1)
        take(NEXT_DAY, _passing(later))
    return Measured(
        book=book,
        orders=orders,
        flags=flags,
        flagged=flagged,
        scan=median(scan for each in timed.values() for _, scan in each),
        passes=tuple(Timed(what, tuple(taken)) for what, taken in timed.items()),
    )


def _passing(at: datetime, *, full: bool = False) -> Callable[[], Counts]:
    """Everything that the command and the task do, with its commits."""
    return lambda: judging.run(as_of=at.date(), at=at, full=full)


def _change(orders: int, *, run: int, runs: int, at: datetime) -> int:
    """A contractor promises anew for every hundredth order, as the service would write it.

    As in the book, one in ten of these promises is a later one.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT order_id, promised_ship_on FROM shipments_standing"
            " WHERE is_open AND NOT is_held AND order_id %% 100 = %s ORDER BY order_id LIMIT %s",
            [7 + run * 90 // runs, orders],
        )
        promised = cursor.fetchall()
    with transaction.atomic():
        Promise.objects.bulk_create(
            Promise(
                order_id=key,
                ship_on=(ship_on or at.date() + timedelta(days=40))
                + timedelta(days=key % 45 if number % 10 == 0 else 0),
                said_on=at.date(),
                said_by="Order desk",
                channel="email",
                recorded_at=at,
            )
            for number, (key, ship_on) in enumerate(promised)
        )
        recompute([key for key, _ in promised], at=at)
    return len(promised)


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


def _forget() -> None:
    """Back to a book that was never judged, its standings computed."""
    JudgingPass.objects.all().delete()
    JudgingChunk.objects.all().delete()
    with connection.cursor() as cursor:
        for model in (DueOrder, Flag, HotOrder):
            cursor.execute(f"TRUNCATE {model._meta.db_table} RESTART IDENTITY")
        cursor.execute("VACUUM (ANALYZE) shipments_flag, shipments_hotorder")
        cursor.execute("VACUUM (ANALYZE) shipments_standing, shipments_promise")
        cursor.execute("CHECKPOINT")
