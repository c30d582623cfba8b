"""The requisitions by which an exercise's orders began."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from shipments.domain import milstrip
from shipments.domain.milstrip import Record
from shipments.domain.milstrip.quantity import LARGEST_PLAIN
from shipments.models import Order, Requisition

BATCH = 2000
# U marks traffic of an exercise, never to be processed; 2 says that a part number follows.
_IDENTIFIER = "U02"
# Invented: they stand for nobody's supply activity.
_ROUTING = ("XZ1", "XZ2", "XZ3")


def save(orders: Iterable[Order], *, seed: int) -> int:
    """Write the requisition of each order that has a document number; of a few none is known.

    Nor of those for more than a record can ask for, which only ammunition's can.

    :return: how many.
    """
    rows = [
        Requisition(
            order=order,
            record=milstrip.encode(_record(order, draw)),
            source="Exercise: invented",
            recorded_at=order.recorded_at,
        )
        for order in orders
        if order.document_number and order.quantity and order.quantity <= LARGEST_PLAIN
        if (draw := Random(f"{seed}/requisition/{order.reference}")).random() < 0.9
    ]
    Requisition.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def _record(order: Order, draw: Random) -> Record:
    return Record(
        _IDENTIFIER,
        {
            "ric": draw.choice(_ROUTING),
            "media_status": "S",
            "stock_number": f"EXERCISE{order.item_id:07d}",
            "unit_of_issue": order.unit_of_issue,
            "quantity": order.quantity,
            "document_number": order.document_number,
            "demand": "R",
            "supplementary_address": "EXEXEX",
            "signal": "A",
            "fund": "ZZ",
            "distribution": None,
            "project": None,
            "priority": f"{order.priority_designator:02d}" if order.priority_designator else None,
            "required_delivery_date": None,
            "advice": None,
        },
    )
