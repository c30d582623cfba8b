"""Writes about what came of a shipment that the database refuses."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from shipments.models import Discrepancy
from tests.factories import (
    DiscrepancyFactory,
    HoldFactory,
    OrderFactory,
    ReceiptFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.moments import AT, TODAY
from tests.models.refused_shipments import cancel


def a_receipt_of_a_cancelled_shipment() -> None:
    line = ShipmentLineFactory()
    cancel(line.shipment)
    ReceiptFactory(line=line)


def held_goods_received_that_never_left() -> None:
    line = ShipmentLineFactory()
    HoldFactory(order=line.order)
    ReceiptFactory(line=line)


def one_receipt_sent_twice() -> None:
    line, operation = ShipmentLineFactory(), uuid.uuid4()
    for _ in range(2):
        ReceiptFactory(line=line, operation=operation, quantity=1)


def a_receipt_retracted_in_part() -> None:
    wrong = ReceiptFactory()
    ReceiptFactory(line=wrong.line, quantity=9, retracts=wrong, reason="Counted twice")


def a_receipt_retracted_without_a_reason() -> None:
    wrong = ReceiptFactory()
    ReceiptFactory(line=wrong.line, retracts=wrong)


def more_reported_than_shipped() -> None:
    DiscrepancyFactory(line=ReceiptFactory().line)


def one_discrepancy_sent_twice() -> None:
    operation = uuid.uuid4()
    DiscrepancyFactory.create_batch(2, operation=operation)


def a_discrepancy_deleted() -> None:
    Discrepancy.objects.filter(pk=DiscrepancyFactory().pk)._raw_delete("default")


def a_discrepancy_reported_otherwise() -> None:
    Discrepancy.objects.filter(pk=DiscrepancyFactory().pk).update(quantity=1, to_replace=1)


def a_withdrawn_discrepancy_settled() -> None:
    told = {"withdrawn_at": AT, "withdrawn_by": UserFactory(), "withdrawn_because": "Found"}
    gone = DiscrepancyFactory(**told)
    Discrepancy.objects.filter(pk=gone.pk).update(note="Found after all")


def a_replaced_shortage_no_longer_to_replace() -> None:
    order = OrderFactory(quantity=10)
    short = DiscrepancyFactory(line=ShipmentLineFactory(order=order, quantity=10), quantity=2)
    ShipmentLineFactory(order=order, quantity=2)
    Discrepancy.objects.filter(pk=short.pk).update(to_replace=1)


REFUSED: list[tuple[str, Callable[[], Any]]] = [
    ("discrepancy_already_replaced", a_replaced_shortage_no_longer_to_replace),
    (
        "discrepancy_ends_with_a_reason",
        lambda: DiscrepancyFactory(settled_at=AT, settled_by=UserFactory()),
    ),
    (
        "discrepancy_ends_with_a_reason",
        lambda: DiscrepancyFactory(withdrawn_at=AT, withdrawn_by=UserFactory()),
    ),
    ("discrepancy_is_never_deleted", a_discrepancy_deleted),
    ("discrepancy_kind_is_known", lambda: DiscrepancyFactory(kind="lost")),
    ("discrepancy_not_more_than_shipped", more_reported_than_shipped),
    ("discrepancy_operation_recorded_once", one_discrepancy_sent_twice),
    ("discrepancy_quantity_is_positive", lambda: DiscrepancyFactory(quantity=0)),
    ("discrepancy_replaces_no_more_than_it_is", lambda: DiscrepancyFactory(to_replace=3)),
    ("discrepancy_replaces_no_more_than_it_is", lambda: DiscrepancyFactory(to_replace=-1)),
    (
        "discrepancy_replaces_no_more_than_it_is",
        lambda: DiscrepancyFactory(kind="overage", to_replace=1),
    ),
    ("discrepancy_says_what_was_reported", a_discrepancy_reported_otherwise),
    (
        "discrepancy_settled_by_somebody",
        lambda: DiscrepancyFactory(settled_at=AT, settlement="Credited"),
    ),
    (
        "discrepancy_withdrawn_by_somebody",
        lambda: DiscrepancyFactory(withdrawn_at=AT, withdrawn_because="Found"),
    ),
    ("discrepancy_withdrawn_is_final", a_withdrawn_discrepancy_settled),
    (
        "receipt_not_in_the_future",
        lambda: ReceiptFactory(received_on=TODAY + timedelta(days=1)),
    ),
    ("receipt_not_while_held", held_goods_received_that_never_left),
    ("receipt_not_more_than_shipped", lambda: ReceiptFactory(quantity=11)),
    ("receipt_operation_recorded_once", one_receipt_sent_twice),
    ("receipt_quantity_is_positive", lambda: ReceiptFactory(quantity=0)),
    ("receipt_retracted_with_a_reason", a_receipt_retracted_without_a_reason),
    ("receipt_retracts_an_entry_of_its_line", a_receipt_retracted_in_part),
    (
        "receipt_retracts_an_entry_of_its_line",
        lambda: ReceiptFactory(retracts=ReceiptFactory(), reason="Another line"),
    ),
    ("receipt_shipment_is_not_cancelled", a_receipt_of_a_cancelled_shipment),
]
