from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from logistics import embedded
from tests import servers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def new_var() -> Iterator[Path]:
    """An empty place for servers; nothing of them outlives the test."""
    folder = servers.make_folder()
    yield folder / "var"
    embedded.erase(folder / "var")
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def _stopped_servers() -> Iterator[Path]:
    folder = servers.make_folder()
    embedded.start(folder / "var", safe=False)
    embedded.stop(folder / "var")
    yield folder / "var"
    shutil.rmtree(folder)


@pytest.fixture
def var(new_var: Path, _stopped_servers: Path) -> Path:
    """A place where servers have been before, and are down. Making a cluster is slow."""
    subprocess.run(["cp", "-a", _stopped_servers, new_var], check=True)  # noqa: S603, S607
    return new_var
