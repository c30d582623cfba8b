from __future__ import annotations

import pytest

from shipments.models import PullForward, Shortfall
from tests.coverage.netted import (
    aboard,
    day,
    everything,
    need,
    net_all,
    pulled,
    short,
    to_come,
)
from tests.factories import ItemFactory
from tests.factories.standings import due_orders

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("expected", "found"), [(10, None), (11, (50, 0, 11))])
def test_what_comes_on_the_needed_day_is_in_time_and_a_day_later_is_not(expected, found):
    item = ItemFactory()
    asked = need(item, 50, on=10)
    to_come(item, 50, on=expected)

    net_all()

    assert short(asked) == found


def test_a_late_routine_order_is_named_with_its_quantity_and_days():
    item = ItemFactory()
    asked = need(item, 50, on=10)
    order = to_come(item, 80, on=41)

    net_all()

    assert short(asked) == (50, 0, 41)
    assert pulled(asked) == [(order.reference, 50, 31)]


def test_part_in_time_part_late_part_not_at_all():
    item = ItemFactory()
    asked = need(item, 100, on=10)
    to_come(item, 30, on=5)
    late = to_come(item, 40, on=20)

    net_all()

    assert short(asked) == (70, 30, None)
    assert pulled(asked) == [(late.reference, 40, 10)]


def test_the_urgent_are_served_first_whenever_they_need_it():
    item = ItemFactory()
    routine = need(item, 50, on=10)
    urgent = need(item, 50, on=20, urgency="urgent")
    emergency = need(item, 50, on=30, urgency="emergency")
    to_come(item, 50, on=5)
    to_come(item, 50, on=8)
    last = to_come(item, 50, on=12)

    net_all()

    assert (short(emergency), short(urgent)) == (None, None)
    assert short(routine) == (50, 0, 12)
    assert pulled(routine) == [(last.reference, 50, 2)]


def test_of_equal_urgency_the_earlier_need_is_served_first():
    item = ItemFactory()
    second = need(item, 50, on=20)
    first = need(item, 50, on=10)
    to_come(item, 50, on=5)

    net_all()

    assert short(first) is None
    assert short(second) == (50, 50, None)


def test_without_a_late_routine_order_the_next_ones_down_the_line_are_named_as_far_as_needed():
    item = ItemFactory()
    asked = need(item, 50, on=10)
    to_come(item, 60, on=15, routine=False)
    first = to_come(item, 30, on=20)
    second = to_come(item, 30, on=25)
    to_come(item, 30, on=30)

    net_all()

    assert short(asked) == (50, 0, 15)
    assert pulled(asked) == [(first.reference, 30, 10), (second.reference, 20, 15)]


def test_an_order_before_the_late_one_is_already_taken_and_not_named():
    item = ItemFactory()
    emergency = need(item, 30, on=40, urgency="emergency")
    asked = need(item, 50, on=10)
    to_come(item, 30, on=12)
    to_come(item, 50, on=15, routine=False)

    net_all()

    assert short(emergency) is None
    assert short(asked) == (50, 0, 15)
    assert pulled(asked) == []


def test_what_nothing_covers_is_asked_of_orders_without_a_date():
    item = ItemFactory()
    asked = need(item, 50, on=10)
    undated = to_come(item, 80, on=None)
    to_come(item, 80, on=None, routine=False)

    net_all()

    assert short(asked) == (50, 50, None)
    assert pulled(asked) == [(undated.reference, 50, None)]
    assert PullForward.objects.get().expected_on is None


def test_each_order_is_asked_for_what_it_has_once():
    item = ItemFactory()
    first, second = need(item, 50, on=10), need(item, 50, on=12)
    undated = to_come(item, 70, on=None)

    net_all()

    assert pulled(first) == [(undated.reference, 50, None)]
    assert pulled(second) == [(undated.reference, 20, None)]


def test_goods_under_way_count_by_their_arrival_and_cannot_be_pulled():
    item = ItemFactory()
    asked = need(item, 100, on=10)
    order = to_come(item, 100, on=20)
    aboard(order, 60, on=10)

    net_all()

    assert short(asked) == (40, 0, 20)
    assert pulled(asked) == [(order.reference, 40, 10)]


def test_an_order_wholly_under_way_is_not_named():
    item = ItemFactory()
    asked = need(item, 100, on=10)
    aboard(to_come(item, 100, on=20), 100, on=20)

    net_all()

    assert short(asked) == (100, 0, 20)
    assert pulled(asked) == []


def test_a_held_order_is_no_supply_and_is_not_named():
    item = ItemFactory()
    asked = need(item, 50, on=10)
    aboard(to_come(item, 100, on=5, is_held=True), 50, on=5)

    net_all()

    assert short(asked) == (50, 50, None)
    assert pulled(asked) == []


def test_a_possible_sale_is_no_supply():
    item = ItemFactory()
    asked = need(item, 50, on=10)
    sale = to_come(item, 100, on=None, status="notified", is_open=False)
    sale.possible_sale, sale.ordered_on, sale.acknowledged_on = True, None, None
    sale.ordered_on_precision = ""
    sale.save()

    net_all()

    assert (short(asked), pulled(asked)) == ((50, 50, None), [])


def test_an_order_without_a_published_quantity_is_no_supply_and_is_not_named():
    item = ItemFactory()
    asked = need(item, 50, on=10)
    to_come(item, None, on=5)

    net_all()

    assert (short(asked), pulled(asked)) == ((50, 50, None), [])


# The first policy's grace is 3 days.
@pytest.mark.parametrize(("expected", "found"), [(-3, None), (-4, (50, 50, None))])
def test_a_day_gone_by_more_than_the_grace_counts_for_nothing(expected, found):
    item = ItemFactory()
    asked = need(item, 50, on=10)
    to_come(item, 50, on=expected)

    net_all()

    assert short(asked) == found


def test_an_overdue_routine_order_is_named_without_days():
    item = ItemFactory()
    asked = need(item, 50, on=10)
    overdue = to_come(item, 50, on=-4)

    net_all()

    assert pulled(asked) == [(overdue.reference, 50, None)]


def test_goods_that_have_arrived_are_never_overdue():
    item = ItemFactory()
    asked = need(item, 50, on=10)
    aboard(to_come(item, 50, on=-30), 50, on=-30, classifier="actual")

    net_all()

    assert short(asked) is None


def test_a_second_netting_writes_nothing_and_asks_for_no_order():
    item = ItemFactory()
    need(item, 50, on=10)
    order = to_come(item, 80, on=41)
    net_all()
    assert due_orders() == {order.pk}
    before = list(Shortfall.objects.values()), list(PullForward.objects.values())

    net_all(as_of=1)

    assert (list(Shortfall.objects.values()), list(PullForward.objects.values())) == before


def test_a_met_need_and_what_it_asked_for_are_gone_and_the_order_is_judged_again():
    item = ItemFactory()
    asked = need(item, 50, on=10)
    order = to_come(item, 80, on=41)
    net_all()
    asked.closed_on = day(0)
    asked.save()

    net_all()

    assert everything() == ([], [])
    assert due_orders() == {order.pk}
