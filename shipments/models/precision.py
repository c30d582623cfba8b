from __future__ import annotations

from django.db import models
from django.db.models import Q

from shipments.models.choices import precisions


def precision_field(of: str) -> models.CharField[str, str]:
    """Make the column that says how exactly the date beside it is known.

    A month stays a month: the date column then holds a day inside that month (the first
    for an event, the last for a deadline) that nobody should read as a day.
    """
    return models.CharField(
        max_length=5,
        choices=precisions,
        blank=True,
        default="",
        help_text=f"How exactly {of} is known; empty when it is not known at all.",
    )


def known_together(table: str, field: str) -> models.CheckConstraint:
    """A date has a precision, and nothing else has one."""
    unknown = Q(**{f"{field}__isnull": True, f"{field}_precision": ""})
    known = Q(**{f"{field}__isnull": False}) & Q(
        **{f"{field}_precision__in": [value for value, _ in precisions()]}
    )
    return models.CheckConstraint(
        condition=unknown | known, name=f"{table}_{field}_and_precision_together"
    )
