from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from shipments.models import Order, PriorityChange, Stated
from tests.factories.expediting import HoldFactory, LaneFactory
from tests.factories.orders import CaseFactory, ContractorFactory, OrderFactory
from tests.factories.shipments import DiscrepancyFactory, ShipmentLineFactory
from tests.intake.statements.filing import NUMBER, apply

pytestmark = pytest.mark.django_db
BEFORE, AFTER = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)
SENTENCE = (
    "EX-1 is held since 20 Nov 2026: End-use note unsigned (End-use monitoring terms of the case)."
    " Only two people with the compliance role can release it."
)


@pytest.fixture
def order(db: None) -> Order:
    return OrderFactory(document_number=NUMBER, reference="EX-1", priority_designator=13)


@pytest.mark.parametrize(
    ("raise_", "field", "found"),
    [({"priority": 3}, "priority", "03"), ({"urgency": "urgent"}, "urgency", "urgent")],
)
def test_a_held_order_is_not_raised_and_the_line_is_kept_as_a_report(
    order: Order, raise_: dict[str, Any], field: str, found: str
):
    HoldFactory(order=None, case=order.case)
    line = {"document_number": NUMBER, "said_at": AFTER, "quantity": 150, **raise_}

    applied = apply(line)
    again = apply(line)

    order.refresh_from_db()
    assert applied.refusals == [(1, field, "held", found)]
    assert (applied.expected, applied.subjects) == ([SENTENCE], {1: "EX-1"})
    assert (order.priority_designator, order.urgency, order.quantity) == (13, "routine", 100)
    assert (PriorityChange.objects.count(), Stated.objects.count()) == (0, 0)
    report = order.reports.get()
    assert (report.kind, report.occurs_on) == ("statement", date(2026, 11, 21))
    assert report.note == f"Not applied: {SENTENCE}"
    assert (applied.touched, again.touched, again.left) == ({order.pk}, set(), set())


def test_the_other_lines_of_a_held_order_are_applied(order: Order):
    HoldFactory(order=order)

    applied = apply(
        {"document_number": NUMBER, "said_at": AFTER, "quantity": 150, "priority": 14},
        {"document_number": NUMBER, "said_at": AFTER, "note": "Faster.", "priority": 12},
        {"document_number": NUMBER, "said_at": BEFORE, "priority": 1},
    )

    order.refresh_from_db()
    assert applied.outcomes == {1: "changed", 2: "refused", 3: "older"}
    assert (order.priority_designator, order.quantity, order.note) == (14, 150, "")


@pytest.mark.parametrize(
    ("held", "said", "field"),
    [
        ("case", {"case_id": "ZZ-B-002"}, "case_id"),
        ("item", {"item": "Another crate"}, "item"),
        ("contractor", {"contractor": "Other Works, Springfield"}, "contractor"),
    ],
)
def test_no_file_takes_an_order_out_of_a_hold(
    order: Order, held: str, said: dict[str, Any], field: str
):
    CaseFactory(case_id="ZZ-B-002")
    ContractorFactory(name="Other Works")
    HoldFactory(order=None, **{held: getattr(order, held)})

    applied = apply({"document_number": NUMBER, "said_at": AFTER, **said})

    assert [(line, at, code) for line, at, code, _ in applied.refusals] == [(1, field, "held")]
    order_now = Order.objects.get()
    assert getattr(order_now, held) == getattr(order, held)


def test_under_a_hold_of_its_case_an_order_may_be_of_another_item(order: Order):
    HoldFactory(order=None, case=order.case)

    applied = apply({"document_number": NUMBER, "said_at": AFTER, "item": "Another crate"})

    assert applied.outcomes == {1: "changed"}


def test_an_order_may_come_in_under_a_hold(order: Order):
    HoldFactory(order=None, case=order.case)

    applied = apply(
        {
            "document_number": "BZZ4D60001A002",
            "item": "Crate",
            "quantity": 1,
            "unit": "EA",
            "case_id": order.case.case_id,
            "priority": 1,
        }
    )

    assert applied.outcomes == {1: "created"}


def test_no_fewer_are_ordered_than_are_shipped(order: Order):
    line = ShipmentLineFactory(order=order, quantity=90)
    gone = ShipmentLineFactory(order=order, quantity=10).shipment
    gone.cancelled_at, gone.cancelled_because = BEFORE, "The ship was full."
    gone.save()
    DiscrepancyFactory(line=line, quantity=20, to_replace=20)
    Order.objects.update(accepted_overage=5)

    applied = apply(
        {"document_number": NUMBER, "said_at": AFTER, "quantity": 64, "note": "Fewer."},
        {"document_number": NUMBER, "said_at": BEFORE, "quantity": 3},
    )
    enough = apply({"document_number": NUMBER, "said_at": AFTER, "quantity": 65})

    assert applied.refusals == [(1, "quantity", "below_shipped", "64")]
    assert applied.expected == ["70 of them are shipped already. Give 65 or more."]
    assert applied.outcomes == {1: "refused", 2: "older"}
    order.refresh_from_db()
    assert (enough.outcomes, order.quantity, order.note) == ({1: "changed"}, 65, "")


def test_a_lane_is_named_by_its_ends_and_how_it_goes(order: Order):
    lane = LaneFactory()

    for name in (
        f"{lane.pk}",
        f"sea {lane.from_place.code.lower()} {lane.to_place.code}",
        f"{lane.from_place.code} to {lane.to_place.code} by sea",
    ):
        Order.objects.update(lane=None)
        Stated.objects.all().delete()
        apply({"document_number": NUMBER, "said_at": AFTER, "lane": name})
        assert Order.objects.get().lane == lane
