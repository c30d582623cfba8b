"""A checkout of its own to run the site in, beside whatever runs in the developer's."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

from logistics import embedded, leftovers
from logistics.servers import processes
from tests import servers

_SECONDS = 120


class Checkout:
    def __init__(self) -> None:
        self.root = servers.make_folder() / "quayline"
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
            cwd=servers.ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        for name in listed.stdout.splitlines():
            if (servers.ROOT / name).is_file():
                (self.root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(servers.ROOT / name, self.root / name)
        (self.root / ".venv").symlink_to(sys.prefix)
        self.var = self.root / "var"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def remove(self) -> None:
        leftovers.end(self.var)
        embedded.erase(self.var)
        shutil.rmtree(self.root.parent)

    def start(self, *command: str) -> Run:
        """Start the site as a terminal would: in a session of its own, with a clean environment."""
        inherited = {"PATH", "HOME", "LANG", "TERM"}
        env = {name: value for name, value in os.environ.items() if name in inherited}
        return Run(self, [*command] or [sys.executable, "-m", "logistics.run"], env)

    def processes(self) -> list[int]:
        """List all that belongs to this checkout: marked, or a server's."""
        folders = (self.var / "postgres", self.var / "redis")
        servers_ = [pid for folder in folders for pid in processes.working_in(folder)]
        return leftovers.find(self.var) + servers_

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(connection):
            connection.request("GET", "/healthz/ready")
            return connection.getresponse().status == http.HTTPStatus.OK


class Run:
    """One start of the site. Its output is kept in a file, which no left process can block."""

    def __init__(self, checkout: Checkout, command: list[str], env: dict[str, str]) -> None:
        self._log = checkout.root.parent / f"run-{time.monotonic_ns()}.log"
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603
                command,
                cwd=checkout.root,
                env={**env, "PORT": str(checkout.port)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def output(self) -> str:
        return self._log.read_text(errors="replace")

    def wait_until_up(self) -> str:
        """Return what it printed once it says where it is."""
        deadline = time.monotonic() + _SECONDS
        while "Ctrl-C stops everything." not in self.output:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"It is not up:\n{self.output}")
            time.sleep(0.1)
        return self.output

    def pid_of(self, name: str) -> int:
        """Give the number of one of its processes: web, worker, beat."""
        line = next(line for line in self.output.splitlines() if f"{name} started (pid=" in line)
        return int(line.rpartition("pid=")[2].rstrip(")"))

    def interrupt(self) -> int:
        """Press Ctrl-C: the terminal signals the whole group."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.wait()

    def wait(self) -> int:
        try:
            return self.process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"It does not end:\n{self.output}") from None
