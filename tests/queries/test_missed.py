from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shipments.domain.roles import Role
from shipments.queries.missed import missed
from shipments.services import judging
from tests.expedite.judged import quiet
from tests.factories import ContractorFactory, UserFactory
from tests.factories.moments import AT
from tests.factories.record import JudgingPassFactory

pytestmark = pytest.mark.django_db

LEFT = datetime(2026, 11, 17, 10, 2, tzinfo=UTC)
BACK = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def passed(at: datetime, **counts: int) -> None:
    JudgingPassFactory(as_of=at.date(), started_at=at, finished_at=at, **counts)


def test_who_comes_back_says_from_when_it_was_away_and_what_it_made_up_for():
    passed(LEFT, raised=3)
    passed(BACK, raised=12, cleared=4)
    passed(AT, raised=1)

    found = missed(user=UserFactory(), now=AT)

    assert found is not None
    assert found.words == (
        "The worker was away from 17 Nov, 10:02Z to 20 Nov, 09:00Z. "
        "On its return it raised 12 flags and cleared 4."
    )


def test_two_workers_that_come_back_together_are_counted_together():
    passed(LEFT)
    JudgingPassFactory(started_at=BACK, finished_at=BACK + timedelta(seconds=2), raised=1)
    JudgingPassFactory(started_at=BACK, finished_at=BACK + timedelta(seconds=3), raised=11)

    found = missed(user=UserFactory(), now=AT)

    assert found is not None
    assert found.raised == 12


@pytest.mark.parametrize(
    ("left", "back", "now"),
    [
        (AT - timedelta(hours=23), AT - timedelta(minutes=5), AT),  # late, not away
        (LEFT, BACK, BACK + timedelta(days=1, minutes=1)),  # said long enough
        (None, BACK, AT),  # it began
        (LEFT, None, AT),  # it is still away, which the worker's line says
    ],
)
def test_nothing_is_said_otherwise(left, back, now):
    for at in (left, back):
        if at:
            passed(at)

    assert missed(user=UserFactory(), now=now) is None


def test_a_contractors_person_is_told_nothing():
    passed(LEFT)
    passed(BACK, raised=12)
    user = UserFactory(roles=[Role.CONTRACTOR.value], contractor=ContractorFactory())

    assert missed(user=user, now=AT) is None


def test_down_for_three_days_it_raises_each_flag_that_it_missed_once():
    order = quiet(required_on=LEFT.date())
    judging.run(as_of=LEFT.date(), at=LEFT)

    judging.run(as_of=BACK.date(), at=BACK)
    judging.run(as_of=AT.date(), at=AT)

    past = order.flags.get(reason="past_required_date")
    assert (past.since, past.raised_at) == (LEFT.date() + timedelta(days=1), BACK)
    found = missed(user=UserFactory(), now=AT)
    assert found is not None
    assert found.words.endswith("On its return it raised 1 flag and cleared 0.")
