"""Starts PostgreSQL and Redis under ``var/`` when no URL names them.

Both listen on unix sockets alone. Settings ask here for the addresses and start nothing;
``manage.py``, ``make run`` and the test run start the servers. Started servers stay up
until ``stop``, so that a second start costs nothing and joins them.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from logistics import env
from logistics.servers.home import Home, ServerRefusal
from logistics.servers.postgres import Postgres
from logistics.servers.redis import Redis

VAR = Path(__file__).resolve().parent.parent / "var"
DATABASE = "quayline"
EXERCISE_DATABASE = "quayline_exercise"


@dataclass(frozen=True)
class Servers:
    """Addresses in the form that DATABASE_URL and REDIS_URL take."""

    database_url: str
    redis_url: str


def urls(var: Path = VAR, *, database: str = DATABASE) -> Servers:
    """Say where the embedded servers are, or would be. Starts and makes nothing."""
    home = Home(var)
    return Servers(Postgres(home).url(database), Redis(home).url())


def start(
    var: Path = VAR,
    *,
    databases: tuple[str, ...] = (DATABASE, EXERCISE_DATABASE),
    postgres: bool = True,
    redis: bool = True,
    safe: bool = True,
) -> Servers:
    """Bring the servers up, or join those that run, whatever state a crash left them in.

    :param safe: False drops crash safety for speed; for tests alone.
    :raises ServerRefusal: a program is missing or a server does not come up.
    """
    home = Home(var)
    with home.locked():
        if postgres:
            server = Postgres(home, safe=safe)
            server.start()
            for name in databases:
                server.make_database(name)
        if redis:
            Redis(home, safe=safe).start()
    return urls(var, database=databases[0])


def stop(var: Path = VAR) -> None:
    """Stop whatever runs there. Nothing that was committed is lost."""
    if not var.exists():
        return
    home = Home(var)
    with home.locked():
        Redis(home).stop()
        Postgres(home).stop()


def status(var: Path = VAR) -> dict[str, bool]:
    home = Home(var)
    return {"PostgreSQL": Postgres(home).is_ready(), "Redis": Redis(home).is_ready()}


def start_where_needed(var: Path = VAR) -> None:
    """Start the servers that no variable names, and none at all in production."""
    if not env.boolean("DEBUG"):
        return
    postgres, redis = not env.text("DATABASE_URL"), not env.text("REDIS_URL")
    if postgres or redis:
        start(var, postgres=postgres, redis=redis)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m logistics.embedded", description=__doc__)
    parser.add_argument("action", choices=["start", "stop", "status"])
    action = parser.parse_args(arguments).action
    try:
        if action == "start":
            started = start()
            sys.stdout.write(
                f"DATABASE_URL={started.database_url}\nREDIS_URL={started.redis_url}\n"
            )
        elif action == "stop":
            stop()
    except ServerRefusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    found = status()
    if action == "status":
        sys.stdout.writelines(f"{name}: {'up' if up else 'down'}\n" for name, up in found.items())
        return 0 if all(found.values()) else 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
