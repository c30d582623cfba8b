from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from shipments.domain.roles import Role
from shipments.models import Order, PriorityChange, Standing, User
from shipments.queries import order_history
from shipments.services import priorities
from shipments.services.held import Held
from shipments.services.refusal import NotAllowed, Refused
from tests.at_once import second_of_two
from tests.factories import HoldFactory, UserFactory
from tests.factories.case_files import done_in, expeditor, in_hand
from tests.factories.moments import AT
from tests.factories.standings import due_orders, possible_sale, standing_order

pytestmark = pytest.mark.django_db

WHY = "UND raised from C to A by the receiver"


@pytest.fixture
def by() -> User:
    return expeditor()


@pytest.fixture
def order() -> Order:
    return standing_order(reference="Q1", priority_designator=13)


def raise_(by: User, **given: Any) -> PriorityChange:
    asked = {"reference": "Q1", "designator": 5, "reason": WHY, "by": by, "at": AT}
    return priorities.raise_(**(asked | given))


def test_it_is_an_event_and_the_standing_follows(by, order):
    change = raise_(by)

    order.refresh_from_db()
    assert (order.priority_designator, Standing.objects.get(order=order).is_routine) == (5, False)
    assert (change.designator_before, change.designator_after, change.by) == (13, 5, by)
    assert (change.reason, change.at, due_orders()) == (WHY, AT, {order.pk})


def test_the_history_says_who_and_why(by, order):
    raise_(by, urgency="urgent")

    last = order_history.changes(order)[-1]

    assert last.sentences == [
        "Priority designator: 13 → 5.",
        "Urgency: routine → urgent.",
        f"Why: {WHY}",
    ]
    assert last.by == by.name


def test_an_urgency_alone_needs_a_reason_and_no_designators_ground(by, order):
    raise_(by, designator=None, urgency="emergency", reason="Shortage stated by the receiver")

    order.refresh_from_db()
    assert (order.urgency, order.priority_designator) == ("emergency", 13)


def test_the_file_tells_of_it(by):
    order = in_hand(by, reference="Q1", priority_designator=13)

    raise_(by)

    assert done_in(order) == ["opened", "noted"]


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"designator": None}, [("designator", "required")]),
        ({"designator": 0}, [("designator", "not_a_designator")]),
        ({"designator": 13}, [("designator", "not_raised")]),
        ({"urgency": "routine"}, [("urgency", "not_raised")]),
        ({"urgency": "hasty"}, [("urgency", "unknown")]),
        ({"reason": " "}, [("reason", "required")]),
        ({"reason": "It is needed soon"}, [("reason", "names_no_change")]),
        ({"reason": "FAD " * 80}, [("reason", "too_long")]),
    ],
)
def test_what_is_no_raise_is_refused_beside_its_field(by, order, given, problems):
    with pytest.raises(Refused) as refused:
        raise_(by, **given)

    assert [(each.field, each.code) for each in refused.value.problems] == problems
    order.refresh_from_db()
    assert (order.priority_designator, order.urgency) == (13, "routine")
    assert not PriorityChange.objects.exists()


def test_a_held_order_is_not_raised(by, order):
    HoldFactory(order=order)

    with pytest.raises(Held, match="Q1 is held"):
        raise_(by)

    order.refresh_from_db()
    assert order.priority_designator == 13


def test_nothing_is_raised_on_what_is_not_an_open_order(by):
    possible_sale(reference="Q1")

    with pytest.raises(Refused) as refused:
        raise_(by)

    assert [each.code for each in refused.value.problems] == ["possible_sale"]


def test_a_clerk_may_not_raise(order):
    with pytest.raises(NotAllowed):
        raise_(UserFactory(roles=[Role.SHIPMENT_CLERK.value]))

    assert not PriorityChange.objects.exists()


def test_a_form_sent_twice_raises_once(by, order):
    first = raise_(by)

    assert raise_(by) == first
    assert PriorityChange.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_raises_at_once_the_second_knows_the_first(by, order):
    with pytest.raises(Refused, match="has designator 05 already"):
        second_of_two(partial(raise_, by), partial(raise_, expeditor(), designator=8))

    order.refresh_from_db()
    assert (order.priority_designator, PriorityChange.objects.count()) == (5, 1)
