"""``python -m bench``: what the site costs, against a limit measured in the same run."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime

import django

from logistics import embedded, env


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--orders", type=int, default=100_000, help="open orders in the book")
    asked = parser.parse_args(arguments)
    if asked.orders < 1:
        parser.error(f"--orders: found {asked.orders}; it needs a number of 1 or more")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "logistics.settings")
    env.assume_development()
    with embedded.borrowed():
        django.setup()
        # Both need the settings.
        from bench import database, judging

        at = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
        with database.own_database():
            database.build_book(orders=asked.orders, as_of=at.date(), at=at)
            report = judging.measure(at=at)
    sys.stdout.write(f"{report}\n")
    return 0 if report.is_within_limit else 1


if __name__ == "__main__":
    sys.exit(main())
