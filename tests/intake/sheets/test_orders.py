from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.models import Order, Report, UnmatchedRecord
from tests.factories.expediting import LaneFactory
from tests.factories.imports import ImportBatchFactory
from tests.factories.moments import AT
from tests.factories.orders import CaseFactory, ContractorFactory, ItemFactory
from tests.factories.shipments import PlaceFactory
from tests.intake.sheets.applying import apply, touched

pytestmark = pytest.mark.django_db
ROW = {
    "document_number": "BISZZZ63200001",
    "item": "Crate",
    "quantity": 140,
    "unit": "EA",
    "case_id": "IS-B-ZZZ",
    "required_on": date(2027, 3, 15),
    "priority": 6,
}


@pytest.fixture(autouse=True)
def _case() -> None:
    CaseFactory(case_id="IS-B-ZZZ")


def test_an_order_not_on_record_is_recorded():
    ContractorFactory(name="Fictional Works", city="Springfield")
    lane = LaneFactory(
        mode="air", from_place=PlaceFactory(code="ZZAAA"), to_place=PlaceFactory(code="ZZBBB")
    )

    found = apply(
        "orders", ROW | {"contractor": "Fictional Works", "lane": "ZZAAA-ZZBBB-air", "note": "New."}
    )

    assert found == [("created", "BISZZZ63200001", None)]
    order = Order.objects.get()
    assert (order.reference, order.document_number) == ("BISZZZ63200001", "BISZZZ63200001")
    assert (order.item.name, order.quantity, order.unit_of_issue) == ("Crate", 140, "EA")
    assert (order.case.case_id, order.contractor.name) == ("IS-B-ZZZ", "Fictional Works")
    assert (order.required_on, order.priority_designator) == (date(2027, 3, 15), 6)
    assert (order.lane, order.note) == (lane, "New.")
    assert touched() == {order.pk}


def test_a_corrected_sheet_changes_it_and_the_same_again_does_not():
    apply("orders", ROW)
    later = AT + timedelta(days=1)

    corrected = apply("orders", ROW | {"quantity": 150}, said=later)
    again = apply("orders", ROW | {"quantity": 150}, said=later)
    older = apply("orders", ROW | {"quantity": 160})

    assert corrected == [("changed", "BISZZZ63200001", {"quantity": [140, 150]})]
    assert again == [("unchanged", "BISZZZ63200001", None)]
    assert [each[0] for each in older] == ["older"]
    assert Order.objects.get().quantity == 150


def test_records_that_waited_for_an_order_of_a_sheet_are_taken_up():
    text = "AE1B14 7" + " " * 72
    status = list(text)
    for start, word in ((8, "1395000000001"), (23, "EA"), (25, "00140"), (30, "BISZZZ63200001")):
        status[start - 1 : start - 1 + len(word)] = word
    status[64:66] = "BB"
    UnmatchedRecord.objects.create(
        batch=ImportBatchFactory(),
        line=1,
        document_number="BISZZZ63200001",
        text="".join(status).rstrip(),
        reported_at=AT,
    )

    found = apply("orders", ROW)

    assert found == [("created", "BISZZZ63200001", None)]
    assert Report.objects.get().kind == "status"
    assert UnmatchedRecord.objects.get().applied_at == AT


def test_what_cannot_be_is_refused():
    ItemFactory(name="Lid", nsn="1395000000002")

    found = apply(
        "orders",
        ROW | {"case_id": "IS-B-ZZ9"},
        {**ROW, "document_number": "BISZZZ63200002", "required_on": date(2127, 3, 15)},
    )

    assert [each[:3] for each in found] == [
        ("refused", "case_id", "unknown_case"),
        ("refused", "required_on", "year_out_of_reach"),
    ]
    assert not Order.objects.exists()
