"""``python -m bench``: what the site costs, against a limit measured in the same run."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import django

from logistics import embedded, env
from logistics.servers.account import ServerRefusal

SIZES = (10_000, 100_000, 1_000_000)
# A book that nobody looks after is measured at one size: how the cost grows, the others show.
NEGLECTED = 100_000
RUNS = 5
RUNS_OF_A_MILLION = 3
IMPORTED = 1_000_000
# Orders on record before.
BOOK = 10_000
# One takes so little that many are needed for a median that stands.
LOGGINGS = 21


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--orders", type=int, help="open orders, of one book instead of three")
    parser.add_argument("--runs", type=int, help="of each pass")
    parser.add_argument("--lists", action="store_true", help="the list of shipments alone")
    parser.add_argument("--imports", type=int, metavar="LINES", help="an import of so many alone")
    asked = parser.parse_args(arguments)
    if asked.orders is not None and asked.orders < 100:
        parser.error(f"--orders: found {asked.orders}; it needs a number of 100 or more")
    small = os.environ.get("SCALE") == "small"
    sizes = (asked.orders,) if asked.orders else SIZES[:2] if small else SIZES
    books = [(size, False) for size in sizes]
    if not asked.orders:
        books.append((NEGLECTED, True))
    lists = () if asked.orders else SIZES[:2] if small else SIZES
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "logistics.settings")
    try:
        env.assume_development()
        with embedded.borrowed():
            django.setup()
            if asked.imports:
                reports = [_measure_import(asked.imports)]
            else:
                reports = [] if asked.lists else [_measure(books, runs=asked.runs)]
                if lists:
                    reports.append(_measure_lists(lists))
                if not (asked.orders or asked.lists):
                    reports.append(_measure_import(IMPORTED // 10 if small else IMPORTED))
    except (env.Refusal, ServerRefusal) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    sys.stdout.writelines(f"{report}\n" for report in reports)
    return 0 if all(report.is_within_limits for report in reports) else 1


def _measure(books: list[tuple[int, bool]], *, runs: int | None) -> Any:
    # These name models, which can be imported only now.
    database, judging = import_module("bench.database"), import_module("bench.judging")
    logging = import_module("bench.logging")
    report = import_module("bench.report")
    at = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    measured, logged = [], []
    for orders, neglected in books:
        book = "neglected" if neglected else "looked after"
        sys.stderr.write(f"{orders:,} orders, {book}: building\n")
        with database.own_database():
            machine = report.machine()
            database.build_book(orders=orders, neglected=neglected, as_of=at.date(), at=at)
            sys.stderr.write(f"{orders:,} orders, {book}: measuring\n")
            times = runs or (RUNS_OF_A_MILLION if orders >= SIZES[-1] else RUNS)
            measured.append(judging.measure(book=book, orders=orders, at=at, runs=times))
            if not neglected:
                logged.append(logging.measure(orders=orders, at=at, runs=LOGGINGS))
    return report.Report(machine, measured, logged)


def _measure_lists(sizes: tuple[int, ...]) -> Any:
    # These name models, which can be imported only now.
    database, shipments = import_module("bench.database"), import_module("bench.shipments")
    # What is overdue is asked of the clock.
    at = datetime.now(UTC)
    pages = []
    with database.own_database():
        for size in sizes:
            sys.stderr.write(f"{size:,} shipments: building\n")
            shipments.build(shipments=size, as_of=at.date(), at=at)
            sys.stderr.write(f"{size:,} shipments: measuring\n")
            pages += shipments.measure(shipments=size)
            sys.stderr.write(f"{shipments.Report(pages)}\n")
    return shipments.Report(pages)


def _measure_import(lines: int) -> Any:
    # These name models, which can be imported only now.
    database, imports = import_module("bench.database"), import_module("bench.imports")
    with database.own_database():
        at = datetime.now(UTC)
        # Pages are those of a book in use; what is measured is what comes to it.
        database.build_book(orders=BOOK, neglected=False, as_of=at.date(), at=at)
        imports.prepare(at=at)
        sys.stderr.write(f"{lines:,} records: importing\n")
        return imports.measure(lines=lines)


if __name__ == "__main__":
    sys.exit(main())
