"""Who the embedded servers run as, and what that account can reach."""

from __future__ import annotations

import contextlib
import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

# Tried in this order when root needs an account; a machine's own "quayline" comes first.
_SHARED = ("quayline", "nobody", "daemon")


class ServerRefusal(RuntimeError):
    """A server cannot start or stop; the text says what to do about it."""


@dataclass(frozen=True)
class Account:
    """A user of this machine.

    ``is_shared`` marks one that other programs may run as too, which must not open our database.
    """

    name: str
    uid: int
    gid: int
    is_shared: bool

    @property
    def is_lent(self) -> bool:
        """PostgreSQL refuses root, so root lends the servers another account."""
        return self.uid != os.geteuid()

    def process(self) -> dict[str, Any]:
        """Arguments that make ``subprocess`` run a program as this account, from anywhere."""
        lent = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_lent else {}
        known = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
        return {"cwd": "/", "env": known, **lent}

    def can_run(self, *command: str | Path) -> bool:
        """Tell by trying. Only a lent account is in doubt, so others cost nothing."""
        if not self.is_lent:
            return True
        try:
            done = subprocess.run(  # noqa: S603 (no shell, our own arguments)
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=30,
                **self.process(),
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0

    def give(self, path: Path) -> None:
        if path.lstat().st_uid != self.uid:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def choose(owned: list[Path]) -> Account:
    """Choose the account: ourselves, or for root the first owner of ``owned`` who is not root.

    So a checkout of somebody's that root once runs in stays usable by its owner.

    :raises ServerRefusal: there is none; it says how to make one.
    """
    if os.geteuid() != 0:
        try:
            return _account(pwd.getpwuid(os.geteuid()))
        except KeyError as error:
            raise ServerRefusal(
                f"User number {os.geteuid()} has no name on this machine, and PostgreSQL needs "
                "one. Add it to /etc/passwd, or set DATABASE_URL and REDIS_URL."
            ) from error
    for path in owned:
        with contextlib.suppress(OSError, KeyError):
            uid = path.stat().st_uid
            if uid != 0:
                return _account(pwd.getpwuid(uid))
    for name in _SHARED:
        with contextlib.suppress(KeyError):
            return _account(pwd.getpwnam(name))
    raise ServerRefusal(
        f"PostgreSQL refuses to run as root, and none of {', '.join(_SHARED)} exists here. "
        "Add one (useradd --system quayline), or set DATABASE_URL and REDIS_URL."
    )


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, is_shared=entry.pw_name in _SHARED)
