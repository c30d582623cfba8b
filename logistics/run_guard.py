"""What ``make run`` looks out for: another run, a taken port, its own readiness, a lost make."""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import json
import os
import signal
import socket
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator


class RunRefusal(RuntimeError):
    """The site cannot be run now; the text says why in one line."""


class Turn:
    """The right to run this checkout, and a note for whoever comes next about who has it."""

    def __init__(self, note: IO[str], address: str) -> None:
        self._note = note
        self._address = address
        self._write(stopping=False)

    def stopping(self) -> None:
        """Tell whoever starts next to wait."""
        self._write(stopping=True)

    def _write(self, *, stopping: bool) -> None:
        told = {"pid": os.getpid(), "address": self._address, "stopping": stopping}
        self._note.truncate(0)
        self._note.write(json.dumps(told))
        self._note.flush()


@contextlib.contextmanager
def one_at_a_time(
    var: Path, address: str, *, patience: float = 5, stop_patience: float = 60
) -> Iterator[Turn]:
    """Hold the turn to run this checkout, having waited for a run that is on its way out.

    A killed run gives its turn up by dying: the lock is of the kind that a forked child does
    not share, or the children that a killed run leaves behind would go on holding it.

    :raises RunRefusal: one is running and stays.
    """
    var.mkdir(parents=True, exist_ok=True)
    path = var / "run.lock"
    begun = time.monotonic()
    with path.open("a") as note:
        while not _take(note):
            other = _read(path)
            waited = time.monotonic() - begun
            if waited > (stop_patience if other.get("stopping") else patience):
                raise RunRefusal(
                    f"Quayline already runs from this checkout, at {other.get('address')} "
                    f"(process {other.get('pid')}). Stop that one first."
                )
            time.sleep(0.1)
        yield Turn(note, address)


def _take(note: IO[str]) -> bool:
    try:
        fcntl.lockf(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _read(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_text())
    except ValueError:  # caught between its truncate and its write
        return {}
    return found if isinstance(found, dict) else {}


def refuse_taken_port(port: int) -> None:
    """Check that the web can listen here, before anything else is started.

    :raises RunRefusal: somebody listens on the port already, or we may not.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise RunRefusal(
                f"Port {port} is not allowed to you. Choose one above 1023: PORT=8001 make run"
            ) from error
        except OSError as error:
            raise RunRefusal(
                f"Port {port} is taken by another program. Choose another: "
                f"PORT={port % 65535 + 1} make run"
            ) from error


def announce(address: str, text: str, *, seconds: float = 120) -> None:
    """Print the text once the site answers, from a thread of its own."""

    def wait() -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            time.sleep(0.2)
            if _answers(address):
                # Straight to the terminal: honcho forks while this thread lives, and a lock
                # of Python's output that was held at that moment would stay locked.
                with contextlib.suppress(OSError):
                    os.write(1, text.encode())
                return

    threading.Thread(target=wait, daemon=True).start()


def _answers(address: str) -> bool:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=5)
    try:
        connection.request("GET", "/healthz/ready")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


class StopWithMake(threading.Thread):
    """Stops us when the make that started us is told to stop, or is gone.

    A Ctrl-C at a terminal reaches us anyway. But an interrupt that is sent to make alone only
    makes it wait for us; all that can be seen of it is that make no longer catches interrupts.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._parent = os.getppid()
        self._waits = self._catches_interrupts()

    def run(self) -> None:
        if "MAKELEVEL" not in os.environ:
            return
        while os.getppid() == self._parent and not (self._waits and not self._catches_interrupts()):
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)

    def _catches_interrupts(self) -> bool:
        with contextlib.suppress(OSError, ValueError, StopIteration):
            lines = Path(f"/proc/{self._parent}/status").read_text().splitlines()
            caught = next(line.split()[1] for line in lines if line.startswith("SigCgt:"))
            return bool(int(caught, 16) >> (signal.SIGINT - 1) & 1)
        return False
