from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, models

from shipments.models import Milestone, Policy, Promise, PublicReport
from tests.factories import (
    MilestoneFactory,
    OrderFactory,
    PromiseFactory,
    ReceiptFactory,
    ReportFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)
from tests.factories.moments import AT
from tests.models.refusal import constraint_refusing
from tests.models.refused_expediting import action, priority_change

pytestmark = pytest.mark.django_db


def report() -> PublicReport:
    return PublicReport.objects.create(record_ref="D1", what="A plane", recorded_at=AT)


LEDGERS = [
    (PromiseFactory, "shipments_promise", "said_by", "promise_is_append_only"),
    (MilestoneFactory, "shipments_milestone", "source", "milestone_is_append_only"),
    (report, "shipments_publicreport", "what", "public_report_is_append_only"),
    (ReceiptFactory, "shipments_receipt", "source", "receipt_is_append_only"),
    (ReportFactory, "shipments_report", "said_by", "report_is_append_only"),
    (action, "shipments_expediteaction", "text", "expedite_action_is_append_only"),
    (priority_change, "shipments_prioritychange", "reason", "priority_change_is_append_only"),
    (Policy.objects.in_force, "shipments_policy", "reason", "policy_is_append_only"),
]


def execute(sql: str, key: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, [key])


@pytest.mark.parametrize(("make", "table", "column", "constraint"), LEDGERS)
def test_a_ledger_is_not_edited_even_by_sql(
    make: Any, table: str, column: str, constraint: str
) -> None:
    row: models.Model = make()
    before = getattr(row, column)
    sql = f"UPDATE {table} SET {column} = 'edited' WHERE id = %s"  # noqa: S608

    refused = constraint_refusing(lambda: execute(sql, row.pk))

    assert refused == constraint
    row.refresh_from_db()
    assert getattr(row, column) == before


@pytest.mark.parametrize(("make", "table", "column", "constraint"), LEDGERS)
def test_a_ledger_loses_no_row_even_by_sql(
    make: Any, table: str, column: str, constraint: str
) -> None:
    row: models.Model = make()
    sql = f"DELETE FROM {table} WHERE id = %s"  # noqa: S608

    refused = constraint_refusing(lambda: execute(sql, row.pk))

    assert refused == constraint
    assert type(row)._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("recorded_at", "day"),
    [
        # Winter: Jerusalem is two hours ahead of UTC, so the 21st began there at 22:00.
        (datetime(2026, 11, 20, 22, 0, tzinfo=UTC), date(2026, 11, 21)),
        # Summer: three hours.
        (datetime(2026, 7, 1, 21, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_a_day_that_has_begun_in_jerusalem_may_be_actual(recorded_at: datetime, day: date) -> None:
    milestone = MilestoneFactory(occurs_on=day, recorded_at=recorded_at, reported_at=recorded_at)

    assert milestone.pk is not None


@pytest.mark.parametrize(
    ("recorded_at", "day"),
    [
        (datetime(2026, 11, 20, 21, 59, 59, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 7, 1, 20, 59, 59, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_a_day_that_has_not_begun_in_jerusalem_is_not_actual(
    recorded_at: datetime, day: date
) -> None:
    refused = constraint_refusing(
        lambda: MilestoneFactory(occurs_on=day, recorded_at=recorded_at, reported_at=recorded_at)
    )

    assert refused == "milestone_actual_not_in_the_future"
    assert Milestone.objects.count() == 0


@pytest.mark.parametrize("classifier", ["planned", "estimated"])
def test_what_is_only_expected_may_lie_ahead(classifier: str) -> None:
    milestone = MilestoneFactory(classifier=classifier, occurs_on=date(2027, 5, 1))

    assert milestone.pk is not None


def test_a_retracted_departure_no_longer_bounds_the_arrival() -> None:
    shipment = ShipmentFactory()
    wrong = MilestoneFactory(shipment=shipment, kind="departed", occurs_on=date(2026, 11, 15))
    MilestoneFactory(
        shipment=shipment, occurs_on=wrong.occurs_on, retracts=wrong, reason="Wrong ship"
    )

    arrived = MilestoneFactory(shipment=shipment, kind="arrived", occurs_on=date(2026, 11, 12))

    assert arrived in Milestone.objects.standing()


def test_a_milestone_is_retracted_once() -> None:
    wrong = MilestoneFactory()
    again = {"shipment": wrong.shipment, "retracts": wrong, "reason": "Wrong ship"}
    MilestoneFactory(**again)

    refused = constraint_refusing(lambda: MilestoneFactory(**again))

    assert refused == "shipments_milestone_retracts_id_key"


def test_what_a_cancelled_shipment_carried_is_left_to_ship_again() -> None:
    order = OrderFactory(quantity=100)
    cancelled = ShipmentLineFactory(order=order, quantity=100).shipment
    cancelled.cancelled_at, cancelled.cancelled_because = AT, "Not built"
    cancelled.save()

    line = ShipmentLineFactory(order=order, quantity=100)

    assert line.pk is not None


def test_an_accepted_overage_may_be_shipped_and_no_more() -> None:
    order = OrderFactory(quantity=100, accepted_overage=5)
    ShipmentLineFactory(order=order, quantity=105)

    refused = constraint_refusing(lambda: ShipmentLineFactory(order=order, quantity=1))

    assert refused == "order_not_shipped_beyond_quantity"
    assert order.shipment_lines.count() == 1


def test_a_line_cannot_grow_past_what_is_ordered() -> None:
    line = ShipmentLineFactory(order=OrderFactory(quantity=100), quantity=100)

    def grow() -> None:
        line.quantity = 101
        line.save()

    assert constraint_refusing(grow) == "order_not_shipped_beyond_quantity"


def test_without_a_published_quantity_nothing_bounds_a_shipment() -> None:
    line = ShipmentLineFactory(order=OrderFactory(quantity=None), quantity=1_000_000)

    assert line.pk is not None


def test_promises_stand_beside_each_other() -> None:
    order = OrderFactory()
    first = PromiseFactory(order=order, ship_on=date(2027, 1, 15))
    moved = PromiseFactory(order=order, ship_on=date(2027, 2, 15), reason="Fuzes are late")

    assert list(Promise.objects.filter(order=order).oldest_first()) == [first, moved]


def test_a_milestone_takes_back_only_an_entry_of_its_own_shipment() -> None:
    wrong = MilestoneFactory()

    refused = constraint_refusing(lambda: MilestoneFactory(retracts=wrong, reason="Wrong ship"))

    assert refused == "milestone_retracts_an_entry_of_its_shipment"


def test_a_retraction_is_not_taken_back() -> None:
    wrong = MilestoneFactory()
    retraction = MilestoneFactory(shipment=wrong.shipment, retracts=wrong, reason="Wrong ship")

    refused = constraint_refusing(
        lambda: MilestoneFactory(shipment=wrong.shipment, retracts=retraction, reason="Right")
    )

    assert refused == "milestone_retracts_an_entry_of_its_shipment"
