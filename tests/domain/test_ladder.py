from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipments.domain.ladder import (
    Governed,
    Known,
    Limits,
    NextStep,
    Side,
    Step,
    governor,
    next_step,
)
from shipments.domain.partial_date import Precision
from shipments.domain.priorities import InvalidPriority, Urgency
from shipments.domain.working_days import working_days_between

LIMITS = Limits(
    chase_days_urgent=3,
    chase_days_routine=7,
    ladder_improvement_days=3,
    ladder_priority_days=5,
    ladder_assistance_days=10,
)
TUESDAY = date(2026, 11, 17)
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))


def asked(
    *,
    today: date = TUESDAY,
    designator: int | None = 12,
    urgency: Urgency = Urgency.ROUTINE,
    contacted_on: date | None = TUESDAY,
    heard_on: date | None = None,
    promised_on: date | None = None,
    planned: Step = Step.FOLLOW_UP,
    promised_precision: Precision = Precision.DAY,
) -> Governed:
    known = Known(
        designator=designator,
        urgency=urgency,
        contacted_on=contacted_on,
        heard_on=heard_on,
        promised_on=promised_on,
        promised_precision=promised_precision,
    )
    return governor(known, today=today, limits=LIMITS, planned=planned)


def test_a_routine_order_waits_seven_days_after_a_contact() -> None:
    assert asked() == Governed(
        allowed_on=date(2026, 11, 24),
        allowed_now=False,
        use=Step.FOLLOW_UP,
        sentences=("Next chase allowed Tue 24 Nov: contacted today, priority 12, seven days.",),
    )


def test_an_urgent_one_waits_three() -> None:
    assert asked(designator=8) == Governed(
        allowed_on=date(2026, 11, 20),
        allowed_now=False,
        use=Step.FOLLOW_UP,
        sentences=("Next chase allowed Fri 20 Nov: contacted today, priority 08, three days.",),
    )


@pytest.mark.parametrize(
    ("urgency", "allowed_on", "says"),
    [
        (Urgency.ROUTINE, date(2026, 11, 24), "routine order, seven days."),
        (Urgency.URGENT, date(2026, 11, 20), "urgent order, three days."),
        (Urgency.EMERGENCY, date(2026, 11, 20), "emergency order, three days."),
    ],
)
def test_without_a_designator_the_urgency_decides(
    urgency: Urgency, allowed_on: date, says: str
) -> None:
    answer = asked(designator=None, urgency=urgency)

    assert answer.allowed_on == allowed_on
    assert answer.sentences[0].endswith(says)


def test_a_designator_decides_before_the_urgency() -> None:
    assert asked(designator=9, urgency=Urgency.EMERGENCY).allowed_on == date(2026, 11, 24)


def test_days_count_from_the_last_word_where_that_is_later() -> None:
    answer = asked(contacted_on=date(2026, 11, 2), heard_on=date(2026, 11, 10))

    assert answer.allowed_now
    assert answer.sentences == (
        "Chase allowed today: last heard of 10 Nov, priority 12, seven days.",
    )


@pytest.mark.parametrize(
    ("today", "now"), [(date(2026, 11, 23), False), (date(2026, 11, 24), True)]
)
def test_the_last_day_of_waiting_is_not_yet_free(today: date, now: bool) -> None:
    assert asked(today=today).allowed_now is now


def test_an_order_that_nobody_spoke_of_may_be_chased() -> None:
    assert asked(contacted_on=None) == Governed(
        allowed_on=TUESDAY,
        allowed_now=True,
        use=Step.FOLLOW_UP,
        sentences=("Chase allowed today: nothing was asked or heard yet.",),
    )


def test_before_the_promised_date_an_improved_one_is_asked_for() -> None:
    answer = asked(contacted_on=date(2026, 11, 2), promised_on=date(2026, 12, 2))

    assert answer.use is Step.IMPROVEMENT_REQUEST
    assert answer.sentences == (
        "Chase allowed today: contacted 2 Nov, priority 12, seven days.",
        "Its promised date, 2 Dec, is still ahead: ask for an improved date instead.",
    )


@pytest.mark.parametrize(
    ("promised_on", "precision", "use", "says"),
    [
        (date(2026, 11, 16), Precision.DAY, Step.FOLLOW_UP, None),
        (TUESDAY, Precision.DAY, Step.IMPROVEMENT_REQUEST, "Its promised date is today"),
        (
            date(2026, 11, 1),
            Precision.MONTH,
            Step.IMPROVEMENT_REQUEST,
            "Its promised date, Nov 2026, is still ahead",
        ),
        (date(2026, 10, 31), Precision.MONTH, Step.FOLLOW_UP, None),
        (
            date(2027, 1, 5),
            Precision.DAY,
            Step.IMPROVEMENT_REQUEST,
            "Its promised date, 5 Jan 2027, is still ahead",
        ),
    ],
)
def test_a_promise_is_ahead_until_its_last_day_is_over(
    promised_on: date, precision: Precision, use: Step, says: str | None
) -> None:
    answer = asked(promised_on=promised_on, promised_precision=precision)

    assert answer.use is use
    assert answer.sentences[1:] == (
        () if says is None else (f"{says}: ask for an improved date instead.",)
    )


@pytest.mark.parametrize("planned", [Step.PRIORITY_INCREASE, Step.SPECIAL_ASSISTANCE])
def test_what_is_not_a_chase_is_not_held_back(planned: Step) -> None:
    answer = asked(planned=planned, promised_on=date(2026, 12, 2))

    assert (answer.allowed_now, answer.use) == (True, planned)
    assert answer.sentences == (f"{planned.words} may go at any time.",)


def test_what_is_no_designator_is_refused() -> None:
    with pytest.raises(InvalidPriority, match="found 16"):
        asked(designator=16)


@given(days, days, days, st.none() | st.integers(min_value=1, max_value=15), st.none() | days)
def test_the_wait_is_one_of_the_limits_whatever_the_dates(
    today: date,
    contacted_on: date,
    heard_on: date,
    designator: int | None,
    promised_on: date | None,
) -> None:
    answer = asked(
        today=today,
        contacted_on=contacted_on,
        heard_on=heard_on,
        designator=designator,
        promised_on=promised_on,
    )

    waited = (answer.allowed_on - max(contacted_on, heard_on)).days
    assert waited == (3 if designator is not None and designator <= 8 else 7)
    assert answer.allowed_now is (answer.allowed_on <= today)
    ahead = promised_on is not None and promised_on >= today
    assert (answer.use is Step.IMPROVEMENT_REQUEST) is ahead
    assert len(answer.sentences) == 1 + ahead


@given(days, days, days)
def test_a_later_contact_never_allows_an_earlier_chase(
    today: date, contacted_on: date, heard_on: date
) -> None:
    first = asked(today=today, contacted_on=contacted_on, heard_on=heard_on)
    then = asked(today=today, contacted_on=contacted_on + timedelta(days=1), heard_on=heard_on)

    assert first.allowed_on <= then.allowed_on <= first.allowed_on + timedelta(days=1)


@pytest.mark.parametrize(
    ("after", "on", "to", "expected"),
    [
        (
            None,
            TUESDAY,
            Side.CONTRACTOR,
            NextStep(Step.FOLLOW_UP, TUESDAY, "Follow-up: nothing was asked yet."),
        ),
        (
            # Thursday 26 November is Thanksgiving.
            Step.FOLLOW_UP,
            date(2026, 11, 24),
            Side.CONTRACTOR,
            NextStep(
                Step.IMPROVEMENT_REQUEST,
                date(2026, 11, 30),
                "Request for an improved ship date due Mon 30 Nov: no answer 3 working days "
                "after the follow-up of Tue 24 Nov.",
            ),
        ),
        (
            Step.FOLLOW_UP,
            date(2026, 11, 24),
            Side.RECEIVER,
            NextStep(
                Step.IMPROVEMENT_REQUEST,
                date(2026, 11, 29),
                "Request for an improved ship date due Sun 29 Nov: no answer 3 working days "
                "after the follow-up of Tue 24 Nov.",
            ),
        ),
        (
            Step.PRIORITY_INCREASE,
            date(2026, 12, 21),
            Side.CONTRACTOR,
            NextStep(
                Step.SPECIAL_ASSISTANCE,
                date(2027, 1, 6),
                "Special priorities assistance due Wed 6 Jan 2027: no answer 10 working days "
                "after the priority increase of Mon 21 Dec 2026.",
            ),
        ),
    ],
)
def test_each_step_falls_due_by_the_calendar_of_its_side(
    after: Step | None, on: date, to: Side, expected: NextStep
) -> None:
    assert next_step(after=after, answered=False, on=on, limits=LIMITS, to=to) == expected


@pytest.mark.parametrize("after", [step for step in Step if step.above])
def test_an_answer_stops_the_ladder(after: Step) -> None:
    assert next_step(after=after, answered=True, on=TUESDAY, limits=LIMITS) is None


def test_nothing_stands_above_special_assistance() -> None:
    after = Step.SPECIAL_ASSISTANCE

    assert after.above is None
    assert next_step(after=after, answered=False, on=TUESDAY, limits=LIMITS) is None


@given(st.sampled_from([step for step in Step if step.above]), days, st.sampled_from(Side))
def test_the_next_step_is_one_up_and_its_days_are_working_days(
    after: Step, on: date, to: Side
) -> None:
    following = next_step(after=after, answered=False, on=on, limits=LIMITS, to=to)

    assert following is not None
    assert following.step is after.above
    waited = working_days_between(on, following.due_on, to.calendar)
    assert waited == LIMITS.days_before(following.step)


def test_limits_come_from_a_policy_and_what_is_not_theirs_stays_there() -> None:
    policy = {
        "chase_days_urgent": 3,
        "chase_days_routine": 7,
        "ladder_improvement_days": 3,
        "ladder_priority_days": 5,
        "ladder_assistance_days": 10,
        "silent_days": 30,
    }

    assert Limits.of(policy) == LIMITS
    with pytest.raises(KeyError, match="chase_days_urgent"):
        Limits.of({})
