from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from shipments.models import Order, Stated
from tests.factories.orders import CaseFactory
from tests.intake.statements.filing import NUMBER, apply

pytestmark = pytest.mark.django_db
SAID = datetime(2026, 10, 1, tzinfo=UTC)


def test_a_line_about_an_order_that_nobody_recorded_records_it():
    case = CaseFactory(case_id="ZZ-B-001")

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
    assert applied.outcomes == {1: "created"}
    assert applied.subjects == {1: NUMBER}
    assert applied.touched == {order.pk}
    assert (order.reference, order.document_number) == (NUMBER, NUMBER)
    assert (order.item.nsn, order.item.name) == ("1320012345678", "1320-01-234-5678")
    assert (order.quantity, order.unit_of_issue, order.case) == (140, "EA", case)
    assert (order.ordered_on, order.ordered_on_precision) == (date(2026, 10, 1), "day")
    assert (order.required_on, order.required_basis) == (date(2027, 3, 1), "required date")
    assert order.first_required_on == date(2027, 3, 1)
    assert (order.priority_designator, order.urgency) == (13, "routine")
    assert order.requisition == "A0A"
    stated = Stated.objects.get(kind="order", subject_id=order.pk)
    assert (stated.said_at, stated.first_said_at, stated.fields) == (SAID, SAID, {})
