from __future__ import annotations

from django.db import models
from django.db.models import Q


def valued_together(table: str) -> models.CheckConstraint:
    """An amount has a currency, and nothing else has one."""
    # "Not null" is said, because a check whose outcome is unknown lets the row in.
    known = Q(value__isnull=False) & Q(value__gte=0) & Q(value_currency__regex=r"^[A-Z]{3}$")
    return models.CheckConstraint(
        condition=Q(value__isnull=True, value_currency="") | known,
        name=f"{table}_value_and_currency_together",
    )
