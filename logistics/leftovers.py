"""What a killed ``make run`` leaves running, found by a mark in its environment."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

MARK = "QUAYLINE_RUN"


def marked(var: Path) -> dict[str, str]:
    """Make the environment of a process that belongs to the run of this checkout."""
    return {**os.environ, MARK: str(var)}


def end(var: Path) -> None:
    """End every process that carries the mark: first asked, then made."""
    for number, seconds in ((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)):
        deadline = time.monotonic() + seconds
        for pid in find(var):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, number)
        while find(var) and time.monotonic() < deadline:
            time.sleep(0.05)


def find(var: Path) -> list[int]:
    """List the marked processes. A number alone would not do: it may be somebody else's by now."""
    mark = b"\0" + os.fsencode(f"{MARK}={var}") + b"\0"
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):  # it ended, or is not ours to look at
                if mark in b"\0" + (entry / "environ").read_bytes() + b"\0":
                    found.append(int(entry.name))
    return found
