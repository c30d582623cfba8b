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
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self


class RunRefusal(RuntimeError):
    """The site cannot be run now; the text says why in one line."""


class OneAtATime:
    """Holds the turn to run this checkout. A killed run gives it up by dying.

    The lock is of the kind that a forked child does not share, or the children that a killed
    run leaves behind would go on holding it.
    """

    def __init__(
        self, var: Path, address: str, *, patience: float = 5, stop_patience: float = 60
    ) -> None:
        self._path = var / "run.lock"
        self._address = address
        self._patience = patience
        self._stop_patience = stop_patience

    def __enter__(self) -> Self:
        """Take the turn, waiting for a run that is on its way out.

        :raises RunRefusal: one is running and stays.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("a+")
        begun = time.monotonic()
        while True:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except (BlockingIOError, PermissionError) as error:
                other = self._read()
                patience = self._stop_patience if other.get("stopping") else self._patience
                if time.monotonic() - begun > patience:
                    raise RunRefusal(
                        f"Quayline already runs from this checkout, at {other.get('address')} "
                        f"(process {other.get('pid')}). Stop that one first."
                    ) from error
            time.sleep(0.1)
        self._write(stopping=False)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def stopping(self) -> None:
        """Tell whoever starts next to wait."""
        self._write(stopping=True)

    def _write(self, *, stopping: bool) -> None:
        told = {"pid": os.getpid(), "address": self._address, "stopping": stopping}
        self._file.truncate(0)
        self._file.write(json.dumps(told))
        self._file.flush()

    def _read(self) -> dict[str, object]:
        try:
            found = json.loads(self._path.read_text())
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
