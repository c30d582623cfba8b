from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.factories.release import ReleaseFolder

# What needs Django is imported when a test asks for it: pytest reads this before Django is up.


@pytest.fixture
def folder(tmp_path: Path) -> ReleaseFolder:
    """The shipped files, in a copy that a test may change."""
    from tests.factories.release import ReleaseFolder  # noqa: PLC0415

    return ReleaseFolder(tmp_path)


@pytest.fixture
def loaded(db: None) -> None:
    """The public record as shipped stands in the tables."""
    from shipments.services import public_record  # noqa: PLC0415
    from tests.factories.moments import AT  # noqa: PLC0415

    public_record.load(at=AT)
