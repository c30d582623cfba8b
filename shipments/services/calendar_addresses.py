"""Private addresses of calendars: made, taken back, and found by their secret part."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import Q

from shipments.models import CalendarAddress, User

# Programs come every few minutes; when they last came is wanted to the hour.
_NOTED_EVERY = timedelta(hours=1)
_SECRET_BYTES = 32


def make(*, by: User, at: datetime) -> str:
    """Make the person's address anew; the one before stops to work. Only its digest is kept.

    :returns: the secret part, which cannot be had again.
    """
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    CalendarAddress.objects.update_or_create(
        owner=by, defaults={"digest": digest(secret), "made_at": at, "last_read_at": None}
    )
    return secret


def take_back(*, by: User) -> bool:
    """End the person's address. Tell whether there was one."""
    gone, _ = CalendarAddress.objects.filter(owner=by).delete()
    return bool(gone)


def opened(secret: str, *, at: datetime) -> User | None:
    """Whose calendar it is, and note that it was read; None for nobody who may sign in."""
    rows = CalendarAddress.objects.filter(digest=digest(secret), owner__is_active=True)
    address = rows.select_related("owner__contractor").first()
    if address is None:
        return None
    stale = Q(last_read_at__isnull=True) | Q(last_read_at__lt=at - _NOTED_EVERY)
    CalendarAddress.objects.filter(stale, pk=address.pk).update(last_read_at=at)
    return address.owner


def digest(secret: str) -> str:
    """It cannot be guessed, so no salt and no slowness are needed."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
