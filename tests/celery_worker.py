"""A real Celery worker in a process of its own, for tests from end to end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import redis
from django.conf import settings
from django.db import connection

from tests import servers

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

_START_SECONDS = 120
_STOP_SECONDS = 20


class CeleryWorker:
    """One worker on the current test database; the queue is empty before and after."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self._redis = redis.Redis.from_url(settings.REDIS_URL)

    def __enter__(self) -> Self:
        self._redis.flushdb()
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        self._redis.flushdb()
        self._redis.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it takes work. After ``kill``, start it again."""
        here = {"DATABASE_URL": servers.database_url(connection.settings_dict["NAME"])}
        begun = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603
                [
                    *(sys.executable, "-m", "celery", "--quiet", "--app", "logistics.celery"),
                    *("worker", "--concurrency", "1", "--loglevel", "INFO"),
                    *("--without-gossip", "--without-mingle", "--without-heartbeat"),
                ],
                cwd=servers.ROOT,
                env={**os.environ, **here},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + _START_SECONDS
        while b" ready." not in self.log.read_bytes()[begun:]:
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"The worker did not start:\n{self.log.read_text()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Let it finish what it does, and end it."""
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_STOP_SECONDS)
        self.kill()

    def kill(self) -> None:
        """End it and its children at once, as a power loss would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        # What is sent before the broker sees that it is gone is handed to it, and lost.
        ours = str(self._redis.get_connection_kwargs().get("db", 0))
        while any(
            client["cmd"] == "brpop" and client["db"] == ours
            for client in self._redis.client_list()
        ):
            time.sleep(0.01)

    def wait_until_idle(self, *, seconds: float = 90) -> None:
        """Return when the queue is empty and every message that was taken is acknowledged.

        :raises TimeoutError: work is still left after ``seconds``; quotes the worker's log.
        """
        deadline = time.monotonic() + seconds
        quiet = 0
        while quiet < 3:  # a message is in neither place for an instant while it is handed over
            queues = (settings.CELERY_TASK_DEFAULT_QUEUE, settings.IMPORT_QUEUE)
            left = any(map(self._redis.llen, queues)) or self._redis.hlen("unacked")
            quiet = 0 if left else quiet + 1
            if time.monotonic() > deadline:
                raise TimeoutError(f"Work is left after {seconds} s:\n{self.log.read_text()}")
            time.sleep(0.05)
