"""Drafts of shipments: what somebody has typed and not logged yet, kept for its owner alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from shipments.domain.roles import Right
from shipments.models import ShipmentDraft, User
from shipments.services import refusal

LONGEST = 300_000
# A form that is sent again while its shipment is being logged must not bring its draft back.
DONE_IS_KEPT = timedelta(days=2)


def keep(*, draft: UUID, typed: dict[str, str], by: User, at: datetime) -> ShipmentDraft | None:
    """Keep what is typed under the key that the form was opened with. Repeatable.

    :return: None where it is a draft no more: logged or discarded meanwhile, here or in another
        window.
    :raises NotAllowed: no right to log shipments, or it is somebody else's.
    :raises Refused: too long to be kept.
    """
    refusal.require(by, Right.LOG_SHIPMENT)
    if sum(len(name) + len(value) for name, value in typed.items()) > LONGEST:
        raise refusal.refuse("", "This is too long to be kept as a draft.", "too_long")
    # PostgreSQL takes no null character, and a broken scanner sends them.
    clean = {
        name: value.replace("\0", "").encode("utf-8", "replace").decode()
        for name, value in typed.items()
    }
    own = ShipmentDraft.objects.filter(pk=draft, owner=by)
    if not own.exclude(typed={}).update(typed=clean, saved_at=at):
        if own.exists():
            return None
        try:
            with transaction.atomic():
                ShipmentDraft.objects.create(pk=draft, owner=by, typed=clean, saved_at=at)
        except IntegrityError as error:
            message = "This draft is somebody else's. Open the form anew."
            raise refusal.NotAllowed([refusal.Problem("", message, "not_yours")]) from error
    return own.get()


def discard(*, draft: UUID, by: User, at: datetime) -> bool:
    """Forget a draft. Repeatable.

    :return: whether there was one.
    """
    return finish(draft, by=by, at=at)


def finish(draft: UUID, *, by: User, at: datetime) -> bool:
    """Empty a draft whose shipment is logged, in the transaction that logs it."""
    done = ShipmentDraft.objects.filter(owner=by, typed={})
    done.filter(saved_at__lt=at - DONE_IS_KEPT).delete()
    own = ShipmentDraft.objects.filter(pk=draft, owner=by)
    return bool(own.exclude(typed={}).update(typed={}, saved_at=at))
