from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from shipments.models import Item, Order, Stated
from tests.factories.moments import AT
from tests.factories.orders import (
    CaseFactory,
    ContractFactory,
    ContractorFactory,
    ItemFactory,
    OrderFactory,
)
from tests.intake.statements.filing import NUMBER, apply

pytestmark = pytest.mark.django_db
SAID = datetime(2026, 10, 1, tzinfo=UTC)
WHOLE = {"document_number": NUMBER, "item": "Crate", "quantity": 140, "unit": "EA"}
NEW = {**WHOLE, "case_id": "ZZ-B-001"}


@pytest.fixture(autouse=True)
def _case(db: None) -> None:
    CaseFactory(case_id="ZZ-B-001", record_ref="case/1")


def test_a_line_about_an_order_that_nobody_recorded_records_it():
    applied = apply(
        {
            "document_number": NUMBER,
            "said_at": SAID,
            "nsn": "1320012345678",
            "quantity": 140,
            "unit": "EA",
            "case_id": "ZZ-B-001",
            "ordered_on": date(2026, 10, 1),
            "required_on": date(2027, 3, 1),
            "priority": 13,
            "requisition": "A0A",
        }
    )

    order = Order.objects.get()
    assert (applied.outcomes, applied.subjects) == ({1: "created"}, {1: NUMBER})
    assert (applied.touched, applied.left) == ({order.pk}, {1})
    assert (order.reference, order.document_number) == (NUMBER, NUMBER)
    assert (order.item.nsn, order.item.name) == ("1320012345678", "1320-01-234-5678")
    assert (order.quantity, order.unit_of_issue, order.case.case_id) == (140, "EA", "ZZ-B-001")
    assert (order.ordered_on, order.ordered_on_precision) == (date(2026, 10, 1), "day")
    assert (order.required_on, order.required_basis) == (date(2027, 3, 1), "required date")
    assert order.first_required_on == date(2027, 3, 1)
    assert (order.priority_designator, order.urgency) == (13, "routine")
    assert (order.requisition, order.recorded_at) == ("A0A", AT)
    stated = Stated.objects.get(kind="order", subject_id=order.pk)
    assert (stated.said_at, stated.first_said_at, stated.fields) == (SAID, SAID, {})


def test_its_history_is_what_a_row_by_itself_would_have_written():
    apply(NEW)

    (event,) = Order.pgh_event_model.objects.values()
    order = Order.objects.values().get()
    assert {name: event[name] for name in order} == order
    assert (event["pgh_label"], event["pgh_obj_id"]) == ("insert", order["id"])


def test_the_history_of_a_page_is_the_same_but_for_what_differs():
    order = OrderFactory(document_number="BZZ4D60001A002")

    apply(NEW)

    of_page, of_file = Order.pgh_event_model.objects.order_by("pgh_id").values()
    assert of_page.keys() == of_file.keys()
    assert of_page["pgh_created_at"] == of_file["pgh_created_at"]  # of one transaction
    assert (of_page["pgh_obj_id"], of_page["pgh_label"]) == (order.pk, of_file["pgh_label"])


def test_its_history_says_by_which_file():
    context = "00000000-0000-0000-0000-000000000001"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', %s, true),"
            " set_config('pghistory.context_metadata', '{\"door\": \"import\"}', true)",
            [context],
        )

    apply(NEW)
    apply({"document_number": NUMBER, "quantity": 7, "said_at": AT})

    events = Order.pgh_event_model.objects.order_by("pgh_id")
    assert [(str(event.pgh_context_id), event.pgh_label) for event in events] == [
        (context, "insert"),
        (context, "update"),
    ]
    assert events[0].pgh_context.metadata == {"door": "import"}


def test_history_goes_on_by_itself_afterwards():
    apply(NEW)
    order = Order.objects.get()

    order.note = "Typed."
    order.save()

    assert Order.pgh_event_model.objects.filter(note="Typed.", pgh_label="update").count() == 1


def test_without_a_document_number_it_is_called_by_its_reference():
    applied = apply({**NEW, "document_number": None, "reference": "PO 77"})

    order = Order.objects.get()
    assert (order.reference, order.document_number) == ("PO 77", None)
    assert applied.subjects == {1: "PO 77"}


def test_what_is_named_is_found_however_it_is_written():
    works = ContractorFactory(name="Fictional Works", city="Springfield")
    ContractorFactory(name="Fictional Works", city="Shelbyville")
    contract = ContractFactory(piid="W15QKN24C0001", contractor=ContractorFactory())
    crate = ItemFactory(name="Crate", nsn="1320012345678")

    apply(
        {
            **NEW,
            "case_id": "CASE/1",
            "contract": "w15qkn-24-c-0001",
            "contractor": "fictional works, springfield",
            "nsn": "1320012345678",
            "item": "Crate, as the sender calls it",
        }
    )

    order = Order.objects.get()
    assert (order.contractor, order.contract, order.item) == (works, contract, crate)
    assert order.case.case_id == "ZZ-B-001"


def test_whom_nobody_names_is_the_contracts():
    contract = ContractFactory(piid="W15QKN24C0001")

    apply({**WHOLE, "contract": "W15QKN24C0001"})

    order = Order.objects.get()
    assert (order.contractor, order.case) == (contract.contractor, None)
    assert Stated.objects.get().fields == {"contractor": "-infinity"}


def test_an_item_that_had_no_stock_number_is_given_the_one_beside_its_name():
    crate = ItemFactory(name="Crate", nsn=None)

    apply({**NEW, "nsn": "1320012345678"})

    crate.refresh_from_db()
    assert (crate.nsn, Order.objects.get().item) == ("1320012345678", crate)


def test_of_two_stock_numbers_by_one_name_the_second_has_it_in_its_name():
    ItemFactory(name="Crate", nsn="1320012345678")

    apply(
        {**NEW, "nsn": "1320012345679"},
        {**NEW, "nsn": "1320012345680", "document_number": "BZZ4D60001A002"},
    )

    names = set(Item.objects.values_list("name", flat=True))
    assert names == {"Crate", "Crate, 1320012345679", "Crate, 1320012345680"}


def test_several_lines_about_a_new_order_are_one_order_by_the_newest_of_each_fact():
    applied = apply(
        {**NEW, "said_at": SAID, "note": "As ordered.", "required_on": date(2027, 3, 1)},
        {"document_number": NUMBER, "quantity": 200, "may_create": False},
        {"document_number": NUMBER, "required_on": date(2027, 2, 1), "priority": 3},
        {"document_number": NUMBER, "said_at": datetime(2026, 9, 1, tzinfo=UTC), "quantity": 9},
        {**NEW, "said_at": SAID, "note": "As ordered."},
    )

    order = Order.objects.get()
    assert (order.quantity, order.note, order.priority_designator) == (200, "As ordered.", 3)
    assert (order.required_on, order.first_required_on) == (date(2027, 2, 1), date(2027, 3, 1))
    assert applied.outcomes == {
        1: "created",
        2: "changed",
        3: "changed",
        4: "older",
        5: "unchanged",
    }
    assert applied.changes == {
        2: {"quantity": [140, 200]},
        3: {"required_on": ["2027-03-01", "2027-02-01"], "priority_designator": [None, 3]},
    }
    report = order.reports.get()
    assert (report.kind, report.line, report.occurs_on) == ("statement", 4, date(2026, 9, 1))
    stated = Stated.objects.get()
    assert (stated.said_at, stated.first_said_at) == (AT, SAID)
    said = "2026-10-01T00:00:00+00:00"
    assert stated.fields == dict.fromkeys(("item", "unit_of_issue", "case", "note"), said)


def test_what_may_not_create_is_left_for_its_plan():
    applied = apply({**NEW, "may_create": False})

    assert (applied.outcomes, applied.left, Order.objects.count()) == ({}, {1}, 0)
    assert Item.objects.count() == 0
