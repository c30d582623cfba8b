from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from shipments.models import Item, Order, Stated
from shipments.services import orders
from shipments.services.orders import OrderEntry
from tests.at_once import second_of_two
from tests.factories.moments import AT
from tests.factories.orders import CaseFactory, OrderFactory
from tests.factories.people import UserFactory
from tests.intake.statements.filing import NUMBER, apply

pytestmark = pytest.mark.django_db(transaction=True)
LATER, LATEST = datetime(2026, 11, 21, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC)
NEW = {"document_number": NUMBER, "item": "Crate", "quantity": 1, "unit": "EA"}
NEW = {**NEW, "case_id": "ZZ-B-001"}


def test_of_two_files_that_record_one_order_at_once_the_second_describes_it():
    CaseFactory(case_id="ZZ-B-001")

    second = second_of_two(
        lambda: apply({**NEW, "said_at": LATEST, "quantity": 7}),
        lambda: apply({**NEW, "said_at": LATER, "note": "By sea."}),
    )

    order = Order.objects.get()
    assert second.outcomes == {1: "changed"}
    assert second.changes == {1: {"note": [None, "By sea."]}}
    assert (order.quantity, order.note, Item.objects.count()) == (7, "By sea.", 1)
    assert Stated.objects.get().said_at == LATEST


def test_a_file_waits_for_a_page_that_records_its_order():
    CaseFactory(case_id="ZZ-B-001")
    entry = OrderEntry(
        item="Crate",
        quantity=5,
        unit_of_issue="EA",
        required_on=date(2027, 3, 1),
        ordered_on=date(2026, 10, 1),
        contractor_id=None,
        case="ZZ-B-001",
        document_number=NUMBER,
    )
    by = UserFactory()

    second = second_of_two(
        lambda: orders.record(entry, by=by, at=AT),
        lambda: apply({**NEW, "said_at": LATER, "quantity": 7}),
    )

    assert (second.outcomes, Order.objects.get().quantity) == ({1: "changed"}, 7)


def test_of_two_files_about_one_order_at_once_the_newest_holds():
    OrderFactory(document_number=NUMBER)

    second = second_of_two(
        lambda: apply({"document_number": NUMBER, "said_at": LATEST, "quantity": 7}),
        lambda: apply({"document_number": NUMBER, "said_at": LATER, "quantity": 8}),
    )

    assert (second.outcomes, Order.objects.get().quantity) == ({1: "older"}, 7)
