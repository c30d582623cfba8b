from __future__ import annotations

from datetime import date

import pytest

from shipments.expedite import sentence
from shipments.models import Flag
from tests.expedite.judged import flag, judge, quiet, reasons
from tests.factories.moments import TODAY
from tests.factories.standings import standing_order

pytestmark = pytest.mark.django_db

LAST_WITHIN = date(2026, 12, 19)  # 30 days after the promise of 19 November
FIRST_BEYOND = date(2026, 12, 20)


def test_thirty_days_without_a_word_are_within_the_limit():
    order = quiet(urgent=True)

    judge(as_of=LAST_WITHIN)

    assert reasons(order) == set()


def test_the_next_day_it_holds():
    order = quiet(urgent=True)

    judge(as_of=FIRST_BEYOND)

    assert reasons(order) == {"silent"}
    found = flag(order, "silent")
    assert (found.kind, found.points, found.since) == ("chase", 15, FIRST_BEYOND)
    assert found.evidence == {"last_heard_on": "2026-11-19"}
    assert sentence(found, FIRST_BEYOND) == "Nothing heard since 19 Nov, 31 days ago."


def test_a_routine_order_is_not_chased():
    order = quiet()

    judge(as_of=FIRST_BEYOND)

    assert reasons(order) == set()


def test_the_sentence_counts_on_while_the_evidence_stays():
    order = quiet(urgent=True)
    judge(as_of=FIRST_BEYOND)

    again = judge(as_of=date(2027, 1, 14))

    assert (again.raised, again.changed, again.cleared) == (0, 0, 0)
    assert sentence(flag(order, "silent"), date(2027, 1, 14)) == (
        "Nothing heard since 19 Nov 2026, 56 days ago."
    )


def test_days_end_on_the_day_it_was_cleared():
    quiet(urgent=True)
    judge(as_of=FIRST_BEYOND)
    judge(as_of=TODAY)
    cleared = Flag.objects.get()
    cleared.cleared_at = cleared.raised_at

    assert sentence(cleared, date(2027, 6, 1)) == "Nothing heard since 19 Nov 2026, 31 days ago."


def test_an_order_without_any_date_was_heard_of_when_it_was_recorded():
    order = standing_order(
        urgency="urgent", ordered_on=None, ordered_on_precision="", acknowledged_on=None
    )

    judge(as_of=date(2026, 12, 20))
    assert "silent" not in reasons(order)
    judge(as_of=date(2026, 12, 21))  # 31 days after it was recorded on 20 November

    assert flag(order, "silent").evidence == {"last_heard_on": "2026-11-20"}


@pytest.mark.parametrize(
    ("as_of", "held"), [(date(2026, 11, 30), set()), (date(2026, 12, 1), {"silent"})]
)
def test_what_was_ordered_in_some_month_may_have_been_on_its_last_day(as_of, held):
    order = standing_order(
        urgency="urgent",
        ordered_on=date(2026, 10, 1),
        ordered_on_precision="month",
        acknowledged_on=None,
    )

    judge(as_of=as_of)

    assert reasons(order) & {"silent"} == held
    if held:
        assert flag(order, "silent").since == date(2026, 12, 1)
        assert sentence(flag(order, "silent"), as_of) == (
            "Nothing heard since Oct 2026, at least 31 days ago."
        )
