"""How far a file has come, told on a terminal or to whoever reads the lines."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TextIO

from shipments.models import ImportBatch
from shipments.models.choices import ImportState

_BAR = 24
_TERMINAL_SECONDS, _LINES_SECONDS = 0.2, 5.0
_CLEAR = "\r\x1b[K"


class Progress:
    """A bar that is drawn again in its place on a terminal; elsewhere a line now and then.

    :ivar clock: seconds, of any clock that only goes forward.
    """

    def __init__(self, out: TextIO, clock: Callable[[], float] = monotonic) -> None:
        self._out = out
        self._is_terminal = out.isatty()
        self._clock = clock
        self._told_at = clock()
        self._told = ""
        self._began: tuple[float, int, int] | None = None

    def told(self, batch: ImportBatch) -> None:
        """Say it, unless something was said a moment ago."""
        now = self._clock()
        line = self._words(batch, now)
        every = _TERMINAL_SECONDS if self._is_terminal else _LINES_SECONDS
        if not line or line == self._told or now - self._told_at < every:
            return
        self._say(f"{_CLEAR}{line}" if self._is_terminal else f"{line}\n")
        self._told, self._told_at = line, now

    def end(self) -> None:
        """Leave the terminal's line as it was."""
        if self._is_terminal and self._told:
            self._say(_CLEAR)

    def _say(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()

    def _words(self, batch: ImportBatch, now: float) -> str:
        if batch.state == ImportState.APPLYING.value:
            return f"{batch.lines:,} lines read. {batch.step}"
        if batch.state != ImportState.READING.value or not batch.size:
            return ""
        done = min(1.0, batch.bytes_read / batch.size)
        filled = round(_BAR * done)
        bar = f"[{'#' * filled}{'.' * (_BAR - filled)}] {done:4.0%}  {batch.lines:,} lines"
        return f"{bar}{self._speed(batch, now)}"

    def _speed(self, batch: ImportBatch, now: float) -> str:
        """Lines a second, and how long the rest will take at that."""
        if self._began is None or batch.bytes_read < self._began[2]:
            self._began = now, batch.lines, batch.bytes_read
        began, lines, read = self._began
        if now <= began or batch.bytes_read <= read:
            return ""
        seconds = now - began
        left = (batch.size - batch.bytes_read) * seconds / (batch.bytes_read - read)
        minutes, rest = divmod(round(left), 60)
        return f", {(batch.lines - lines) / seconds:,.0f} a second, {minutes}:{rest:02d} left"
