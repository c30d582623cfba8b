"""Finding and ending a server's processes by the folder they work in.

Both servers make their data folder their working directory, and so do their children. That
tells them apart from whoever else got the number that a stale pid file names.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

from logistics.servers.account import ServerRefusal


def named_in(pid_file: Path, folder: Path) -> int | None:
    """Give the process that a pid file names, if it lives and is the server of that folder."""
    try:
        pid = int(pid_file.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None
    return pid if _works_in(pid, folder) else None


def working_in(folder: Path) -> list[int]:
    """List the processes of a server, or those that a killed one left behind."""
    if not folder.exists():
        return []
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [pid for pid in pids if _works_in(pid, folder)]


def end_all_in(folder: Path, first: signal.Signals, *, patience: float) -> None:
    """Ask every process there to end, and after ``patience`` seconds make it.

    :raises ServerRefusal: one survives even that.
    """
    for number, seconds in ((first, patience), (signal.SIGKILL, 10.0)):
        for pid in working_in(folder):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        if _gone(folder, seconds):
            return
    raise ServerRefusal(f"Processes {working_in(folder)} hold {folder} and do not end.")


def _gone(folder: Path, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while working_in(folder):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _works_in(pid: int, folder: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").samefile(folder)
    except OSError:  # it is gone, or a zombie, or not ours to look at
        return False
