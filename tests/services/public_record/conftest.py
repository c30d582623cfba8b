from __future__ import annotations

from pathlib import Path

import pytest

from shipments.services import public_record
from tests.factories.moments import AT
from tests.factories.release import ReleaseFolder


@pytest.fixture
def folder(tmp_path: Path) -> ReleaseFolder:
    """The shipped files, in a copy that a test may change."""
    return ReleaseFolder(tmp_path)


@pytest.fixture
def loaded(db: None) -> None:
    """The public record as shipped stands in the tables."""
    public_record.load(at=AT)
