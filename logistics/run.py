"""``make run``: the whole site on this machine, from nothing, until Ctrl-C."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import sys
import threading
from typing import TYPE_CHECKING

import django
from django.conf import settings
from django.db import connections
from honcho.manager import Manager

from logistics import embedded, env, leftovers
from logistics.embedded import VAR, Wanted
from logistics.run_guard import (
    RunRefusal,
    StopWithMake,
    Turn,
    announce,
    one_at_a_time,
    refuse_taken_port,
)
from logistics.servers.account import ServerRefusal

if TYPE_CHECKING:
    from types import FrameType

    from logistics.preparing import Login


_CELERY = ("celery", "--quiet", "--app", "logistics.celery")


def main() -> int:
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    try:
        _develop()
        port = env.port("PORT", default=8000)
        address = f"http://127.0.0.1:{port}"
        with one_at_a_time(VAR, address) as turn:
            leftovers.end(VAR)
            refuse_taken_port(port)
            return _serve(address, turn)
    except (env.Refusal, ServerRefusal, RunRefusal) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except KeyboardInterrupt:
        return 0


def _serve(address: str, turn: Turn) -> int:
    wanted = Wanted.by_environment()
    try:
        if wanted:
            _say("Starting PostgreSQL and Redis.")
            embedded.keep(VAR, wanted=wanted)
        logins = _prepare()
        return _supervise(address, logins, wanted, turn)
    finally:
        # From here on a second Ctrl-C must not leave half of it running.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        turn.stopping()
        leftovers.end(VAR)
        if wanted:
            embedded.stop(VAR)
        _say("Everything has stopped.")


def _prepare() -> list[Login]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "logistics.settings")
    django.setup()
    from logistics.preparing import prepare  # noqa: PLC0415 (models need Django set up first)

    logins = prepare(VAR)
    connections.close_all()  # honcho forks, and a forked process must not share them
    return logins


def _supervise(address: str, logins: list[Login], wanted: Wanted, turn: Turn) -> int:
    """Run web, workers and beat until one ends or somebody stops us; then end all of them."""
    manager = _Manager(turn)
    beat = VAR / "beat"
    beat.mkdir(exist_ok=True)
    commands: dict[str, tuple[str, ...]] = {
        "web": ("gunicorn", "--config", "python:logistics.web_server"),
        "worker": (*_worker(settings.CELERY_TASK_DEFAULT_QUEUE), "--concurrency", "2"),
        # Files have a worker of their own. What a large one took of memory is given back.
        "importer": (
            *(*_worker(settings.IMPORT_QUEUE), "--hostname", "importer@%h"),
            *("--concurrency", "1", "--max-memory-per-child", "300000"),
        ),
        # No pid file: one that a killed beat left would stop the next from starting.
        "beat": (*_CELERY, "beat", "--schedule", str(beat / "schedule"), "--pidfile", ""),
    }
    if wanted:
        commands["servers"] = ("logistics.embedded", "watch")
    for name, words in commands.items():
        line = shlex.join([sys.executable, "-m", *words])
        # exec: what honcho signals is the program itself and not a shell around it.
        manager.add_process(name, f"exec {line}", env=leftovers.marked(VAR), cwd=str(VAR.parent))
    announce(address, _banner(address, logins))
    StopWithMake().start()
    manager.loop()
    by_somebody = manager.returncode in {128 + signal.SIGINT, 128 + signal.SIGTERM}
    if not by_somebody:
        _say("One of the processes ended, so all are stopped. `make run` starts them again.")
    return 0 if by_somebody else 1


def _worker(queue: str) -> tuple[str, ...]:
    # Neither worker has anything to say to the other.
    alone = ("--without-gossip", "--without-mingle")
    return (*_CELERY, "worker", "--queues", queue, "--loglevel", "INFO", *alone)


class _Manager(Manager):  # type: ignore[misc]  # honcho ships no types
    def __init__(self, turn: Turn) -> None:
        super().__init__()
        self._turn = turn

    def terminate(self) -> None:
        """End all processes. Honcho cannot end one whose number it has yet to hear: then later."""
        self._turn.stopping()
        if self._all_started():
            super().terminate()
        else:
            threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()


def _banner(address: str, logins: list[Login]) -> str:
    wide = max((len(login.email) for login in logins), default=0)
    lines = [f"  {login.email:<{wide}}  {login.password}" for login in logins]
    return "\n".join(["", f"Quayline is at {address}", *lines, "Ctrl-C stops everything.", "", ""])


def _develop() -> None:
    """Be a development site; that is what ``make run`` is for."""
    if env.text("DEBUG") and not env.boolean("DEBUG"):
        raise env.Refusal(
            "DEBUG", "is off", "True for make run; docs/operations.md tells how to run for others"
        )
    os.environ["DEBUG"] = "True"


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _say(line: str) -> None:
    with contextlib.suppress(OSError):  # the terminal may be gone
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
