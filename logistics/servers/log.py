"""The log files that the embedded servers write beside their data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_KEPT_BYTES = 10_000_000


def tail(log: Path, *, lines: int = 15) -> str:
    """Give the end of a log, for a refusal to quote; nothing where there is none."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""


def trim(log: Path) -> None:
    """Begin a log anew once it is large. The server that writes it is down."""
    if log.exists() and log.stat().st_size > _KEPT_BYTES:
        log.unlink()
