"""How much memory the embedded PostgreSQL takes for its buffers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from logistics.servers import memory
from logistics.servers.postgres import buffers

MB, GB = 2**20, 2**30


@pytest.mark.parametrize(
    ("machine", "kept"),
    [(256 * MB, 128 * MB), (512 * MB, 128 * MB), (4 * GB, GB), (8 * GB, 2 * GB), (64 * GB, 2 * GB)],
)
def test_a_quarter_of_the_memory_holds_tables_but_never_less_than_128_mb_nor_more_than_2_gb(
    machine, kept
):
    assert buffers(machine) == kept


def test_a_container_has_what_its_group_allows(tmp_path: Path):
    allowed, boundless = tmp_path / "memory.max", tmp_path / "unlimited"
    allowed.write_text("1048576\n")
    boundless.write_text("max\n")

    assert memory.total((allowed, boundless, tmp_path / "missing")) == MB


def test_a_machine_without_such_a_group_has_all_of_its_memory(tmp_path: Path):
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")

    assert memory.total((tmp_path / "missing",)) == whole
