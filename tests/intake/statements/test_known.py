from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from shipments.models import Order, PriorityChange, Stated
from tests.factories.imports import ImportBatchFactory
from tests.factories.moments import AT
from tests.factories.orders import CaseFactory, ContractFactory, ItemFactory, OrderFactory
from tests.factories.people import UserFactory
from tests.intake.statements.filing import NUMBER, apply

pytestmark = pytest.mark.django_db
BEFORE, AFTER = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)
EVEN_LATER = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def order(db: None) -> Order:
    return OrderFactory(
        document_number=NUMBER,
        reference="EX-1",
        priority_designator=13,
        first_required_on=date(2027, 3, 1),
    )


def test_a_newer_statement_changes_what_it_says_and_nothing_else(order: Order):
    applied = apply({"document_number": NUMBER, "said_at": AFTER, "quantity": 150})

    was = {**_facts(order)}
    order.refresh_from_db()
    assert _facts(order) == {**was, "quantity": 150}
    assert (applied.outcomes, applied.subjects) == ({1: "changed"}, {1: "EX-1"})
    assert applied.changes == {1: {"quantity": [100, 150]}}
    assert applied.touched == {order.pk}
    event = Order.pgh_event_model.objects.filter(pgh_label="update").values().get()
    row = Order.objects.values().get()
    assert {name: event[name] for name in row} == row
    assert event["pgh_obj_id"] == order.pk


def test_an_older_one_changes_nothing_and_is_kept_once(order: Order):
    older = {"document_number": NUMBER, "said_at": BEFORE, "quantity": 150}

    first, again = apply(older), apply(older)

    was = _facts(order)
    order.refresh_from_db()
    assert (_facts(order), Stated.objects.count()) == (was, 0)
    assert (first.outcomes, again.outcomes) == ({1: "older"}, {1: "older"})
    assert (first.touched, again.touched) == ({order.pk}, set())
    report = order.reports.get()
    assert (report.kind, report.occurs_on) == ("statement", date(2026, 11, 1))
    assert (report.said_by, report.channel) == ("Depot Nowhere", "transaction")
    assert (report.reported_at, report.recorded_at, report.line) == (BEFORE, AT, 1)
    assert "'quantity', 150" in report.raw


def test_an_older_one_fills_what_nobody_said(order: Order):
    applied = apply({"document_number": NUMBER, "said_at": BEFORE, "note": "By sea."})

    order.refresh_from_db()
    assert (order.note, applied.outcomes) == ("By sea.", {1: "changed"})
    stated = Stated.objects.get()
    said, recorded = "2026-11-01T00:00:00+00:00", "2026-11-20T12:00:00+00:00"
    assert (stated.said_at, stated.fields) == (AT, {"note": said, "urgency": recorded})


def test_the_same_again_is_unchanged(order: Order):
    said = {"document_number": NUMBER, "said_at": AFTER, "quantity": 150, "priority": 3}
    apply(said)
    stood = (_facts(Order.objects.get()), Stated.objects.values().get())

    applied = apply(said)

    assert (applied.outcomes, applied.touched) == ({1: "unchanged"}, set())
    assert (_facts(Order.objects.get()), Stated.objects.values().get()) == stood
    assert PriorityChange.objects.count() == 1


def test_what_is_said_again_later_stands_from_then_on(order: Order):
    applied = apply({"document_number": NUMBER, "said_at": AFTER, "quantity": 100})
    older = apply(
        {
            "document_number": NUMBER,
            "said_at": datetime(2026, 11, 20, 18, tzinfo=UTC),
            "quantity": 90,
        }
    )

    assert (applied.outcomes, older.outcomes) == ({1: "unchanged"}, {1: "older"})
    assert Order.objects.get().quantity == 100


def test_another_priority_is_a_change_that_says_by_which_line(order: Order):
    by = UserFactory()
    batch = ImportBatchFactory(name="november.txt", uploaded_by=by)

    apply(
        {"document_number": NUMBER, "said_at": AFTER, "note": "Later."},
        {"document_number": NUMBER, "said_at": AFTER, "priority": 3, "urgency": "urgent"},
        batch=batch,
        by=by.pk,
    )

    order.refresh_from_db()
    assert (order.priority_designator, order.urgency) == (3, "urgent")
    change = PriorityChange.objects.get()
    assert (change.designator_before, change.designator_after) == (13, 3)
    assert (change.urgency_before, change.urgency_after) == ("routine", "urgent")
    assert (change.reason, change.at, change.by) == ("File november.txt, line 2.", AT, by)


def test_of_two_said_at_one_moment_the_more_careful_one_holds(order: Order):
    applied = apply(
        {"document_number": NUMBER, "said_at": AFTER, "priority": 5, "urgency": "emergency"},
        {"document_number": NUMBER, "said_at": AFTER, "priority": 3, "urgency": "urgent"},
        {"document_number": NUMBER, "said_at": AFTER, "required_on": date(2027, 2, 2)},
        {"document_number": NUMBER, "said_at": AFTER, "required_on": date(2027, 2, 1)},
        {"document_number": NUMBER, "said_at": AFTER, "requisition": "A4A"},
        {"document_number": NUMBER, "said_at": AFTER, "requisition": "A0A"},
    )

    order.refresh_from_db()
    assert (order.priority_designator, order.urgency) == (3, "emergency")
    assert (order.required_on, order.requisition) == (date(2027, 2, 1), "A0A")
    assert applied.outcomes == {
        1: "changed",
        2: "changed",
        3: "older",
        4: "changed",
        5: "older",
        6: "changed",
    }


def test_the_first_required_date_is_what_was_said_first(order: Order):
    applied = apply({"document_number": NUMBER, "said_at": BEFORE, "required_on": date(2027, 1, 1)})

    order.refresh_from_db()
    assert (order.required_on, order.first_required_on) == (date(2027, 3, 1), date(2027, 1, 1))
    assert (applied.outcomes, applied.touched) == ({1: "older"}, {order.pk})
    assert applied.changes == {1: {"first_required_on": ["2027-03-01", "2027-01-01"]}}
    stated = Stated.objects.get()
    assert (stated.said_at, stated.first_said_at) == (AT, BEFORE)


def test_what_it_names_is_told_by_its_names(order: Order):
    CaseFactory(case_id="ZZ-B-002")
    contract = ContractFactory(piid="W15QKN24C0001")
    ItemFactory(name="Crate", nsn="1320012345678")

    applied = apply(
        {
            "document_number": NUMBER,
            "said_at": AFTER,
            "case_id": "ZZ-B-002",
            "contract": "W15QKN24C0001",
            "item": "Crate",
        }
    )

    assert applied.changes == {
        1: {
            "case": [order.case.case_id, "ZZ-B-002"],
            "contract": [None, contract.piid],
            "item": [order.item.name, "1320-01-234-5678 Crate"],
        }
    }
    order.refresh_from_db()
    assert (order.case.case_id, order.contract) == ("ZZ-B-002", contract)


def test_an_order_known_by_its_reference_is_given_its_document_number():
    order = OrderFactory(reference=NUMBER, document_number=None)

    applied = apply({"document_number": NUMBER, "said_at": AFTER})

    order.refresh_from_db()
    assert order.document_number == NUMBER
    assert applied.changes == {1: {"document_number": [None, NUMBER]}}


def test_a_cancelled_order_is_described_as_any_other(order: Order):
    apply({"document_number": NUMBER, "said_at": AFTER, "cancelled_on": date(2026, 11, 19)})

    applied = apply({"document_number": NUMBER, "said_at": EVEN_LATER, "note": "Was cancelled."})

    order.refresh_from_db()
    assert (order.cancelled_on, order.note) == (date(2026, 11, 19), "Was cancelled.")
    assert applied.outcomes == {1: "changed"}


def _facts(order: Order) -> dict[str, object]:
    return {field.attname: getattr(order, field.attname) for field in order._meta.concrete_fields}
