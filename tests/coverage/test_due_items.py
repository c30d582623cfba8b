from __future__ import annotations

import pytest

from shipments.coverage.net import net, net_due
from shipments.models import DueItem, DueOrder, NettedDay, Order, Standing
from shipments.standing.recompute import recompute
from tests.at_once import second_of_two
from tests.coverage.netted import (
    aboard,
    day,
    everything,
    need,
    net_all,
    pulled,
    short,
    stands_in,
    to_come,
)
from tests.factories import ItemFactory, MilestoneFactory, OrderFactory
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db


def marked() -> set[int | None]:
    return set(DueItem.objects.values_list("item_id", flat=True))


def unmarked() -> None:
    DueItem.objects.all().delete()


def due(as_of: int = 0) -> int:
    return net_due(as_of=day(as_of), at=AT)


@pytest.mark.parametrize(
    "change",
    [
        {"expected_delivery_on": day(3)},
        {"is_held": True},
        {"is_open": False},
        {"is_routine": False},
        {"shipped_quantity": 10},
        {"received_quantity": 10},
    ],
)
def test_a_supply_that_moves_marks_its_item(change):
    item = ItemFactory()
    need(item, 50, on=10)
    order = to_come(item, 50, on=20)
    unmarked()

    Standing.objects.filter(order=order).update(**change)

    assert marked() == {item.pk}


def test_what_moves_no_supply_marks_nothing():
    item = ItemFactory()
    need(item, 50, on=10)
    order = to_come(item, 50, on=20)
    unmarked()

    Standing.objects.filter(order=order).update(last_heard_on=day(0))

    assert marked() == set()


def test_a_supply_that_nobody_waits_for_marks_nothing():
    item = ItemFactory()
    need(item, 50, on=10).delete()
    unmarked()

    to_come(item, 50, on=20)

    assert marked() == set()


def test_a_substitutes_supply_marks_the_substitute():
    item, other = ItemFactory.create_batch(2)
    stands_in(other, for_item=item)
    need(item, 50, on=10)
    unmarked()

    to_come(other, 50, on=20)

    assert marked() == {other.pk}


def test_a_changed_quantity_and_a_corrected_item_mark_what_they_touch():
    item, right = ItemFactory.create_batch(2)
    need(item, 50, on=10)
    need(right, 50, on=10)
    order = to_come(item, 50, on=20)
    unmarked()

    Order.objects.filter(pk=order.pk).update(quantity=60)
    by_quantity = marked()
    Order.objects.filter(pk=order.pk).update(item=right)

    assert by_quantity == {item.pk}
    assert marked() == {item.pk, right.pk}


def test_a_new_arrival_of_a_part_marks_its_item():
    item = ItemFactory()
    need(item, 50, on=10)
    order = to_come(item, 100, on=20)
    aboard(order, 60, on=12)
    unmarked()

    MilestoneFactory(
        shipment=order.shipment_lines.get().shipment,
        kind="arrived",
        classifier="estimated",
        occurs_on=day(9),
    )

    assert marked() == {item.pk}


def test_due_items_are_netted_once_and_their_marks_taken_away():
    item, quiet = ItemFactory.create_batch(2)
    asked, untouched = need(item, 50, on=10), need(quiet, 50, on=10)
    due()
    unmarked()
    to_come(item, 50, on=20)

    netted = due()

    assert (netted, due(), marked()) == (1, 0, set())
    assert short(asked) == (50, 0, 20)
    assert short(untouched) == (50, 50, None)


def test_with_an_item_come_those_that_share_a_substitute_with_it():
    item, another, shared = ItemFactory.create_batch(3)
    stands_in(shared, for_item=item)
    stands_in(shared, for_item=another)
    routine = need(item, 50, on=10)
    to_come(shared, 50, on=5)
    net_all()
    assert short(routine) is None
    need(another, 50, on=10, urgency="emergency")

    netted = net([another.pk], as_of=TODAY, at=AT)

    assert netted == 3
    assert short(routine) == (50, 50, None)


def test_an_entry_for_every_item_nets_all_that_have_needs():
    first, second = need(ItemFactory(), 50, on=10), need(ItemFactory(), 50, on=10)
    due()
    DueItem.objects.create(marked_at=AT)

    assert due() == 2
    assert (short(first), short(second)) == ((50, 50, None), (50, 50, None))


def test_a_new_day_nets_every_item_once():
    item = ItemFactory()
    asked = need(item, 50, on=10)
    order = to_come(item, 50, on=1)
    due()
    assert short(asked) is None

    within, same_day, beyond = due(as_of=4), due(as_of=4), due(as_of=5)

    assert (within, same_day, beyond) == (1, 0, 1)
    assert NettedDay.objects.get().as_of == day(5)
    assert short(asked) == (50, 50, None)
    assert pulled(asked) == [(order.reference, 50, None)]


def test_a_day_that_has_been_asks_for_nothing():
    need(ItemFactory(), 50, on=10)
    due(as_of=4)
    unmarked()

    assert due(as_of=3) == 0
    assert NettedDay.objects.get().as_of == day(4)


def test_only_orders_whose_pull_changed_are_judged_again():
    item = ItemFactory()
    need(item, 50, on=10)
    first, second = to_come(item, 50, on=20), to_come(item, 50, on=30)
    net_all()
    DueOrder.objects.all().delete()
    Standing.objects.filter(order=second).update(expected_delivery_on=day(31))

    due()
    of_the_later = list(DueOrder.objects.values_list("order_id", "is_stale"))
    Standing.objects.filter(order=first).update(expected_delivery_on=day(21))
    due()

    assert of_the_later == []
    assert list(DueOrder.objects.values_list("order_id", "is_stale")) == [(first.pk, False)]


def test_netting_none_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert net([], as_of=TODAY, at=AT) == 0


def test_a_recomputed_order_marks_its_item():
    order = OrderFactory()
    need(order.item, 50, on=10)
    unmarked()

    recompute([order.pk], at=AT)

    assert marked() == {order.item_id}


@pytest.mark.django_db(transaction=True)
def test_of_two_that_net_one_item_at_once_the_second_waits_and_finds_nothing_to_write():
    item = ItemFactory()
    need(item, 50, on=10)
    to_come(item, 50, on=20)
    DueOrder.objects.all().delete()

    second_of_two(net_all, net_all)

    assert DueOrder.objects.count() == 1
    assert len(everything()[1]) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_one_nets_what_is_marked():
    item = ItemFactory()
    due()
    need(item, 50, on=10)
    unmarked()
    to_come(item, 50, on=20)
    DueOrder.objects.all().delete()

    assert second_of_two(due, due) == 0
    assert DueOrder.objects.count() == 1
