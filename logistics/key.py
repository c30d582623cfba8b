"""The signing key of a development checkout: random, private, kept between starts."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from logistics.env import DEVELOPMENT_KEY_PREFIX


def development_key(var: Path) -> str:
    """Read the key under ``var``, or make it. Of two processes at once, both get the first's.

    It starts with a mark that production refuses.
    """
    path = var / "secret_key"
    try:
        return path.read_text()
    except FileNotFoundError:
        var.mkdir(parents=True, exist_ok=True)
    mine = path.with_name(f"secret_key.{os.getpid()}")
    mine.touch(mode=0o600)
    mine.write_text(DEVELOPMENT_KEY_PREFIX + secrets.token_urlsafe(50))
    try:
        os.link(mine, path)  # fails where somebody was first, and never shows half a key
    except FileExistsError:
        pass
    finally:
        mine.unlink()
    return path.read_text()
