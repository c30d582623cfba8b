"""Where the embedded servers live: their folders, their account, their sockets, their lock."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pwd
import stat
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# sun_path holds 108 bytes and ends in a zero; this is the longest name put in the folder.
_LONGEST_SOCKET_PATH = 107
_LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432.lock")
_ACCOUNTS = ("quayline", "nobody", "daemon")


class ServerRefusal(RuntimeError):
    """A server cannot start or stop; the text says what to do about it."""


@dataclass(frozen=True)
class Account:
    """Who the servers run as. PostgreSQL refuses root, so root lends it another account."""

    name: str
    uid: int
    gid: int

    @property
    def is_lent(self) -> bool:
        return self.uid != os.geteuid()

    def process(self) -> dict[str, Any]:
        """Arguments that make ``subprocess`` run a program as this account, from anywhere."""
        lent = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_lent else {}
        known = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
        return {"cwd": "/", "env": known, **lent}


def account() -> Account:
    """Choose the account: whoever we are, or for root an unprivileged one that exists."""
    if os.geteuid() != 0:
        try:
            entry = pwd.getpwuid(os.geteuid())
        except KeyError as error:
            raise ServerRefusal(
                f"The user number {os.geteuid()} has no name on this machine, and PostgreSQL "
                "needs one. Add it to /etc/passwd, or set DATABASE_URL and REDIS_URL."
            ) from error
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    for name in _ACCOUNTS:
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise ServerRefusal(
        f"PostgreSQL refuses to run as root, and none of {', '.join(_ACCOUNTS)} exists here. "
        "Add one (useradd --system quayline), or set DATABASE_URL and REDIS_URL."
    )


@dataclass(frozen=True)
class Home:
    """The folder that holds everything the embedded servers of one checkout own."""

    base: Path

    def folder(self, name: str) -> Path:
        """Make a private folder for the servers' account."""
        who = account()
        self.base.mkdir(parents=True, exist_ok=True)
        path = self.base / name
        path.mkdir(mode=0o700, exist_ok=True)
        if path.stat().st_uid != who.uid:
            os.chown(path, who.uid, who.gid)
        path.chmod(0o700)
        return path

    @property
    def sockets(self) -> Path:
        """Where the sockets are, or would be; makes nothing."""
        remembered = self._remembered()
        return remembered or self.base / "sockets"

    def make_sockets(self) -> Path:
        """Make the socket folder: under our own, or where that is too long, a short private one."""
        remembered = self._remembered()
        if remembered:
            return remembered
        plain = self.base / "sockets"
        if _fits(plain):
            return self.folder("sockets")
        who = account()
        short = Path(tempfile.mkdtemp(prefix="quayline-", dir="/tmp"))
        os.chown(short, who.uid, who.gid)
        self.base.mkdir(parents=True, exist_ok=True)
        (self.base / "sockets.where").write_text(str(short))
        return short

    @contextlib.contextmanager
    def locked(self, *, seconds: float = 120) -> Iterator[None]:
        """Let one process at a time start or stop servers here.

        :raises ServerRefusal: somebody else has held the lock for all of ``seconds``.
        """
        self.base.mkdir(parents=True, exist_ok=True)
        with (self.base / "servers.lock").open("a") as lock:
            deadline = time.monotonic() + seconds
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError as error:
                    if time.monotonic() > deadline:
                        raise ServerRefusal(
                            f"Another process has been starting or stopping the servers in "
                            f"{self.base} for {seconds:.0f} s. Wait for it or end it."
                        ) from error
                time.sleep(0.05)
            yield

    def _remembered(self) -> Path | None:
        """Read back the short folder, unless it is gone or somebody else's by now."""
        try:
            path = Path((self.base / "sockets.where").read_text().strip())
            found = path.lstat()
        except OSError:
            return None
        private = stat.S_ISDIR(found.st_mode) and not stat.S_IMODE(found.st_mode) & 0o077
        return path if private and found.st_uid == account().uid else None


def _fits(folder: Path) -> bool:
    """Whether a socket can live there: libpq and PostgreSQL both split paths at commas."""
    name = str(folder)
    return "," not in name and len(os.fsencode(name)) + _LONGEST_SOCKET_NAME <= _LONGEST_SOCKET_PATH


def process_in(folder: Path, pid_file: Path) -> int | None:
    """Give the process a pid file names, if it lives and works in that folder.

    After a power loss the number may belong to anybody; both servers work in their data
    folder, so a process that does not is somebody else's.
    """
    try:
        pid = int(pid_file.read_text().split()[0])
        return pid if _works_in(pid, folder) else None
    except (OSError, ValueError, IndexError):
        return None


def processes_in(folder: Path) -> list[int]:
    """List every process that works in a folder: a server, or what a killed one left behind."""
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [pid for pid in pids if _works_in(pid, folder)]


def _works_in(pid: int, folder: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").samefile(folder)
    except OSError:  # gone, a zombie, or not ours to look at
        return False


def wait_until_gone(folder: Path, *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while processes_in(folder):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
