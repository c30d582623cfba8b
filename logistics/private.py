"""Small files that nobody but the owner of a checkout reads: its key, its ready logins."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from logistics.env import DEVELOPMENT_KEY_PREFIX


def development_key(var: Path) -> str:
    """Read the development signing key, or make it; of two processes at once both get one.

    It starts with a mark that production refuses.
    """
    path = var / "secret_key"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        mine = path.with_name(f"secret_key.{os.getpid()}")
        write(mine, DEVELOPMENT_KEY_PREFIX + secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):  # somebody was first; theirs counts
            os.link(mine, path)
        mine.unlink()
    return path.read_text()


def write(path: Path, text: str) -> None:
    """Replace a file in one step, readable by the folder's owner alone."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600)
    new.write_text(text)
    if os.geteuid() == 0:  # root in somebody's checkout leaves it usable by its owner
        owner = path.parent.stat()
        os.chown(new, owner.st_uid, owner.st_gid)
    new.replace(path)
