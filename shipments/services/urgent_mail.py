"""What is mailed at once: what happens on an order that somebody has taken up."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Min, Q

from shipments.models import Notice, User
from shipments.models.choices import NoticeKind
from shipments.models.notice import NoticeQuerySet
from shipments.services import notices, staff_mail
from shipments.services.staff_mail import Mail, Part

KINDS = (
    NoticeKind.BROKEN,
    NoticeKind.UNDELIVERED,
    NoticeKind.PROPOSED,
    NoticeKind.ANSWERED,
    NoticeKind.HANDED_OVER,
)
HEADINGS = {
    NoticeKind.BROKEN: "Promises broken",
    NoticeKind.UNDELIVERED: "Mail not delivered",
    NoticeKind.PROPOSED: "Proposed, waiting for your word",
    NoticeKind.ANSWERED: "Answered",
    NoticeKind.HANDED_OVER: "Handed over to you",
}
# A burst is over when nothing has come for this long, and is not waited out for longer than that.
QUIET = timedelta(minutes=2)
PATIENCE = timedelta(minutes=15)
MOST_LINES = 100


def send(*, at: datetime) -> int:
    """Put one mail for each person with everything new on the orders that they have taken up.

    What was read in the inbox meanwhile is not mailed. Repeatable, and by any number of
    workers: a notice is claimed in the transaction that puts its mail.

    :return: how many mails.
    """
    burst = _urgent().values("user").annotate(first=Min("at"), last=Max("at"))
    settled = burst.filter(Q(last__lte=at - QUIET) | Q(first__lte=at - PATIENCE))
    people = User.objects.filter(pk__in=settled.values("user")).order_by("pk")
    return sum(_send_to(person, at=at) for person in people)


def compose(told: list[Notice]) -> Mail:
    """Write one mail of notices that have their order loaded, whatever their number."""
    counted = Counter(notice.kind for notice in told)
    parts, room = [], MOST_LINES
    for kind in KINDS:
        of_kind = [notice for notice in told if notice.kind == kind]
        lines = [staff_mail.order_line(notice.text, notice.order) for notice in of_kind[:room]]
        parts.append(Part(f"{HEADINGS[kind]}: {len(of_kind)}", lines, len(of_kind) - len(lines)))
        room -= len(lines)
    one = len(told) == 1
    subject = ", ".join(
        f"{counted[kind]} {kind.replace('_', ' ')}" for kind in KINDS if counted[kind]
    )
    return staff_mail.compose(
        subject=told[0].text if one else f"Orders you have taken up: {subject}",
        opening=f"{'This has' if one else 'These have'} happened on orders that you have taken up.",
        parts=parts,
    )


def _urgent() -> NoticeQuerySet:
    return Notice.objects.unread().filter(
        mailed_at__isnull=True,
        kind__in=KINDS,
        user__is_active=True,
        expedite__owner=F("user"),
        expedite__closed_at__isnull=True,
    )


@transaction.atomic
def _send_to(person: User, *, at: datetime) -> int:
    ids = _urgent().filter(user=person).values_list("pk", flat=True)
    claimed = notices.claim_for_mail(ids=ids, at=at)
    if not claimed:
        return 0
    told = Notice.objects.filter(pk__in=claimed).select_related("order").order_by("at", "pk")
    staff_mail.put(compose(list(told)), to=person, at=at)
    return 1
