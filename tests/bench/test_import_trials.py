"""Three of the trials that ``make trials`` holds twenty of, with forks in place of a real worker."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from bench import import_trials, imports, records
from bench.import_trials import Tally
from bench.whole_record import differences
from tests import database


class Forked:
    """The program ``bench.importer``."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, batch_id: int, *, kill_after: float | None = None) -> None:
        words = f"{batch_id}" if kill_after is None else f"{batch_id} {kill_after:.6f}"
        self._process.stdin.write(f"{words}\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline(), "the importer ended by itself"


@contextmanager
def fresh() -> Iterator[None]:
    database.put_back()
    imports.prepare(at=import_trials.AT)
    yield


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_killed_import_ends_in_the_same_record_row_for_row():
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "bench.importer", str(connection.settings_dict["NAME"])],
        cwd=Path(__file__).parent.parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    @contextmanager
    def runner() -> Iterator[Forked]:
        yield Forked(process)

    with process:
        tally = import_trials.run(
            trials=3,
            seed=1,
            content=b"".join(records.lines(400)),
            runner=runner,
            fresh=fresh,
        )
        process.stdin.close()

    assert tally.amiss == []
    assert tally.trials == 3
    assert sum(tally.kills.values()) >= 1
    assert str(tally).endswith("kept")


def test_a_row_that_only_one_has_breaks_it():
    told = differences({"a": ["1", "2"], "b": []}, {"a": ["1", "3"], "b": []})

    assert told == ["a: 2 and 2 rows; ['2'] and ['3']"]
    assert str(Tally(amiss=told)).endswith("BROKEN")
