"""The digest: one mail a working day to each person, of what is new, what is due, what broke."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Count, Q

from shipments import expedite
from shipments.domain.partial_date import show
from shipments.domain.roles import Right, Role
from shipments.domain.working_days import Calendar, is_working_day
from shipments.models import Digest, Expedite, Flag, Notice, User
from shipments.models.choices import DigestRhythm, NoticeKind
from shipments.services import notices, staff_mail
from shipments.services.staff_mail import Line, Mail, Part

# From this hour on, by the clock of the person's side; a worker that was away sends it later.
HOUR = 6
MOST_LINES = 30
# What somebody's first digest reaches back to.
FIRST_REACHES_BACK = timedelta(days=1)


@dataclass(frozen=True)
class Side:
    """Whose mornings and working days they are."""

    calendar: Calendar
    clock: ZoneInfo


ISRAEL = Side(Calendar.ISRAEL, ZoneInfo("Asia/Jerusalem"))
# Everybody who is no receiver works with the US side: the contractors' hours, US holidays.
WASHINGTON = Side(Calendar.US_FEDERAL, ZoneInfo("America/New_York"))

_CLAIM = """
INSERT INTO shipments_digest (user_id, "on", made_at) VALUES (%s, %s, %s)
ON CONFLICT ON CONSTRAINT digest_one_a_day DO NOTHING
RETURNING id
"""


@dataclass(frozen=True)
class Matter:
    """What there is to tell one person on one day.

    :ivar new: unread, and in no mail yet.
    :ivar broken: unread; those that were mailed at once stand here again.
    :ivar flags: new live flags by reason, for whoever expedites.
    """

    due: list[Expedite]
    broken: list[Notice]
    new: list[Notice]
    flags: list[tuple[str, int]]

    @property
    def is_empty(self) -> bool:
        return not (self.due or self.broken or self.new or self.flags)


def send(*, at: datetime) -> int:
    """Make the digests that are due and not made yet, each in a transaction of its own.

    The row of the day comes first, so any number of workers make one. On a day with nothing
    to tell the row is made and no mail.

    :return: how many mails.
    """
    return sum(_send_to(person, on=on, at=at) for person, on in _due(at))


def side_of(person: User) -> Side:
    return ISRAEL if Role.RECEIVER in person.roles else WASHINGTON


def matter(person: User, *, claimed: Collection[int], on: date, at: datetime) -> Matter:
    """Read what there is to tell. Five queries at most, however much it is.

    :param claimed: the notices that are in no other mail.
    """
    last = person.digests.filter(made_at__lt=at).order_by("-made_at").first()
    since = last.made_at if last else at - FIRST_REACHES_BACK
    unread = person.notices.unread().select_related("order").order_by("at", "pk")
    here = Q(pk__in=claimed)
    due = Expedite.objects.filter(owner=person).due_by(on).soonest_first()
    return Matter(
        due=list(due.select_related("order__item")),
        broken=list(unread.filter(here | Q(at__gt=since), kind=NoticeKind.BROKEN)),
        new=list(unread.filter(here).exclude(kind__in=[NoticeKind.BROKEN, NoticeKind.DUE])),
        flags=_flags(since) if person.may(Right.EXPEDITE) else [],
    )


def compose(told: Matter, *, on: date) -> Mail:
    """Write the mail. Long parts name the first and say how many more there are."""
    numbers = [
        (len(told.due), "due"),
        (len(told.broken), "broken"),
        (len(told.new), "new"),
        (sum(number for _, number in told.flags), "flagged"),
    ]
    said = ", ".join(f"{number} {word}" for number, word in numbers if number)
    day = show(on, "day")
    return staff_mail.compose(
        subject=f"{day}: {said}",
        opening=f"What there is to know on {day}.",
        parts=[
            _part("Due", [_due_line(file, on=on) for file in told.due]),
            _part("Promises broken", [_line(notice) for notice in told.broken]),
            _part("New", [_line(notice) for notice in told.new]),
            _part("New flags", [_flags_line(*each) for each in told.flags]),
        ],
    )


def _due(at: datetime) -> list[tuple[User, date]]:
    """Who is to have a digest by now, and has none of the day."""
    morning = {}
    for side in (ISRAEL, WASHINGTON):
        there = at.astimezone(side.clock)
        if there.hour >= HOUR and is_working_day(there.date(), side.calendar):
            morning[side] = there.date()
    people = User.objects.filter(is_active=True, digest_rhythm=DigestRhythm.DAILY).order_by("pk")
    made = set(Digest.objects.filter(on__in=morning.values()).values_list("user", "on"))
    return [
        (person, on)
        for person in people
        if not person.is_contractors
        and (on := morning.get(side_of(person)))
        and (person.pk, on) not in made
    ]


@transaction.atomic
def _send_to(person: User, *, on: date, at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [person.pk, on, at])
        made = cursor.fetchone()
    if not made:
        return 0
    unmailed = person.notices.unread().filter(mailed_at__isnull=True)
    claimed = notices.claim_for_mail(ids=unmailed.values_list("pk", flat=True), at=at)
    told = matter(person, claimed=claimed, on=on, at=at)
    if told.is_empty:
        return 0
    message = staff_mail.put(compose(told, on=on), to=person, at=at)
    Digest.objects.filter(pk=made[0]).update(message=message)
    return 1


def _flags(since: datetime) -> list[tuple[str, int]]:
    raised = Flag.objects.live().filter(raised_at__gt=since)
    return list(
        raised.values_list("reason")
        .annotate(number=Count("pk"))
        .order_by("-number", "reason")
        .values_list("reason", "number")
    )


def _part(heading: str, lines: list[Line]) -> Part:
    return Part(heading, lines[:MOST_LINES], len(lines[MOST_LINES:]))


def _line(notice: Notice) -> Line:
    return staff_mail.order_line(notice.text, notice.order)


def _due_line(file: Expedite, *, on: date) -> Line:
    step = file.get_next_step_display() if file.next_step else "A look at it"
    said = f"{file.order.reference}, {file.order.item}: {step.lower()}"
    if file.next_step_on and file.next_step_on < on:
        said += f", due since {show(file.next_step_on, 'day', relative_to=on)}"
    return staff_mail.order_line(said, file.order)


def _flags_line(reason: str, number: int) -> Line:
    rule = expedite.rule(reason)
    word = rule.chip if rule else reason.replace("_", " ").capitalize()
    return Line(f"{word}: {number:,}", staff_mail.address("/hot-list/"))
