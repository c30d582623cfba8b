from __future__ import annotations

from django.db import models
from django.db.models import Q


def done_by_somebody(table: str, act: str) -> models.CheckConstraint:
    """An act has a moment and somebody who answers for it, or neither."""
    return models.CheckConstraint(
        condition=Q(**{f"{act}_at__isnull": True, f"{act}_by__isnull": True})
        | Q(**{f"{act}_at__isnull": False, f"{act}_by__isnull": False}),
        name=f"{table}_{act}_by_somebody",
    )
