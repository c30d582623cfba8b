from __future__ import annotations

from datetime import timedelta

import pytest

from shipments.domain.roles import Role
from shipments.models import Notice
from shipments.models.choices import NoticeKind
from shipments.services import notices
from tests.at_once import second_of_two
from tests.factories import ContractorFactory, ExpediteFactory, UserFactory
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db


def tell(user, **given):
    facts = {
        "kind": NoticeKind.BROKEN,
        "text": "The promise on Q1 was broken.",
        "occasion": "broken-1",
        "at": AT,
    }
    return notices.tell(user=user, **facts | given)


def test_a_person_is_told_with_what_it_is_about():
    expedite = ExpediteFactory()

    notice = tell(expedite.owner, order=expedite.order, expedite=expedite)

    assert (notice.user, notice.order, notice.expedite) == (
        expedite.owner,
        expedite.order,
        expedite,
    )
    assert (notice.kind, notice.text) == ("broken", "The promise on Q1 was broken.")
    assert (notice.at, notice.read_at, notice.mailed_at) == (AT, None, None)


def test_one_occasion_is_told_once_to_each_person():
    one, other = UserFactory(), UserFactory()
    tell(one)

    again = tell(one, text="Told otherwise.")
    to_the_other = tell(other)

    assert again is None
    assert to_the_other is not None
    assert list(Notice.objects.filter(user=one).values_list("text", flat=True)) == [
        "The promise on Q1 was broken."
    ]


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_one_tells():
    person = UserFactory()

    second = second_of_two(lambda: tell(person), lambda: tell(person))

    assert second is None
    assert Notice.objects.count() == 1


def test_a_contractors_person_is_told_nothing_of_our_case_files():
    person = UserFactory(roles=[Role.CONTRACTOR.value], contractor=ContractorFactory())

    assert tell(person) is None
    assert Notice.objects.count() == 0


def test_who_has_left_is_told_nothing():
    assert tell(UserFactory(is_active=False)) is None
    assert Notice.objects.count() == 0


def test_a_text_that_is_too_long_is_cut():
    notice = tell(UserFactory(), text="x" * 301)

    assert notice.text == "x" * 299 + "…"


def test_reading_some_leaves_the_rest_and_other_peoples_alone():
    person, other = UserFactory(), UserFactory()
    read, left = tell(person), tell(person, occasion="broken-2")
    strangers = tell(other)

    count = notices.mark_read(ids=[read.pk, strangers.pk], by=person, at=AT)

    assert count == 1
    assert dict(Notice.objects.values_list("pk", "read_at")) == {
        read.pk: AT,
        left.pk: None,
        strangers.pk: None,
    }


def test_reading_all_is_taken_back_without_what_was_read_before():
    person = UserFactory()
    early, late = tell(person), tell(person, occasion="broken-2")
    before = AT - timedelta(hours=1)
    notices.mark_read(ids=[early.pk], by=person, at=before)

    read = notices.mark_read(ids=None, by=person, at=AT)
    taken_back = notices.mark_unread(read_at=AT, by=person)

    assert (read, taken_back) == (1, 1)
    assert dict(Notice.objects.values_list("pk", "read_at")) == {early.pk: before, late.pk: None}


def test_what_is_read_keeps_the_moment_when_it_was():
    person = UserFactory()
    tell(person)
    notices.mark_read(ids=None, by=person, at=AT)

    again = notices.mark_read(ids=None, by=person, at=AT + timedelta(hours=1))

    assert again == 0
    assert Notice.objects.get().read_at == AT
