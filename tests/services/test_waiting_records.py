"""What files told of an order before anybody recorded it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from shipments.domain.roles import Role
from shipments.models import DueOrder, Order, Promise, Report, Shipment, Standing, UnmatchedRecord
from shipments.services import import_rounds, orders, waiting_records
from shipments.services.orders import OrderEntry
from shipments.services.refusal import Refused
from tests.factories import CaseFactory, ContractorFactory, LaneFactory, OrderFactory, UserFactory
from tests.factories.moments import AT
from tests.intake.milstrip.records import NUMBER, apply, record

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=3)
STATUS = record("AE1", status="BB", transaction_day="320", estimated_ship_date="7015")
SHIPPED = record("AS1", quantity=40, shipped_day="322", tcn=f"{NUMBER}AXX", mode="A")


@pytest.fixture
def entry() -> OrderEntry:
    CaseFactory(case_id="IS-B-ZZZ")
    return OrderEntry(
        item="Crate, training",
        quantity=100,
        unit_of_issue="EA",
        required_on=date(2027, 2, 1),
        ordered_on=date(2026, 10, 16),
        contractor_id=ContractorFactory().pk,
        case="IS-B-ZZZ",
        document_number=NUMBER,
        priority_designator=13,
        lane_id=LaneFactory(mode="air").pk,
    )


def recorded(entry: OrderEntry) -> Order:
    return orders.record(entry, by=UserFactory(), at=LATER)


def test_whoever_records_the_order_finds_it_as_heard_of_promised_and_shipped(entry):
    came = apply(STATUS, SHIPPED, record("AF1", document_number="BISA4362890002"))

    order = recorded(entry)

    standing = Standing.objects.get(order=order)
    assert came == {"unmatched": 3}
    assert list(Report.objects.values_list("order", "kind", "line")) == [
        (order.pk, "status", 1),
        (order.pk, "shipped", 2),
    ]
    assert Promise.objects.get().reported_at == datetime(2026, 11, 16, tzinfo=UTC)
    assert Shipment.objects.get().tcn == f"{NUMBER}AXX"
    assert (standing.status, standing.departed_quantity) == ("in_transit", 40)
    assert standing.promised_ship_on == date(2027, 1, 15)
    assert not DueOrder.objects.filter(is_stale=True).exists()
    assert [each.document_number for each in UnmatchedRecord.objects.waiting()] == [
        "BISA4362890002"
    ]


def test_what_is_typed_is_said_later_than_a_change_that_waited(entry):
    apply(record("AM1", priority="02"), reported_at=AT - timedelta(days=1))

    order = recorded(entry)

    order.refresh_from_db()
    assert order.priority_designator == 13
    assert Report.objects.get().kind == "statement"


def test_an_order_that_is_refused_takes_nothing_up(entry):
    apply(STATUS)

    with pytest.raises(Refused):
        orders.record(
            OrderEntry(**{**vars(entry), "lane_id": None, "quantity": 0}),
            by=UserFactory(roles=[Role.CASE_MANAGER.value]),
            at=LATER,
        )

    assert UnmatchedRecord.objects.waiting().count() == 1
    assert not Report.objects.exists()


def test_a_record_that_missed_its_order_is_found_by_the_sweep():
    apply(STATUS)
    OrderFactory(reference=NUMBER, document_number=NUMBER)

    import_rounds.run(inbox=None, at=LATER)

    assert waiting_records.sweep(at=LATER) == 0
    assert Standing.objects.get().promised_ship_on == date(2027, 1, 15)
    assert not UnmatchedRecord.objects.waiting().exists()
