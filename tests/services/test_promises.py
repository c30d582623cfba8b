from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shipments.domain.roles import Role
from shipments.models import Order, Promise, Standing, User
from shipments.services import promises
from shipments.services.refusal import NotAllowed, Refused
from tests.factories import ContractorFactory, UserFactory
from tests.factories.moments import AT
from tests.factories.standings import due_orders, standing_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def expeditor() -> User:
    return UserFactory(roles=[Role.EXPEDITOR.value])


def record(by: User, **given: Any) -> Promise:
    said = {
        "reference": "Q1",
        "ship_on": date(2026, 12, 1),
        "said_by": "Order desk",
        "channel": "phone",
        "by": by,
        "at": AT,
    }
    return promises.record(**(said | given))


def test_a_promise_is_added_and_the_standing_follows(expeditor):
    order = standing_order(reference="Q1")

    promise = record(expeditor)

    assert (promise.order, promise.said_on, promise.recorded_by) == (
        order,
        date(2026, 11, 20),
        expeditor,
    )
    standing = Standing.objects.get(order=order)
    assert (standing.status, standing.promised_ship_on) == ("promised", date(2026, 12, 1))
    assert due_orders() == {order.pk}


def test_a_later_date_needs_its_reason_and_keeps_the_earlier_promise(expeditor):
    standing_order(reference="Q1")
    record(expeditor)

    with pytest.raises(Refused, match=r"later than the 1 Dec 2026 promised before\. Say why"):
        record(expeditor, ship_on=date(2026, 12, 9), at=AT + timedelta(hours=1))
    record(expeditor, ship_on=date(2026, 12, 9), reason="Packaging", at=AT + timedelta(hours=1))

    assert [p.ship_on for p in Promise.objects.oldest_first()] == [
        date(2026, 12, 1),
        date(2026, 12, 9),
    ]


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"ship_on": None}, ("ship_on", "required")),
        ({"ship_on": date(2026, 11, 1)}, ("ship_on", "before_said")),
        ({"said_on": date(2026, 11, 21)}, ("said_on", "in_the_future")),
        ({"said_by": " "}, ("said_by", "required")),
        ({"channel": "pigeon"}, ("channel", "unknown_channel")),
        ({"quantity": 0}, ("quantity", "not_positive")),
        ({"quantity": 101}, ("quantity", "more_than_left")),
    ],
)
def test_a_wrong_promise_is_refused_beside_its_field(expeditor, given, problem):
    standing_order(reference="Q1")

    with pytest.raises(Refused) as refused:
        record(expeditor, **given)

    assert [(p.field, p.code) for p in refused.value.problems] == [problem]
    assert not Promise.objects.exists()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (
            {
                "possible_sale": True,
                "ordered_on": None,
                "ordered_on_precision": "",
                "acknowledged_on": None,
            },
            "possible_sale",
        ),
        ({"cancelled_on": date(2026, 11, 1)}, "not_open"),
    ],
)
def test_nothing_can_be_promised_on_what_is_not_an_open_order(expeditor, fields, code):
    standing_order(reference="Q1", **fields)

    with pytest.raises(Refused) as refused:
        record(expeditor)

    assert [p.code for p in refused.value.problems] == [code]


def test_a_clerk_may_not_record_promises():
    standing_order(reference="Q1")

    with pytest.raises(NotAllowed, match="does not let you record a promise"):
        record(UserFactory(roles=[Role.SHIPMENT_CLERK.value]))


def test_another_contractors_order_does_not_exist_for_a_contractor():
    standing_order(reference="Q1")
    other = UserFactory(roles=[Role.CONTRACTOR.value], contractor=ContractorFactory())

    with pytest.raises(Order.DoesNotExist):
        record(other)


def test_after_midnight_in_jerusalem_today_is_a_day_to_have_said_it_on(expeditor):
    standing_order(reference="Q1")
    late = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)

    promise = record(expeditor, said_on=date(2026, 11, 21), at=late)

    assert promise.said_on == date(2026, 11, 21)


def test_a_mistyped_year_is_refused(expeditor):
    standing_order(reference="Q1")

    with pytest.raises(Refused) as refused:
        record(expeditor, ship_on=date(9999, 12, 1))

    assert [(each.field, each.code) for each in refused.value.problems] == [
        ("ship_on", "year_out_of_reach")
    ]
    assert not Promise.objects.exists()
