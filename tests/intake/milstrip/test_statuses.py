from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from shipments.models import Promise, Report, Standing, UnmatchedRecord
from shipments.standing.recompute import recompute
from tests.factories import CaseFactory, OrderFactory
from tests.factories.moments import AT
from tests.intake.milstrip.records import CASE, NUMBER, apply, outcomes_of, record

pytestmark = pytest.mark.django_db

STATUS = record("AE1", status="BB", transaction_day="320", estimated_ship_date="7015")


def an_order(**facts: object) -> OrderFactory:
    order = OrderFactory(reference=NUMBER, document_number=NUMBER, **facts)
    recompute([order.pk], at=AT)
    return order


def test_a_status_is_told_as_it_came_and_promises() -> None:
    order = an_order()
    said_at = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)

    outcomes = outcomes_of(STATUS, reported_at=said_at)

    assert [(each["outcome"], each["subject"]) for each in outcomes] == [("created", NUMBER)]
    told = Report.objects.get(order=order)
    assert (told.kind, told.occurs_on, told.quantity) == ("status", date(2026, 11, 16), 100)
    assert (told.said_by, told.channel, told.raw) == ("B14, Depot Nowhere", "transaction", STATUS)
    assert (told.reported_at, told.recorded_at, told.line) == (said_at, AT, 1)
    promise = Promise.objects.get(order=order)
    assert (promise.ship_on, promise.quantity) == (date(2027, 1, 15), 100)
    assert promise.said_on == date(2026, 11, 16)
    assert promise.reported_at == datetime(2026, 11, 16, tzinfo=UTC)
    assert Standing.objects.get(order=order).promised_ship_on == date(2027, 1, 15)


def test_the_same_record_in_another_file_adds_nothing() -> None:
    an_order()
    apply(STATUS)

    counts = apply(STATUS, record("AF1"), STATUS.ljust(80))

    assert counts == {"unchanged": 2, "created": 1}
    assert Report.objects.count() == 2
    assert Promise.objects.count() == 1


@pytest.mark.parametrize(
    "line",
    [
        record("AE1", status="BB", transaction_day="320", estimated_ship_date="6319"),
        record("AE1", status="BB", transaction_day="320"),
        record("AE1", status="BB", transaction_day="320", estimated_ship_date="7015", quantity=0),
        record("AE1", status="BQ", transaction_day="320", estimated_ship_date="7015"),
        record("AC1"),
        record("AB1"),
        record("DRA"),
        record("D6S"),
        record("A5J"),
    ],
)
def test_what_is_no_promise_is_told_alone(line: str) -> None:
    an_order()

    assert apply(line) == {"created": 1}

    assert Report.objects.get().kind == "status"
    assert not Promise.objects.exists()


def test_nothing_is_promised_of_an_order_that_is_cancelled() -> None:
    order = an_order(cancelled_on=date(2026, 11, 1))

    apply(STATUS)

    assert Report.objects.get().order == order
    assert not Promise.objects.exists()


def test_a_status_never_cancels_an_order() -> None:
    order = an_order()

    apply(record("AE1", status="BQ", transaction_day="320"))

    order.refresh_from_db()
    assert order.cancelled_on is None
    assert Report.objects.get().note == "BQ: cancelled at the customer's request"


def test_a_record_of_an_unknown_order_is_kept_until_it_is_known() -> None:
    CaseFactory(case_id=CASE)

    outcomes = outcomes_of(STATUS, record("AMA", priority="02"))

    said = [(each["line"], each["outcome"], each["subject"]) for each in outcomes]
    assert said == [(1, "unmatched", NUMBER), (2, "unmatched", NUMBER)]
    kept = UnmatchedRecord.objects.oldest_first().first()
    assert kept is not None
    assert (kept.document_number, kept.text, kept.line) == (NUMBER, STATUS, 1)
    assert kept.applied_at is None
