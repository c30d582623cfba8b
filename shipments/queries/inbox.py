"""A person's inbox: what they were told, the unread first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, Count, F, Q, When

from shipments.models import Notice
from shipments.models.choices import NoticeKind
from shipments.queries.keyset import Page, Place, Sort, page

if TYPE_CHECKING:
    from datetime import datetime

    from shipments.models import User
    from shipments.models.notice import NoticeQuerySet

PAGE_SIZE = 50
SHOWN = ("all", "unread")
# What is read has no value here, and what has no value comes last: the newest read one first.
UNREAD_FIRST = Sort(
    Case(When(read_at__isnull=True, then=F("at"))), "moment", nullable=True, descending=True
)


@dataclass(frozen=True, slots=True)
class Counts:
    """What the navigation says beside the inbox's name."""

    unread: int


@dataclass(frozen=True, slots=True)
class KindTally:
    """How many notices of a kind there are under the filter of reading."""

    kind: NoticeKind
    number: int


@dataclass(frozen=True, slots=True)
class Tallies:
    """How many notices there are.

    :ivar kinds: those that there is any of, as they are declared.
    """

    all: int
    unread: int
    kinds: list[KindTally]


def counts(user: User) -> Counts:
    """Count what the person has not read. One query, of an index."""
    return Counts(unread=user.notices.unread().count())


def notices(user: User, *, shown: str, kind: str) -> NoticeQuerySet:
    """
    :param shown: one of ``SHOWN``.
    :param kind: empty for every kind.
    """
    found = user.notices.unread() if shown == "unread" else user.notices.all()
    return found.filter(kind=kind) if kind else found


def rows(user: User, *, shown: str, kind: str, place: Place) -> Page[Notice]:
    """Two queries.

    :raises BadMarker: the address names no page of this list.
    """
    load = Notice.objects.select_related("order__item", "expedite")
    found = notices(user, shown=shown, kind=kind)
    return page(found, load, sort=UNREAD_FIRST, size=PAGE_SIZE, place=place)


def tallies(user: User, *, shown: str) -> Tallies:
    """Count for the filters. One query."""
    counted = user.notices.values_list("kind").annotate(
        all=Count("pk"), unread=Count("pk", filter=Q(read_at__isnull=True))
    )
    numbers = {kind: (every, unread) for kind, every, unread in counted}
    at = SHOWN.index(shown)
    return Tallies(
        all=sum(every for every, _ in numbers.values()),
        unread=sum(unread for _, unread in numbers.values()),
        kinds=[
            KindTally(kind, numbers[kind][at])
            for kind in NoticeKind
            if kind in numbers and numbers[kind][at]
        ],
    )


def read_at_once(user: User, *, at: datetime) -> int:
    """How many were marked as read at one moment: what taking it back would bring back."""
    return user.notices.filter(read_at=at).count()
