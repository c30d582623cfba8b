"""How much memory there is for servers: the machine's, or what its container may use of it."""

from __future__ import annotations

import os
from pathlib import Path

# Of control groups, version 2 and 1. A group without a limit says "max", or a huge number.
_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


def total(limits: tuple[Path, ...] = _LIMITS) -> int:
    """In bytes."""
    said = [path.read_text().strip() for path in limits if path.is_file()]
    allowed = [int(text) for text in said if text.isdecimal()]
    return min([os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"), *allowed])
