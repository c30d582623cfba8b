"""The contractors, each with how its orders and its promises stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q

from shipments.models import Contact, Contractor, ContractorRecord, Standing
from shipments.queries.keyset import Page, Place, Sort, page
from shipments.queries.reports.kept import Record, promises_needed, record

if TYPE_CHECKING:
    from datetime import date

    from shipments.models.contractor import ContractorQuerySet
    from shipments.models.standing import StandingQuerySet

PAGE_SIZE = 50
BY_NAME = Sort("name", "text")


@dataclass(frozen=True, slots=True)
class OrderCounts:
    """How many of a contractor's orders are open, and of those how many are late or flagged.

    :ivar late: past the required date, or expected after it.
    """

    open: int = 0
    late: int = 0
    flagged: int = 0


@dataclass(frozen=True, slots=True)
class ContractorRow:
    """:ivar record: None where no promise can be judged yet.
    :ivar mailable: how many of its contacts have an e-mail address.
    """

    contractor: Contractor
    orders: OrderCounts
    record: Record | None
    mailable: int


def rows(search: str, *, place: Place, on: date) -> tuple[list[ContractorRow], Page[Contractor]]:
    """Six queries.

    :raises BadMarker: the address names no page of this list.
    """
    found = page(
        _matching(search), Contractor.objects.all(), sort=BY_NAME, size=PAGE_SIZE, place=place
    )
    ids = [contractor.pk for contractor in found.rows]
    counts = order_counts(Standing.objects.filter(order__contractor__in=ids), on=on)
    needed = promises_needed()
    records = {
        row.contractor_id: record(row, needed=needed)
        for row in ContractorRecord.objects.filter(contractor__in=ids).select_related("contractor")
    }
    with_mail = Contact.objects.filter(contractor__in=ids).exclude(email="")
    mailable = dict(with_mail.values_list("contractor").annotate(Count("pk")))
    return [
        ContractorRow(
            contractor,
            counts.get(contractor.pk, OrderCounts()),
            records.get(contractor.pk),
            mailable.get(contractor.pk, 0),
        )
        for contractor in found.rows
    ], found


def order_counts(standings: StandingQuerySet, *, on: date) -> dict[int, OrderCounts]:
    """Count open orders by contractor, in one query."""
    late = Q(order__required_on__lt=on) | Q(expected_delivery_on__gt=F("order__required_on"))
    counted = (
        standings.open()
        .values_list("order__contractor")
        .annotate(
            orders=Count("pk"),
            late=Count("pk", filter=late),
            flagged=Count("pk", filter=Q(order__hot__isnull=False)),
        )
    )
    return {contractor: OrderCounts(*numbers) for contractor, *numbers in counted}


def _matching(search: str) -> ContractorQuerySet:
    everybody = Contractor.objects.all()
    if not search:
        return everybody
    return everybody.filter(
        Q(name__icontains=search) | Q(city__icontains=search) | Q(cage_code__iexact=search)
    )
