"""What was measured, side by side, and whether it keeps the limits."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from bench.judging import CHANGED, CHANGED_LIMIT, FIRST, FULL_LIMIT, NEXT_DAY, QUIET, Measured
from bench.logging import Logged


@dataclass(frozen=True)
class Report:
    """The books that were measured. The limits are those of the largest that is looked after."""

    machine: str
    books: Sequence[Measured]
    logged: Sequence[Logged] = ()

    @property
    def of_record(self) -> Measured:
        return max(
            (book for book in self.books if book.book != "neglected"), key=lambda book: book.orders
        )

    @property
    def is_within_limits(self) -> bool:
        return self._judges_in_time and all(each.is_within_limits for each in self.logged)

    @property
    def _judges_in_time(self) -> bool:
        full = all(self.of_record.of(what).scans <= FULL_LIMIT for what in (FIRST, QUIET))
        return full and self.of_record.changed_share <= CHANGED_LIMIT

    def __str__(self) -> str:
        rows = [
            ("", [f"{book.orders:,}" for book in self.books]),
            ("book", [book.book for book in self.books]),
            ("flagged orders", [f"{book.flagged / book.orders:.0%}" for book in self.books]),
            ("live flags", [f"{book.flags:,}" for book in self.books]),
            ("one scan", [f"{book.scan * 1000:.1f} ms" for book in self.books]),
        ]
        for what in (FIRST, QUIET, CHANGED, NEXT_DAY):
            timed = [book.of(what) for book in self.books]
            rows += [
                (what, [f"{each.seconds * 1000:,.0f} ms" for each in timed]),
                ("  in scans, median", [f"{each.scans:.1f}" for each in timed]),
                (
                    "  in scans, of each run",
                    [f"{each.ratios[0]:.1f} to {each.ratios[-1]:.1f}" for each in timed],
                ),
            ]
        share = "  of the full pass above"
        at = next(i for i, (words, _) in enumerate(rows) if words == NEXT_DAY)
        rows.insert(at, (share, [f"{book.changed_share:.1%}" for book in self.books]))
        lines = [self.machine]
        lines += [f"{words:40}" + "".join(f"{cell:>18}" for cell in cells) for words, cells in rows]
        verdict = "kept" if self._judges_in_time else "BROKEN"
        lines.append(
            f"with {self.of_record.orders:,} orders a full pass at most {FULL_LIMIT} scans, "
            f"after 1 % changed at most {CHANGED_LIMIT:.0%} of it: {verdict}"
        )
        lines += [str(each) for each in self.logged]
        return "\n".join(lines)


def machine() -> str:
    """Where this was measured."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (version,) = cursor.fetchone()
        cursor.execute("SHOW fsync")
        (fsync,) = cursor.fetchone()
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"PostgreSQL {version}, fsync {fsync}, Python {platform.python_version()}, one worker"
    )
