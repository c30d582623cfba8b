from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from shipments.domain.roles import Role
from shipments.models import Digest, Notice, OutboxMessage
from shipments.services import digests
from tests.at_once import second_of_two
from tests.factories import ContractorFactory, ExpediteFactory, UserFactory
from tests.factories.flags import FlagFactory
from tests.factories.moments import AT, TODAY
from tests.factories.telling import NoticeFactory

pytestmark = pytest.mark.django_db


def mails():
    return list(OutboxMessage.objects.order_by("pk"))


@pytest.fixture
def expeditor():
    return UserFactory(roles=[Role.EXPEDITOR.value], email="dana@quayline.example")


def test_a_digest_says_what_is_due_what_broke_what_is_new_and_what_is_flagged(expeditor):
    file = ExpediteFactory(
        owner=expeditor,
        order__reference="Q1",
        order__item__name="Crate",
        next_step="follow_up",
        next_step_on=date(2026, 11, 18),
    )
    today = ExpediteFactory(
        owner=expeditor, order__reference="Q2", order__item__name="Box", next_step_on=TODAY
    )
    ExpediteFactory(next_step_on=TODAY)
    NoticeFactory(user=expeditor, order=file.order, text="Q1 broke.", at=AT - timedelta(hours=3))
    NoticeFactory(user=expeditor, kind="kept", text="Q2 was kept.", order=today.order)
    NoticeFactory(user=expeditor, kind="due", text="Q1: follow up is due.")
    NoticeFactory(user=expeditor, kind="answered", text="Read already.", read_at=AT)
    NoticeFactory(user=expeditor, kind="answered", text="Mailed already.", mailed_at=AT)
    for _ in range(2):
        FlagFactory(raised_at=AT - timedelta(hours=2))
    FlagFactory(raised_at=AT - timedelta(hours=2), reason="no_ship_date")
    FlagFactory(raised_at=AT - timedelta(days=2))

    sent = digests.send(at=AT)

    digest = Digest.objects.get(user=expeditor)
    mail = OutboxMessage.objects.get(to_address="dana@quayline.example")
    assert mail.subject == "20 Nov 2026: 2 due, 1 broken, 1 new, 3 flagged"
    assert mail.text == (
        "What there is to know on 20 Nov 2026.\n"
        "\n"
        "Due\n"
        "- Q1, Crate: follow up, due since 18 Nov\n"
        "- Q2, Box: a look at it\n"
        "\n"
        "Promises broken\n"
        "- Q1 broke.\n"
        "\n"
        "New\n"
        "- Q2 was kept.\n"
        "\n"
        "New flags\n"
        "- Nothing heard: 2\n"
        "- No ship date: 1\n"
        "\n"
        "All of it, and how often you are mailed, is in your inbox in Quayline.\n"
    )
    assert (digest.on, digest.message, digest.made_at) == (TODAY, mail, AT)
    assert sent == len(mails())
    assert set(expeditor.notices.filter(mailed_at=AT).values_list("kind", flat=True)) == {
        "broken",
        "kept",
        "due",
        "answered",
    }


def test_a_day_with_nothing_to_tell_has_no_mail(expeditor):
    sent = digests.send(at=AT)

    digest = Digest.objects.get()
    assert (sent, digest.user, digest.message) == (0, expeditor, None)


def test_there_is_one_digest_a_day_and_it_starts_where_the_last_ended(expeditor):
    NoticeFactory(user=expeditor, text="First.", kind="kept", at=AT - timedelta(days=1))
    digests.send(at=AT)
    NoticeFactory(user=expeditor, text="Second.", kind="kept", at=AT + timedelta(hours=1))
    same_day = digests.send(at=AT + timedelta(hours=2))

    monday = digests.send(at=AT + timedelta(days=3))

    assert (same_day, monday) == (0, 1)
    assert [("First." in mail.text, "Second." in mail.text) for mail in mails()] == [
        (True, False),
        (False, True),
    ]
    assert [digest.on for digest in Digest.objects.order_by("on")] == [TODAY, date(2026, 11, 23)]


def test_a_broken_promise_that_was_mailed_at_once_stands_in_the_digest_until_it_is_read(expeditor):
    NoticeFactory(user=expeditor, text="Broke.", mailed_at=AT - timedelta(hours=2))
    NoticeFactory(user=expeditor, text="Long ago.", at=AT - timedelta(days=2), mailed_at=AT)

    digests.send(at=AT)

    [mail] = mails()
    assert mail.subject == "20 Nov 2026: 1 broken"
    assert "Long ago." not in mail.text


def test_a_long_part_says_how_many_more(expeditor):
    NoticeFactory.create_batch(33, user=expeditor, kind="kept", text="Kept.")

    digests.send(at=AT)

    [mail] = mails()
    assert mail.subject == "20 Nov 2026: 33 new"
    assert (mail.text.count("- Kept.\n"), "- and 3 more\n" in mail.text) == (30, True)


def test_flags_are_only_for_those_who_expedite():
    UserFactory(roles=[Role.SHIPMENT_CLERK.value])
    FlagFactory(raised_at=AT)

    assert digests.send(at=AT) == 0


@pytest.mark.parametrize(
    ("role", "at", "made"),
    [
        # Friday 20 November 2026: winter time on both sides.
        ("expeditor", datetime(2026, 11, 20, 10, 59, tzinfo=UTC), None),
        ("expeditor", datetime(2026, 11, 20, 11, 0, tzinfo=UTC), date(2026, 11, 20)),
        # The evening of Friday in Washington is Saturday by UTC.
        ("expeditor", datetime(2026, 11, 21, 3, 0, tzinfo=UTC), date(2026, 11, 20)),
        ("expeditor", datetime(2026, 11, 22, 12, 0, tzinfo=UTC), None),
        ("expeditor", datetime(2026, 11, 26, 12, 0, tzinfo=UTC), None),  # Thanksgiving
        ("receiver", datetime(2026, 11, 20, 12, 0, tzinfo=UTC), None),  # a Friday
        ("receiver", datetime(2026, 11, 22, 3, 59, tzinfo=UTC), None),
        ("receiver", datetime(2026, 11, 22, 4, 0, tzinfo=UTC), date(2026, 11, 22)),
    ],
)
def test_it_comes_at_six_on_the_working_days_of_the_persons_side(role, at, made):
    UserFactory(roles=[role])

    digests.send(at=at)

    assert [digest.on for digest in Digest.objects.all()] == ([made] if made else [])


@pytest.mark.parametrize(
    "given",
    [
        {"digest_rhythm": "off"},
        {"is_active": False},
        {"roles": [Role.CONTRACTOR.value]},
    ],
)
def test_who_wants_none_or_may_have_none_gets_none(given):
    person = UserFactory(contractor=ContractorFactory(), **given)
    NoticeFactory(user=person)

    assert digests.send(at=AT) == 0
    assert (Digest.objects.count(), Notice.objects.get().mailed_at) == (0, None)


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_one_makes_it(expeditor):
    NoticeFactory(user=expeditor)

    second = second_of_two(lambda: digests.send(at=AT), lambda: digests.send(at=AT))

    assert second == 0
    assert (len(mails()), Digest.objects.count()) == (1, 1)
