"""The orders list as a file for a spreadsheet: every column, nothing that could run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from shipments.domain.csv_safety import safe_cell
from shipments.domain.partial_date import PartialDate
from shipments.domain.priorities import issue_group
from shipments.models import Flag, Order
from shipments.queries.order_list import late_by

if TYPE_CHECKING:
    from shipments.models import User
    from shipments.models.order import OrderQuerySet

CHUNK = 1_000
HEADINGS = [
    "Reference", "Kind", "Status", "Item", "Stock number", "Contractor", "Contractor city",
    "Case", "Contract", "Document number", "Priority designator", "Issue group", "Urgency",
    "Quantity", "Quantity as printed", "Unit of issue", "Shipped", "Departed", "Received",
    "Left to ship", "Ordered", "Acknowledged", "Required", "Required rests on",
    "First required", "Promised to ship", "Expected to ship", "Expected delivery",
    "Expected delivery rests on", "Late by, days", "Flags", "Score", "Last heard", "Cancelled",
    "Certainty", "Record", "Note", "Sources",
]  # fmt: skip


def lines(orders: OrderQuerySet, *, by: User, today: date) -> Iterator[list[str]]:
    """Every order as cells, read in chunks: memory does not grow with the list.

    Dates as YYYY-MM-DD, shortened to what is known; an empty cell is not known or not
    published, never none.
    """
    flags = Prefetch(
        "flags", Flag.objects.visible_to(by).live().weightiest_first(), to_attr="live_flags"
    )
    full = orders.with_row().prefetch_related("sources", flags).soonest_first()
    for order in full.iterator(chunk_size=CHUNK):
        yield [safe_cell(cell) for cell in _cells(order, today=today)]


def _cells(order: Order, *, today: date) -> list[str]:
    return [*_what(order), *_how_much(order), *_when(order, today=today), *_why(order)]


def _what(order: Order) -> list[str]:
    designator = order.priority_designator
    contractor = order.contractor
    return [
        order.reference,
        "Possible sale" if order.possible_sale else "Order",
        order.standing.get_status_display(),
        order.item.name,
        order.item.nsn or "",
        contractor.name if contractor else "",
        contractor.city if contractor else "",
        str(order.case or ""),
        str(order.contract or ""),
        order.document_number or "",
        _number(designator),
        issue_group(designator).value if designator else "",
        order.urgency,
    ]


def _how_much(order: Order) -> list[str]:
    standing, left = order.standing, None
    if order.quantity is not None and not order.possible_sale:
        under_way = standing.shipped_quantity - standing.missing_quantity
        left = max(0, order.quantity + order.accepted_overage - under_way)
    return [
        _number(order.quantity),
        order.quantity_qualifier,
        order.unit_of_issue,
        _number(standing.shipped_quantity),
        _number(standing.departed_quantity),
        _number(standing.received_quantity),
        _number(left),
    ]


def _when(order: Order, *, today: date) -> list[str]:
    standing = order.standing
    return [
        _day(order.ordered_on, order.ordered_on_precision),
        _day(order.acknowledged_on),
        _day(order.required_on, order.required_on_precision),
        order.required_basis,
        _day(order.first_required_on, order.first_required_on_precision),
        _day(standing.promised_ship_on),
        _day(standing.expected_ship_on),
        _day(standing.expected_delivery_on),
        standing.expected_basis,
        _number(late_by(order, standing, today=today)),
    ]


def _why(order: Order) -> list[str]:
    flags: list[Flag] = order.live_flags  # type: ignore[attr-defined]  # named by the prefetch
    return [
        "; ".join(flag.reason for flag in flags),
        _number(order.score),
        _day(order.standing.last_heard_on, order.last_heard_precision),
        _day(order.cancelled_on),
        order.certainty,
        order.record_ref or "",
        order.note,
        " ; ".join(source.address for source in order.sources.all()),
    ]


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _day(value: date | None, precision: str = "day") -> str:
    return str(PartialDate.containing(value, precision or "day")) if value else ""
