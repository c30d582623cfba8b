"""What base.html needs on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from shipments.domain.roles import Right
from shipments.queries import inbox, shell, worker

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Give the shell its counts and the worker's health; a fragment that draws neither pays nothing."""
    if not request.user.is_authenticated:
        return {}
    user, now = request.user, timezone.now()
    return {
        "counts": SimpleLazyObject(lambda: shell.counts(user=user, on=now.date())),
        "inbox_counts": SimpleLazyObject(lambda: inbox.counts(user)),
        "worker": SimpleLazyObject(lambda: worker.last_pass(now)),
        "now": now,
        "today": now.date(),
        "may": {right.value: user.may(right) for right in Right},
    }
