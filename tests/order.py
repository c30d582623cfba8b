"""In which order the tests of a run come: the long ones first, and dealt out to the workers.

With ``--dist worksteal`` each worker begins with an equal part of the list, in the order of the
list, and one that is done takes half of what another still has before it, from the end. So what
is left to share out in the end is short, and no worker waits while another is in a long test.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, groupby

import pytest

# Whoever asks for one of these drives other processes: a browser, a worker, a whole site.
_DRIVERS = {"live_server", "celery_worker_process", "checkout"}


def long_ones_first(items: list[pytest.Item], *, workers: int) -> list[pytest.Item]:
    """Give each worker's part its share of the long files first, and then of the short tests."""
    long_files = [
        list(tests)
        for _, tests in groupby(
            sorted(filter(_is_long, items), key=_file),  # what a file shares is made once
            key=_file,
        )
    ]
    short = [item for item in items if not _is_long(item)]
    part = -(-len(items) // workers)
    ordered: list[pytest.Item] = []
    for worker in range(workers):
        ordered += chain.from_iterable(long_files[worker::workers])
        room = max(0, part * (worker + 1) - len(ordered))
        ordered += short[:room]
        del short[:room]
    return [*ordered, *short]


def _is_long(item: pytest.Item) -> bool:
    fixtures: Iterable[str] = getattr(item, "fixturenames", ())
    return item.get_closest_marker("long") is not None or not _DRIVERS.isdisjoint(fixtures)


def _file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]
