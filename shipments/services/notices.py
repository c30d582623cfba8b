"""Telling people what they should know of, once, and noting that they have read it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection
from django.utils.text import Truncator

from shipments.models import Expedite, Notice, Order, User
from shipments.models.choices import NoticeKind

MOST_TEXT = 300
_TELL = """
INSERT INTO shipments_notice (user_id, kind, order_id, expedite_id, text, at, occasion)
VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT ON CONSTRAINT notice_told_once DO NOTHING
RETURNING id
"""

# The last condition is read again where another worker held the row: one of two has it.
_CLAIM = """
UPDATE shipments_notice SET mailed_at = %s
 WHERE id = ANY(%s) AND mailed_at IS NULL
RETURNING id
"""


def tell(
    *,
    user: User,
    kind: NoticeKind,
    text: str,
    occasion: str,
    at: datetime,
    order: Order | None = None,
    expedite: Expedite | None = None,
) -> Notice | None:
    """Put something into a person's inbox. One occasion is told to one person once.

    Call it in the transaction of what it tells of: both are then there, or neither. The mail
    follows by itself, see ``urgent_mail`` and ``digests``.

    :param text: a whole sentence; what is longer than a notice holds is cut.
    :param occasion: what happened, the same however often it is noticed: ``broken-417`` for
        promise 417.
    :return: None where it was told before, and to whoever is to see no case file of ours: a
        contractor's user, or somebody who has left.
    """
    if user.is_contractors or not user.is_active:
        return None
    cut = Truncator(text).chars(MOST_TEXT)
    about = (order.pk if order else None, expedite.pk if expedite else None)
    with connection.cursor() as cursor:
        cursor.execute(_TELL, [user.pk, kind, *about, cut, at, occasion])
        made = cursor.fetchone()
    return Notice.objects.get(pk=made[0]) if made else None


def mark_read(*, ids: Collection[int] | None, by: User, at: datetime) -> int:
    """Note that somebody has read some of their notices, or all of them. Read ones stay read.

    :param ids: None for all. Those of other people are left alone.
    :return: how many were unread. All bear this very moment, by which ``mark_unread`` finds them.
    """
    unread = by.notices.unread()
    if ids is not None:
        unread = unread.filter(pk__in=ids)
    return unread.update(read_at=at)


def mark_unread(*, read_at: datetime, by: User) -> int:
    """Take back one marking as read, found by its moment. Repeatable.

    :return: how many are unread again.
    """
    return by.notices.filter(read_at=read_at).update(read_at=None)


def claim_for_mail(*, ids: Collection[int], at: datetime) -> set[int]:
    """Take notices into the mail that is put in this transaction.

    :return: which of them no other mail has.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [at, list(ids)])
        return {row[0] for row in cursor.fetchall()}
