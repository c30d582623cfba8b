"""Whatever a rule reads, a change of it puts the orders concerned on the list of work."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection

from shipments.expedite import rules
from shipments.models import DueItem, DueOrder, Policy
from tests.expedite.judged import quiet
from tests.factories import (
    ItemFactory,
    MilestoneFactory,
    NeedFactory,
    PlaceFactory,
    PromiseFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)
from tests.factories.expediting import (
    DepartureFactory,
    DisruptionFactory,
    HoldFactory,
    LaneFactory,
    ReportFactory,
)
from tests.factories.moments import AT, TODAY
from tests.factories.standings import due_orders, stale_orders

# What is read of these stands in a row of the tables that are marked by: the history of an order
# beside it, the netting by coverage itself; a place, an item or a contact lends its name.
NOT_MARKED_BY = {
    "shipments_orderevent",
    "shipments_standing",
    "shipments_pullforward",
    "shipments_place",
    "shipments_item",
    "shipments_contact",
    "shipments_heldorder",
}


@pytest.fixture(autouse=True)
def _database(db):
    pass


def nothing_due() -> None:
    DueOrder.objects.all().delete()
    DueItem.objects.all().delete()


def test_every_table_that_a_rule_reads_marks():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname LIKE ANY ('{%%is_judged_again%%,%%is_computed_again%%}')"
        )
        marking = {table for (table,) in cursor.fetchall()}
    read = {table for rule in rules() for table in rule.reads if table != "scope"}

    assert read <= {model._meta.db_table for model in apps.get_models()}
    assert read - marking == NOT_MARKED_BY & read


@pytest.mark.parametrize("write", [PromiseFactory, ReportFactory, ShipmentLineFactory])
def test_what_is_told_of_an_order_has_it_computed_again(write):
    order = quiet()
    nothing_due()

    write(order=order)

    assert stale_orders() == {order.pk}


def test_a_milestone_has_all_aboard_computed_again():
    line, other = ShipmentLineFactory(), ShipmentLineFactory()
    ShipmentLineFactory(shipment=line.shipment, order=other.order)
    nothing_due()

    MilestoneFactory(shipment=line.shipment)

    assert stale_orders() == {line.order_id, other.order_id}


def test_writing_a_row_as_it_stands_marks_nothing():
    order = quiet()
    nothing_due()

    order.save()

    assert stale_orders() == set()


def test_a_need_asks_for_its_item_and_its_routine_orders():
    routine, urgent = quiet(), quiet(urgent=True)
    quiet()
    nothing_due()

    NeedFactory(item=routine.item)
    NeedFactory(item=urgent.item)

    assert due_orders() == {routine.pk}
    assert set(DueItem.objects.values_list("item_id", flat=True)) == {
        routine.item_id,
        urgent.item_id,
    }


def test_a_substitute_asks_for_both_items():
    item, accepted = ItemFactory(), ItemFactory()
    nothing_due()

    item.substitutes.create(accepted=accepted, rank=1, source="A list", recorded_at=AT)

    assert set(DueItem.objects.values_list("item_id", flat=True)) == {item.pk, accepted.pk}


def test_a_disruption_asks_for_what_is_planned_or_aboard_on_its_way():
    passage = PlaceFactory()
    lane = LaneFactory()
    lane.passes.add(passage)
    planned, elsewhere, aboard = quiet(lane=lane), quiet(lane=LaneFactory()), quiet()
    shipment = ShipmentFactory(from_place=lane.from_place, to_place=lane.to_place)
    ShipmentLineFactory(shipment=shipment, order=aboard)
    nothing_due()

    DisruptionFactory(place=passage)

    assert due_orders() == {planned.pk, aboard.pk}
    assert elsewhere.pk not in due_orders()


def test_a_departure_asks_for_the_orders_of_its_lane():
    lane = LaneFactory()
    order = quiet(lane=lane)
    quiet(lane=LaneFactory())
    nothing_due()

    DepartureFactory(from_place=lane.from_place, to_place=lane.to_place)

    assert due_orders() == {order.pk}


def test_a_lane_planned_otherwise_has_its_orders_computed_again():
    lane = LaneFactory()
    order = quiet(lane=lane)
    nothing_due()

    type(lane).objects.filter(pk=lane.pk).update(planning_days=40)

    assert stale_orders() == {order.pk}


def test_a_hold_and_its_release_have_what_it_covers_computed_again():
    order, other = quiet(), quiet()
    nothing_due()
    hold = HoldFactory(order=None, item=order.item)
    placed = stale_orders()
    nothing_due()

    type(hold).objects.filter(pk=hold.pk).update(review_on=TODAY + timedelta(days=60))

    assert (placed, stale_orders()) == ({order.pk}, {order.pk})
    assert other.pk not in placed


@pytest.mark.parametrize(
    ("limit", "stale"), [("silent_days", False), ("transit_planning_days", True)]
)
def test_a_policy_asks_for_every_order_and_expected_otherwise_has_all_computed_again(limit, stale):
    nothing_due()
    last = Policy.objects.in_force()

    Policy.objects.create(
        version=last.version + 1, limits={**last.limits, limit: 77}, reason="Why", made_at=AT
    )

    assert list(DueOrder.objects.values_list("order_id", "is_stale")) == [(None, stale)]


def test_an_order_that_only_its_date_of_requirement_changed_is_computed_again():
    order = quiet()
    nothing_due()

    type(order).objects.filter(pk=order.pk).update(required_on=date(2027, 4, 1))

    assert stale_orders() == {order.pk}
