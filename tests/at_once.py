"""Two writes at once: the second begun while the first is written and not yet committed."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from django.db import connection, transaction

PATIENCE_SECONDS = 10
Outcome = TypeVar("Outcome")


def second_of_two(first: Callable[[], object], second: Callable[[], Outcome]) -> Outcome:
    """Do the second while the first is not yet committed; what it returns, or raises.

    For tests with real transactions.
    """

    def run() -> Outcome:
        try:
            return second()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            first()
            ending = thread.submit(run)
            _until_it_waits(ending)
        return ending.result(timeout=PATIENCE_SECONDS)


def _until_it_waits(ending: Future[Outcome]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and not ending.done():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
