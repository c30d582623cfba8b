"""A form whose button is pressed twice is sent twice. Both mean one write."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import models

# Longer than a slow answer makes anybody wait and press again; shorter than it takes to
# type the same facts once more and mean it.
WITHIN = timedelta(minutes=1)

Row = TypeVar("Row", bound=models.Model)


def twin(
    rows: models.QuerySet[Row], moment: str = "recorded_at", /, *, at: datetime, **facts: Any
) -> Row | None:
    """What was recorded a moment ago with these very facts.

    Ask under a lock that everybody who records such a row takes, or two that come at once
    will both be told that there is none.

    :param moment: the field that says when it was recorded.
    :param facts: everything the person entered, and who it was.
    """
    # Of two that come at once, the one that reads the clock last may get the lock first.
    about_now = {f"{moment}__gt": at - WITHIN, f"{moment}__lt": at + WITHIN}
    return rows.filter(**about_now, **facts).first()
