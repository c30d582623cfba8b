"""``python -m bench.import_trials``: kill the worker at random instants of an import, and compare.

Every trial imports the same file into a database of its own, kills the Celery worker that does
so once or a few times on the way, and lets another finish. What is on record then must be, row
for row, what an import leaves that nobody disturbed.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from time import monotonic, sleep
from typing import Protocol
from unittest.mock import patch
from urllib.parse import urlsplit

import django
import redis
from celery import Celery
from django.conf import settings
from django.db import connection

from bench import records
from logistics import embedded, env
from logistics.servers.account import ServerRefusal

TRIALS = 20
LINES = 20_000
MOST_KILLS = 3
PATIENCE_SECONDS = 300
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
_ROOT = Path(__file__).parent.parent
# Of the sixteen that Redis has: nobody else's queue.
_REDIS_DATABASE = 15


class Runner(Protocol):
    """Brings a batch to its end in another process, which can be killed on the way."""

    def run(self, batch_id: int, *, kill_after: float | None = None) -> None:
        """:param kill_after: seconds from the moment it is at work; None lets it finish."""


@dataclass
class Tally:
    """What came of all trials.

    :ivar kills: that met the import at work, by the state that the batch was left in.
    :ivar amiss: what differs from an undisturbed import.
    """

    trials: int = 0
    kills: dict[str, int] = field(default_factory=dict)
    late: int = 0
    amiss: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.amiss

    def __str__(self) -> str:
        states = ", ".join(f"{count} while {state}" for state, count in sorted(self.kills.items()))
        return "\n".join(
            [
                f"{self.trials} trials, importer killed {sum(self.kills.values())} times at work",
                f"killed {states or 'never'}; {self.late} came too late",
                *self.amiss,
                "kept" if self.holds else "BROKEN",
            ]
        )


def run(
    *,
    trials: int,
    seed: int,
    content: bytes,
    runner: Callable[[], AbstractContextManager[Runner]],
    fresh: Callable[[], AbstractContextManager[None]],
) -> Tally:
    """Hold the trials.

    :param fresh: gives each trial a database, connected to, with the cases and the lane.
    """
    whole_record = import_module("bench.whole_record")
    # No worker but ours is to hear of it.
    with patch("shipments.enqueue._after_commit"):
        with fresh(), runner() as ours:
            seconds = _undisturbed(ours, content)
            expected = whole_record.whole_record()
        held = Trials(random.Random(seed), seconds)  # noqa: S311 (comes out the same)
        for number in range(trials):
            with fresh(), runner() as ours:
                held.hold(ours, content)
                told = whole_record.differences(expected, whole_record.whole_record())
            held.tally.amiss += [f"trial {number}: {each}" for each in told]
    return held.tally


@dataclass
class Trials:
    """:ivar instants: draws the moments of the kills, within the seconds of a whole import."""

    instants: random.Random
    seconds: float
    tally: Tally = field(default_factory=Tally)

    def hold(self, runner: Runner, content: bytes) -> None:
        """Kill the importer up to three times, and let another finish."""
        batch = _received(content)
        self.tally.trials += 1
        for _ in range(self.instants.randint(1, MOST_KILLS)):
            runner.run(batch, kill_after=self.instants.uniform(0, self.seconds))
            state = _state(batch)
            if state in {"waiting", "reading", "applying"}:
                self.tally.kills[state] = self.tally.kills.get(state, 0) + 1
            else:
                self.tally.late += 1
        runner.run(batch)
        _expect_done(batch)


def _undisturbed(runner: Runner, content: bytes) -> float:
    batch = _received(content)
    runner.run(batch)
    _expect_done(batch)
    models = import_module("shipments.models")
    found = models.ImportBatch.objects.get(pk=batch)
    return float((found.finished_at - found.started_at).total_seconds())


def _received(content: bytes) -> int:
    imports = import_module("shipments.services.imports")
    entry = import_module("shipments.services.import_entry")
    models = import_module("shipments.models")
    facts = entry.ImportEntry(
        name="records.txt",
        door="command",
        lane_id=models.Lane.objects.get().pk,
        reported_at=AT,
    )
    return int(imports.receive(iter([content]), facts, by=None, at=AT).batch.pk)


def _state(batch: int) -> str:
    models = import_module("shipments.models")
    return str(models.ImportBatch.objects.values_list("state", flat=True).get(pk=batch))


def _expect_done(batch: int) -> None:
    models = import_module("shipments.models")
    found = models.ImportBatch.objects.get(pk=batch)
    if found.state != "done":
        raise RuntimeError(f"The import ended {found.state}: {found.failure}")


class Worker:
    """A Celery worker for files on the database that is connected to."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._environment = {
            **os.environ,
            "DATABASE_URL": import_module("bench.imports").address(),
            "REDIS_URL": _redis_url(),
        }
        with closing(redis.Redis.from_url(_redis_url())) as client:
            client.flushdb()
        self._app = Celery(broker=env.broker_url(_redis_url()), set_as_current=False)
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, batch_id: int, *, kill_after: float | None = None) -> None:
        if self._process is None:
            self._process = self._started()
        self._app.send_task("shipments.import_files", queue=settings.IMPORT_QUEUE)
        until = monotonic() + PATIENCE_SECONDS
        began = None
        while monotonic() < until:
            state = _state(batch_id)
            if state not in {"waiting", "reading", "applying"}:
                return
            if state != "waiting" and began is None:
                began = monotonic()
            if began is not None and kill_after is not None and monotonic() - began >= kill_after:
                self.kill()
                return
            sleep(0.002)
        raise TimeoutError(f"The import is not done after {PATIENCE_SECONDS} s.")

    def kill(self) -> None:
        """End it and its children at once, as a power loss would."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _started(self) -> subprocess.Popen[bytes]:
        begun = self._log.stat().st_size if self._log.exists() else 0
        words = ("--queues", settings.IMPORT_QUEUE, "--concurrency", "1", "--loglevel", "INFO")
        alone = ("--without-gossip", "--without-mingle", "--without-heartbeat")
        with self._log.open("ab") as log:
            process = subprocess.Popen(  # noqa: S603
                [
                    *(sys.executable, "-m", "celery", "--quiet", "--app", "logistics.celery"),
                    *("worker", *words, *alone),
                ],
                cwd=_ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = monotonic() + PATIENCE_SECONDS
        while b" ready." not in self._log.read_bytes()[begun:]:
            if process.poll() is not None or monotonic() > until:
                raise RuntimeError(f"The worker did not start:\n{self._log.read_text()}")
            sleep(0.02)
        return process


@contextmanager
def celery_worker() -> Iterator[Worker]:
    with tempfile.TemporaryDirectory() as folder:
        worker = Worker(Path(folder) / "worker.log")
        try:
            yield worker
        finally:
            worker.kill()


def _redis_url() -> str:
    parts = urlsplit(settings.REDIS_URL)
    if parts.scheme == "unix":
        return parts._replace(query=f"db={_REDIS_DATABASE}").geturl()
    return parts._replace(path=f"/{_REDIS_DATABASE}").geturl()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.import_trials", description=__doc__)
    parser.add_argument("--trials", type=int, default=TRIALS)
    parser.add_argument("--lines", type=int, default=LINES)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    if asked.trials < 1 or asked.lines < 1:
        parser.error("--trials and --lines need a number of 1 or more")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "logistics.settings")
    try:
        env.assume_development()
        with embedded.borrowed():
            django.setup()
            database = import_module("bench.database")
            with database.own_database():
                import_module("bench.imports").prepare(at=AT)
                connection.close()  # one that somebody is in cannot be copied
                tally = run(
                    trials=asked.trials,
                    seed=asked.seed,
                    content=b"".join(records.lines(asked.lines)),
                    runner=celery_worker,
                    fresh=database.own_copy,
                )
    except (env.Refusal, ServerRefusal) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    sys.stdout.write(f"{tally}\n")
    return 0 if tally.holds else 1


if __name__ == "__main__":
    sys.exit(main())
