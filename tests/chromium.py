"""A real browser: Debian's Chromium, found on PATH and driven by Playwright.

To start it and its driver takes seconds, so a process of the test run does that once. What one
test does in it no other sees: cookies and pages end with the ``with`` that opened them.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

# It is to talk to the site under test and to nobody else.
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What is expected of a page comes at once on a machine at rest, and the tests' is not.
_PATIENCE_MS = 15_000


class _Kept:
    """The browser of this process, once a test has asked for it."""

    def __init__(self) -> None:
        self.opened: Browser | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self._until_closed = ExitStack()

    def open(self, program: str) -> Browser:
        """Open it, or another where it has crashed."""
        if self.opened is None or not self.opened.is_connected():
            self.close()
            driver = self._until_closed.enter_context(sync_playwright())
            self.opened = driver.chromium.launch(executable_path=program, args=_FLAGS)
            self._until_closed.callback(self.opened.close)
            self.loop = asyncio.get_running_loop()
            expect.set_options(timeout=_PATIENCE_MS)
        return self.opened

    def close(self) -> None:
        self._until_closed.close()
        self.opened = self.loop = None


_kept = _Kept()


@contextmanager
def browser() -> Iterator[Browser]:
    """Have one, with nothing open in it. Where there is none the test is skipped, never in CI."""
    found = shutil.which("chromium")
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("chromium is not on PATH")
    if found is None:
        pytest.skip("chromium is not on PATH")
    with _loop_running():
        opened = _kept.open(found)
        try:
            yield opened
        finally:
            for context in opened.contexts:
                context.close()


def close() -> None:
    """End it with the process that opened it."""
    with _loop_running():
        _kept.close()


@contextmanager
def _loop_running() -> Iterator[None]:
    """Playwright's event loop counts as running in here and nowhere else.

    It runs as long as the driver does, and Django would refuse every query meanwhile, and give
    it a connection of its own. Between tests nobody is in it, and it says so.
    """
    asyncio._set_running_loop(_kept.loop)
    try:
        yield
    finally:
        asyncio._set_running_loop(None)
