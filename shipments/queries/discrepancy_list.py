"""Reports of discrepancies: which stand open, whose window is soon over, which have ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from shipments.domain.csv_safety import safe_cell
from shipments.models import Discrepancy, Document, User
from shipments.queries.keyset import Page, Place, Sort, page

if TYPE_CHECKING:
    from shipments.models.discrepancy import DiscrepancyQuerySet

PAGE_SIZE = 50
CHUNK = 500
# So long before its window closes a report is shown as urgent.
SOON = timedelta(days=60)
STATES = ("open", "soon", "settled", "withdrawn")
LABELS = {
    "open": "Open",
    "soon": "Window soon over",
    "settled": "Settled",
    "withdrawn": "Withdrawn",
}
WINDOW_FIRST = Sort("report_by", "date", nullable=True)
HEADINGS = [
    "Number",
    "Kind",
    "Quantity",
    "Unit",
    "To replace",
    "Order",
    "Item",
    "TCN",
    "Lot",
    "Found on",
    "Report by",
    "State",
    "Came instead",
    "Note",
    "Reported by",
    "Settlement or reason",
]


def _condition(state: str, today: date) -> Q:
    is_open = Q(settled_at__isnull=True, withdrawn_at__isnull=True)
    match state:
        case "soon":
            return is_open & Q(report_by__lte=today + SOON)
        case "settled":
            return Q(settled_at__isnull=False, withdrawn_at__isnull=True)
        case "withdrawn":
            return Q(withdrawn_at__isnull=False)
        case _:
            return is_open


def found(state: str, *, by: User, today: date) -> DiscrepancyQuerySet:
    return Discrepancy.objects.visible_to(by).filter(_condition(state, today))


def rows(
    state: str, *, by: User, today: date, place: Place
) -> tuple[list[Discrepancy], Page[Discrepancy]]:
    """
    :raises BadMarker: the address names no page of this list.
    """
    load = Discrepancy.objects.select_related("line__order__item", "line__shipment")
    cut = page(
        found(state, by=by, today=today), load, sort=WINDOW_FIRST, size=PAGE_SIZE, place=place
    )
    return list(cut.rows), cut


def counts(*, by: User, today: date) -> dict[str, int]:
    return Discrepancy.objects.visible_to(by).aggregate(
        **{state: Count("pk", filter=_condition(state, today)) for state in STATES}
    )


def lines(state: str, *, by: User, today: date) -> Iterator[list[str]]:
    """Every report of the tab as cells, read in chunks: memory does not grow with the list."""
    full = found(state, by=by, today=today).select_related(
        "line__order__item", "line__shipment", "recorded_by"
    )
    for each in full.order_by("report_by", "pk").iterator(chunk_size=CHUNK):
        yield [safe_cell(cell) for cell in _cells(each)]


def _cells(each: Discrepancy) -> list[str]:
    order = each.line.order
    return [
        each.number,
        each.get_kind_display(),
        str(each.quantity),
        order.unit_of_issue,
        str(each.to_replace),
        order.reference,
        order.item.name,
        each.line.shipment.tcn,
        each.line.lot,
        each.found_on.isoformat(),
        each.report_by.isoformat() if each.report_by else "",
        state_of(each),
        each.wrong_item,
        each.note,
        str(each.recorded_by or ""),
        each.withdrawn_because or each.settlement,
    ]


def state_of(each: Discrepancy) -> str:
    if each.withdrawn_at:
        return LABELS["withdrawn"]
    return LABELS["settled"] if each.settled_at else LABELS["open"]


def find(number: str, *, by: User) -> Discrepancy | None:
    rows = Discrepancy.objects.visible_to(by).select_related(
        "line__order__item", "line__shipment", "recorded_by", "settled_by", "withdrawn_by"
    )
    return rows.filter(number=number.strip().upper()).first()


def documents(each: Discrepancy, *, by: User) -> list[Document]:
    return list(Document.objects.visible_to(by).standing().filter(discrepancy=each).newest_first())
