"""Where the embedded servers of one checkout live: folders, sockets, programs, locks."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
import stat
import subprocess
import tempfile
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING

from logistics.servers import account
from logistics.servers.account import Account, ServerRefusal

if TYPE_CHECKING:
    from collections.abc import Iterator

ELSEWHERE = Path("/var/lib/quayline")

_OF = "checkout"  # in such a folder: the checkout that it was made for

# sun_path holds 108 bytes and ends in a zero; the lock file is the longest name beside it.
_LONGEST_PATH = 107
_LONGEST_NAME = len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True)
class Home:
    """Everything the servers own is under ``place``: ``var`` itself wherever that can be."""

    var: Path

    @cached_property
    def account(self) -> Account:
        return account.choose([self.place / "postgres", self.var, self.var.parent])

    @property
    def place(self) -> Path:
        """Where the servers' folders are; makes nothing.

        Under root the servers run as somebody else, who cannot enter a checkout in, say,
        root's own home. Then their folders lie elsewhere.
        """
        return self._remembered("servers.where", owner=os.geteuid()) or self.var

    @property
    def sockets(self) -> Path:
        """Where the sockets are, or would be; makes nothing."""
        return self._remembered("sockets.where", owner=self.account.uid) or self.place / "sockets"

    def prepare(self) -> None:
        """Make what the servers need before they start; what is there already stays.

        :raises ServerRefusal: the folder belongs to somebody else.
        """
        try:
            self.var.mkdir(parents=True, exist_ok=True)
            self._move_where_reachable()
            if not self._remembered("sockets.where", owner=self.account.uid):
                self._make_sockets()
        except PermissionError as error:
            raise ServerRefusal(
                f"{error.filename} belongs to another user. Run this as that user, or move "
                f"{self.var} away to begin with an empty database."
            ) from error

    def folder(self, name: str) -> Path:
        """Make a folder that is private to the servers' account."""
        path = self.place / name
        path.mkdir(mode=0o700, exist_ok=True)
        self.account.give(path)
        path.chmod(0o700)
        return path

    def write(self, path: Path, text: str) -> None:
        """Write a file as the servers' account: root must not follow a link that it made."""
        subprocess.run(  # noqa: S603 (no shell, our own arguments)
            ["/usr/bin/tee", str(path)],
            input=text,
            text=True,
            stdout=subprocess.DEVNULL,
            check=True,
            **self.account.process(),
        )

    def program(self, path: Path, *, bundle: Path) -> Path:
        """Give a program that the servers' account can run: a copy, where it cannot run ours.

        :param bundle: the folder that the program needs around it.
        """
        if self.account.can_run(path, "--version"):
            return path
        known = f"{bundle.name}-{int(path.stat().st_mtime)}"
        copy = self.place / "programs" / known
        if not copy.exists():
            part = copy.with_name(f"{known}.part")
            shutil.rmtree(part, ignore_errors=True)
            shutil.copytree(bundle, part, symlinks=True)
            for found in (part.parent, part, *part.rglob("*")):
                if not found.is_symlink():
                    found.chmod(found.stat().st_mode | (0o755 if found.is_dir() else 0o444))
                    if found.stat().st_mode & stat.S_IXUSR:
                        found.chmod(found.stat().st_mode | 0o111)
            part.rename(copy)
        return copy / path.relative_to(bundle)

    def erase(self) -> None:
        """Delete the servers' folders and all data in them. The servers are stopped."""
        for name in ("postgres", "postgres.new", "redis", "programs"):
            shutil.rmtree(self.place / name, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)
        if self.place != self.var:
            shutil.rmtree(self.place, ignore_errors=True)
        for name in ("sockets.where", "servers.where", "borrowed"):
            (self.var / name).unlink(missing_ok=True)

    @contextlib.contextmanager
    def locked(self, *, seconds: float = 120) -> Iterator[None]:
        """Let one process at a time start or stop servers here.

        :raises ServerRefusal: somebody else has held the lock for all of ``seconds``.
        """
        with self._lock_file("servers.lock") as lock:
            deadline = time.monotonic() + seconds
            while not _take(lock, fcntl.LOCK_EX):
                if time.monotonic() > deadline:
                    raise ServerRefusal(
                        f"Another process has been starting or stopping the servers in {self.var} "
                        f"for {seconds:.0f} s. Wait for it, or end it."
                    )
                time.sleep(0.02)
            yield

    @contextlib.contextmanager
    def in_use(self) -> Iterator[IO[str]]:
        """Count this process among the users of the servers, however it ends."""
        with self._lock_file("users.lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
            yield lock

    def is_last_user(self, lock: IO[str]) -> bool:
        """Tell whether nobody else uses the servers, and stop counting this process."""
        return _take(lock, fcntl.LOCK_EX)

    def _move_where_reachable(self) -> None:
        if (self.place / "postgres").exists() or self.place != self.var:
            return
        if self.account.can_run("/usr/bin/test", "-x", self.var):
            return
        place = ELSEWHERE / secrets.token_hex(4)
        place.mkdir(parents=True)
        for path in (ELSEWHERE, place):  # whatever the umask made of the mode
            path.chmod(0o711)
        self._remember("servers.where", place)

    def _make_sockets(self) -> None:
        if _fits(self.place / "sockets"):
            self.folder("sockets")
            return
        short = Path(tempfile.mkdtemp(prefix="quayline-", dir="/tmp"))
        self._remember("sockets.where", short)
        self.account.give(short)

    def _remember(self, name: str, folder: Path) -> None:
        (folder / _OF).write_text(str(self.var))
        (self.var / name).write_text(str(folder))

    def _remembered(self, name: str, *, owner: int) -> Path | None:
        """Read back a folder outside ``var``, unless it is gone or somebody else's by now.

        A copy of a checkout brings the note along, and must not share what the note names;
        a checkout that was moved must go on using it.
        """
        try:
            folder = Path((self.var / name).read_text())
            found = folder.lstat()
            made_for = Path((folder / _OF).read_text())
        except OSError:
            return None
        closed = not stat.S_IMODE(found.st_mode) & 0o066
        if not stat.S_ISDIR(found.st_mode) or not closed or found.st_uid != owner:
            return None
        with contextlib.suppress(OSError):
            if made_for != self.var and (made_for / name).read_text() == str(folder):
                return None
        return folder

    def _lock_file(self, name: str) -> IO[str]:
        try:
            self.var.mkdir(parents=True, exist_ok=True)
            return (self.var / name).open("a")
        except PermissionError as error:
            raise ServerRefusal(
                f"{error.filename} belongs to another user. Run this as that user."
            ) from error


def _take(lock: IO[str], how: int) -> bool:
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _fits(folder: Path) -> bool:
    """Tell whether sockets can live there. Commas: libpq and PostgreSQL split lists at them."""
    name = str(folder)
    return "," not in name and len(os.fsencode(name)) + _LONGEST_NAME <= _LONGEST_PATH
