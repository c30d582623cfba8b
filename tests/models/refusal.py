from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction


def constraint_refusing(write: Callable[[], Any]) -> str:
    """Try a write that the database has to refuse, and tell under which name it did.

    The test's transaction stays usable, so that it can check that nothing changed.
    """
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        write()
    return constraint_of(refused.value)


def constraint_of(error: IntegrityError) -> str:
    """The name that services look up in ``refusal.CONSTRAINTS``."""
    return str(error.__cause__.diag.constraint_name)  # type: ignore[union-attr]
