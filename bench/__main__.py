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


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--orders", type=int, default=100_000, help="open orders in the book")
    asked = parser.parse_args(arguments)
    if asked.orders < 1:
        parser.error(f"--orders: found {asked.orders}; it needs a number of 1 or more")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "logistics.settings")
    try:
        env.assume_development()
        with embedded.borrowed():
            django.setup()
            report = _measure(orders=asked.orders)
    except (env.Refusal, ServerRefusal) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    sys.stdout.write(f"{report}\n")
    return 0 if report.is_within_limit else 1


def _measure(*, orders: int) -> Any:
    # Both name models, which can be imported only now.
    database, judging = import_module("bench.database"), import_module("bench.judging")
    at = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    with database.own_database():
        database.build_book(orders=orders, as_of=at.date(), at=at)
        return judging.measure(at=at)


if __name__ == "__main__":
    sys.exit(main())
