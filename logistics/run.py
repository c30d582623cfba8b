"""``make run``: the whole site on this machine, from nothing, until Ctrl-C."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import secrets
import shlex
import signal
import sys
from typing import TYPE_CHECKING

import django
from django.core.management import call_command, get_commands
from django.db import connections
from django.utils import timezone
from honcho.manager import Manager

from logistics import celery_app, embedded, env, leftovers, private
from logistics.embedded import VAR, Wanted
from logistics.run_guard import OneAtATime, RunRefusal, StopWithMake, announce, refuse_taken_port
from logistics.servers.account import ServerRefusal
from shipments.domain.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import FrameType


def main() -> int:
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    try:
        _develop()
        port = env.port("PORT", default=8000)
        address = f"http://127.0.0.1:{port}"
        with OneAtATime(VAR, address) as turn:
            leftovers.end(VAR)
            refuse_taken_port(port)
            return _serve(address, turn)
    except (env.Refusal, ServerRefusal, RunRefusal) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except KeyboardInterrupt:
        return 0


def _serve(address: str, turn: OneAtATime) -> int:
    wanted = Wanted.by_environment()
    try:
        _say("Starting PostgreSQL and Redis.")
        if wanted:
            embedded.keep(wanted=wanted)
        logins = _prepare()
        return _supervise(address, logins, wanted, turn)
    finally:
        # From here on a second Ctrl-C must not leave half of it running.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        turn.stopping()
        leftovers.end(VAR)
        if wanted:
            embedded.stop()
        _say("Everything has stopped.")


def _prepare() -> Mapping[str, tuple[str, str]]:
    """Bring the database up to date and give every role a login. Can be repeated.

    :return: e-mail and password by role.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "logistics.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    book = "exercise" if env.boolean("EXERCISE") else "load_public_record"
    if book in get_commands():
        call_command(book)
    logins = _ensure_logins()
    # What changed while everything was down is judged now, not when beat's turn comes.
    celery_app.signature("shipments.judge").apply_async()
    connections.close_all()
    return logins


def _ensure_logins() -> Mapping[str, tuple[str, str]]:
    """Have one login for each role; its password is random and stays the same from run to run."""
    path = VAR / "logins.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    passwords = {role.value: known.get(role.value) or secrets.token_urlsafe(12) for role in Role}
    private.write(path, json.dumps(passwords, indent=1))
    people = importlib.import_module("shipments.services.people")
    emails = people.ensure_logins(passwords=passwords, at=timezone.now())
    return {role: (emails[role], password) for role, password in passwords.items()}


def _supervise(
    address: str, logins: Mapping[str, tuple[str, str]], wanted: Wanted, turn: OneAtATime
) -> int:
    """Run web, worker and beat until one ends or somebody stops us; then end all of them."""
    manager = _Manager(turn)
    celery = ("celery", "--quiet", "--app", "logistics.celery")
    beat = VAR / "beat"
    beat.mkdir(exist_ok=True)
    commands: dict[str, tuple[str, ...]] = {
        "web": ("gunicorn", "--config", "python:logistics.web_server"),
        "worker": (*celery, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle"),
        # No pid file: one that a killed beat left would stop the next from starting.
        "beat": (*celery, "beat", "--schedule", str(beat / "schedule"), "--pidfile", ""),
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


class _Manager(Manager):  # type: ignore[misc]  # honcho ships no types
    def __init__(self, turn: OneAtATime) -> None:
        super().__init__()
        self._turn = turn

    def terminate(self) -> None:
        self._turn.stopping()
        super().terminate()


def _banner(address: str, logins: Mapping[str, tuple[str, str]]) -> str:
    width = max(len(role) for role in logins) if logins else 0
    lines = [f"  {role:<{width}}  {email}  {word}" for role, (email, word) in logins.items()]
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
