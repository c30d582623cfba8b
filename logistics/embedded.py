"""Starts PostgreSQL and Redis under ``var/`` when no URL names them.

Both listen on unix sockets alone. Settings ask here for the addresses and start nothing;
``manage.py``, ``make run`` and the test run start the servers, or join those that run.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from logistics import env
from logistics.servers.account import ServerRefusal
from logistics.servers.home import Home
from logistics.servers.postgres import Postgres
from logistics.servers.redis import Redis

if TYPE_CHECKING:
    from collections.abc import Iterator

VAR = Path(__file__).resolve().parent.parent / "var"
DATABASE = "quayline"
EXERCISE_DATABASE = "quayline_exercise"


@dataclass(frozen=True)
class Servers:
    """Addresses in the form that DATABASE_URL and REDIS_URL take."""

    database_url: str
    redis_url: str


@dataclass(frozen=True)
class Wanted:
    """Which of the two servers no variable names."""

    postgres: bool = True
    redis: bool = True

    @classmethod
    def by_environment(cls) -> Wanted:
        """In production, every address is given and nothing is started."""
        ours = env.boolean("DEBUG")
        return cls(
            postgres=ours and not env.text("DATABASE_URL"),
            redis=ours and not env.text("REDIS_URL"),
        )

    def __bool__(self) -> bool:
        return self.postgres or self.redis


def urls(var: Path = VAR) -> Servers:
    """Say where the servers are, or would be. Starts and makes nothing."""
    home = Home(var)
    return Servers(Postgres(home).url(DATABASE), Redis(home).url())


def start(var: Path = VAR, *, wanted: Wanted | None = None, safe: bool = True) -> bool:
    """Bring the servers up, or join those that run, whatever state a crash left them in.

    :param safe: False drops crash safety for speed; for tests alone.
    :return: whether either had to be started.
    :raises ServerRefusal: a program is missing or a server does not come up.
    """
    wanted = wanted or Wanted()
    home, began = Home(var), False
    with home.locked():
        if wanted.postgres:
            postgres = Postgres(home, safe=safe)
            began = postgres.start()
            for name in (DATABASE, EXERCISE_DATABASE):
                postgres.make_database(name)
        if wanted.redis:
            began = Redis(home, safe=safe).start() or began
    return began


def stop(var: Path = VAR) -> None:
    """Stop whatever runs there. Nothing that was committed is lost."""
    if not var.exists():
        return
    home = Home(var)
    with home.locked():
        Redis(home).stop()
        Postgres(home).stop()
        (var / "borrowed").unlink(missing_ok=True)


def status(var: Path = VAR) -> dict[str, bool]:
    home = Home(var)
    return {"PostgreSQL": Postgres(home).is_ready(), "Redis": Redis(home).is_ready()}


@contextlib.contextmanager
def borrowed(var: Path = VAR) -> Iterator[None]:
    """Have the servers for the length of one command, and leave the machine as it was.

    Servers that were up stay up. Servers that commands started stop with the last command
    that uses them, however the others ended.
    """
    wanted = Wanted.by_environment()
    if not wanted:
        yield
        return
    home = Home(var)
    with home.in_use() as use:
        if start(var, wanted=wanted):
            (var / "borrowed").touch()
        try:
            yield
        finally:
            if (var / "borrowed").exists() and home.is_last_user(use):
                stop(var)


def keep(var: Path = VAR, *, wanted: Wanted | None = None) -> None:
    """Start the servers, or join them, and from now on leave them up when commands end."""
    start(var, wanted=wanted)
    (var / "borrowed").unlink(missing_ok=True)


def watch(var: Path = VAR, *, wanted: Wanted, seconds: float = 1.0) -> str:
    """Return when a server has gone, with its name."""
    home = Home(var)
    watched = {"PostgreSQL": Postgres(home)} if wanted.postgres else {}
    servers = watched | ({"Redis": Redis(home)} if wanted.redis else {})
    while True:
        for name, server in servers.items():
            if not server.pid():
                return name
        time.sleep(seconds)


def erase(var: Path = VAR) -> None:
    """Stop the servers and delete all their data."""
    stop(var)
    Home(var).erase()
    shutil.rmtree(var, ignore_errors=True)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m logistics.embedded", description=__doc__)
    parser.add_argument("--var", type=Path, default=VAR, help="the folder they live in")
    actions = parser.add_subparsers(required=True)
    for name, action, told in (
        ("start", _start, "start both servers, print their addresses, leave them up"),
        ("stop", _stop, "stop both servers"),
        ("status", _status, "say which server is up"),
        ("watch", _watch, "wait until a server that no variable names has gone, and say which"),
        ("erase", _erase, "stop both servers and delete all data"),
    ):
        actions.add_parser(name, help=told).set_defaults(action=action)
    chosen = parser.parse_args(arguments)
    try:
        code: int = chosen.action(chosen.var)
    except ServerRefusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return code


def _start(var: Path) -> int:
    keep(var)
    found = urls(var)
    sys.stdout.write(f"DATABASE_URL={found.database_url}\nREDIS_URL={found.redis_url}\n")
    return 0


def _stop(var: Path) -> int:
    stop(var)
    return 0


def _status(var: Path) -> int:
    found = status(var)
    sys.stdout.writelines(f"{name}: {'up' if up else 'down'}\n" for name, up in found.items())
    return 0 if all(found.values()) else 3


def _watch(var: Path) -> int:
    gone = watch(var, wanted=Wanted.by_environment())
    sys.stdout.write(f"{gone} has gone; its log is in {Home(var).place}\n")
    return 1


def _erase(var: Path) -> int:
    erase(var)
    return 0


if __name__ == "__main__":
    sys.exit(main())
