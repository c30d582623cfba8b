from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from shipments.intake.milstrip import for_orders, overdue
from shipments.models import (
    ImportBatch,
    ImportRefusal,
    Item,
    Order,
    PriorityChange,
    Promise,
    Report,
    ShipmentLine,
    Standing,
    Stated,
    UnmatchedRecord,
)
from shipments.standing.recompute import recompute
from tests.factories import CaseFactory, HoldFactory, LaneFactory, OrderFactory
from tests.factories.moments import AT
from tests.intake.milstrip.records import CASE, NUMBER, apply, outcomes_of, record

pytestmark = pytest.mark.django_db

REQUISITION = record("A0A", required_delivery_date="032", demand="N")
STATUS = record("AE1", status="BB", transaction_day="320", estimated_ship_date="7015")
RAISED = record("AMA", priority="02", required_delivery_date="015")
SHIPPED = record("AS1", shipped_day="315", tcn=f"{NUMBER}XXX", quantity=60)
EARLIER = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def a_case() -> None:
    CaseFactory(case_id=CASE)


def test_a_requisition_records_an_order() -> None:
    a_case()

    outcomes = outcomes_of(REQUISITION)

    assert [(each["outcome"], each["subject"]) for each in outcomes] == [("created", NUMBER)]
    order = Order.objects.get()
    assert (order.reference, order.document_number) == (NUMBER, NUMBER)
    assert order.requisition == REQUISITION
    assert order.case.case_id == CASE
    assert (order.quantity, order.unit_of_issue, order.priority_designator) == (100, "EA", 12)
    assert (order.ordered_on, order.required_on) == (date(2026, 10, 16), date(2027, 2, 1))
    assert order.first_required_on == date(2027, 2, 1)
    assert Item.objects.get().nsn == "1395012345678"
    assert Standing.objects.get().order == order


def test_what_is_told_of_an_order_may_stand_before_it_in_the_file() -> None:
    a_case()

    assert apply(STATUS, RAISED, REQUISITION) == {"created": 2, "changed": 1}

    order = Order.objects.get()
    assert (order.priority_designator, order.required_on) == (2, date(2027, 1, 15))
    assert order.first_required_on == date(2027, 2, 1)
    assert Promise.objects.get().order == order


def test_a_modification_changes_neither_item_nor_quantity() -> None:
    a_case()
    apply(REQUISITION)

    apply(record("AMA", priority="03", quantity=7, stock_number="1395019999999"))

    order = Order.objects.get()
    assert (order.quantity, order.item.nsn) == (100, "1395012345678")
    assert order.priority_designator == 3


@pytest.mark.parametrize("identifier", ["A2A", "A3A", "A4A", "A5A", "ATA"])
def test_what_passes_an_order_on_records_it_too(identifier: str) -> None:
    a_case()

    assert apply(record(identifier)) == {"created": 1}

    order = Order.objects.get()
    assert (order.document_number, order.requisition) == (NUMBER, "")


def test_a_part_of_an_order_waits_for_the_whole() -> None:
    a_case()
    part = record("A4A", suffix="B", quantity=40)

    assert apply(part) == {"unmatched": 1}
    apply(REQUISITION)

    assert Order.objects.get().quantity == 100
    assert not UnmatchedRecord.objects.waiting().exists()


def test_a_case_that_nobody_has_recorded_is_named() -> None:
    (outcome,) = outcomes_of(REQUISITION)

    assert (outcome["code"], outcome["position"]) == ("unknown_case", "45")
    assert outcome["expected"] == (
        f"No case {CASE} is recorded here. Record the case first, then import this line again."
    )
    assert not Order.objects.exists()


def test_what_the_statements_refuse_is_told_by_its_column() -> None:
    a_case()
    OrderFactory(
        reference=NUMBER,
        document_number=NUMBER,
        case__case_id="IS-B-ZZY",
        possible_sale=True,
        ordered_on=None,
        ordered_on_precision="",
        acknowledged_on=None,
    )

    (outcome,) = outcomes_of(REQUISITION)

    assert (outcome["code"], outcome["position"], outcome["field"]) == (
        "possible_sale",
        "30",
        "document_number",
    )


def test_a_held_order_is_not_raised_and_the_record_is_kept() -> None:
    a_case()
    apply(REQUISITION)
    HoldFactory(order=Order.objects.get())

    (outcome,) = outcomes_of(RAISED)

    assert (outcome["outcome"], outcome["code"]) == ("refused", "held")
    assert (outcome["position"], outcome["field"]) == ("60", "priority")
    assert Order.objects.get().priority_designator == 12
    assert Report.objects.get().raw == RAISED


def test_what_waited_is_applied_when_its_order_comes() -> None:
    a_case()
    lane = LaneFactory()
    apply(STATUS, RAISED, SHIPPED, reported_at=EARLIER, lane=lane, sender="Depot Elsewhere")
    waited = ImportBatch.objects.get()
    assert UnmatchedRecord.objects.waiting().count() == 3

    outcomes = outcomes_of(REQUISITION)

    assert [(each["line"], each["outcome"]) for each in outcomes] == [(1, "created")]
    order = Order.objects.get()
    assert (order.priority_designator, order.required_on) == (2, date(2027, 1, 15))
    promise = Promise.objects.get()
    assert (promise.batch, promise.line) == (waited, 1)
    assert promise.said_by == "B14, Depot Elsewhere"
    told = Report.objects.get(kind="shipped")
    assert (told.batch, told.line, told.reported_at) == (waited, 3, EARLIER)
    assert ShipmentLine.objects.get().shipment.from_place == lane.from_place
    stated = Stated.objects.get(kind="order", subject_id=order.pk)
    assert (stated.batch, stated.line, stated.said_at) == (waited, 2, EARLIER)
    assert Standing.objects.get().departed_quantity == 60
    assert set(UnmatchedRecord.objects.values_list("applied_at", flat=True)) == {AT}


def test_what_waited_is_applied_when_a_person_records_its_order() -> None:
    lane = LaneFactory()
    case = CaseFactory(case_id=CASE)
    apply(STATUS, RAISED, SHIPPED, reported_at=EARLIER, lane=lane)
    waited = ImportBatch.objects.get()
    order = OrderFactory(
        reference=NUMBER,
        document_number=NUMBER,
        case=case,
        priority_designator=9,
        recorded_at=datetime(2026, 11, 17, tzinfo=UTC),
    )
    assert overdue() == [NUMBER]

    touched = for_orders([NUMBER], at=AT)

    assert touched == {order.pk}
    recompute(touched, at=AT)
    order.refresh_from_db()
    assert order.priority_designator == 2
    change = PriorityChange.objects.get()
    assert change.reason == f"File {waited.name}, line 2."
    assert Promise.objects.get().batch == waited
    assert Standing.objects.get().departed_quantity == 60
    assert overdue() == []
    assert for_orders([NUMBER], at=AT) == set()


def test_what_waited_and_is_refused_is_told_with_its_own_file() -> None:
    case = CaseFactory(case_id=CASE)
    apply(record("AF1"), RAISED, SHIPPED, lane=LaneFactory(), reported_at=EARLIER)
    waited = ImportBatch.objects.get()
    HoldFactory(order=None, case=case)

    assert apply(REQUISITION) == {"created": 1}

    refusals = ImportRefusal.objects.in_order()
    assert [(each.batch, each.line, each.code) for each in refusals] == [
        (waited, 3, "held"),
    ]
    # Describing an order that is new is none of what a hold forbids.
    assert Order.objects.get().priority_designator == 2
    assert not UnmatchedRecord.objects.waiting().exists()


def test_what_waits_for_an_order_that_is_refused_goes_on_waiting() -> None:
    apply(STATUS, reported_at=EARLIER)

    apply(REQUISITION)

    assert not Order.objects.exists()
    assert UnmatchedRecord.objects.waiting().count() == 1


def test_the_same_record_of_the_same_moment_waits_once() -> None:
    apply(STATUS)

    assert apply(STATUS, record("AF1")) == {"unmatched": 2}

    assert UnmatchedRecord.objects.count() == 2


def test_a_waiting_record_that_would_be_refused_is_told_so_once_its_order_is_there() -> None:
    apply(record("AF1"), reported_at=EARLIER)
    case = CaseFactory(case_id="IS-B-ZZY")
    other = record("AMA", supplementary_address="AXXZZY", priority="02")
    apply(other, reported_at=EARLIER)
    case.delete()

    apply(REQUISITION)

    assert not ImportRefusal.objects.filter(batch__reported_at=EARLIER).exists()
    a_case()
    assert apply(record("A0A", demand="R")) == {"created": 1}
    told = ImportRefusal.objects.get(batch__reported_at=EARLIER)
    assert (told.code, told.text) == ("unknown_case", other)
