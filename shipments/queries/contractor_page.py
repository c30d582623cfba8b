"""The scorecard of one contractor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection

from shipments.models import (
    Contact,
    Contractor,
    ContractorRecord,
    Expedite,
    Promise,
    Proposal,
    Standing,
)
from shipments.queries.contractor_list import OrderCounts, order_counts
from shipments.queries.reports.kept import Record, promises_needed, record
from shipments.queries.reports.period import month_after

if TYPE_CHECKING:
    from shipments.models import User

QUARTERS = 8
RECENT = 10
MOST_FILES = 20
_QUARTERS_SQL = (Path(__file__).parent / "contractor_quarters.sql").read_text()


@dataclass(frozen=True, slots=True)
class Quarter:
    """The promises for goods that left in one quarter of a year.

    :ivar first: its first day.
    :ivar median_slip_days: None where there is no promise.
    """

    first: date
    promises: int
    kept: int
    median_slip_days: int | None

    @property
    def share(self) -> float | None:
        """Of them kept, in per cent; None where there is none."""
        return round(100 * self.kept / self.promises, 1) if self.promises else None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """What a contractor's promises and orders look like.

    :ivar record: None where no promise can be judged yet.
    :ivar needed: how many promises it takes to tell.
    :ivar quarters: the last ones, oldest first, whether or not anything left in them.
    :ivar answers: the latest promises on its orders, newest first.
    :ivar waiting: proposals that wait for our word.
    :ivar files: open case files, soonest first; none for those who may not see them.
    """

    contractor: Contractor
    record: Record | None
    needed: int
    orders: OrderCounts
    quarters: list[Quarter]
    answers: list[Promise]
    waiting: int
    contacts: list[Contact]
    files: list[Expedite]


def find(contractor_id: int, *, by: User) -> Contractor | None:
    """The contractor, as far as the person may know of it: a contractor's user knows its own."""
    if by.is_contractors and contractor_id != by.own_contractor_id:
        return None
    return Contractor.objects.filter(pk=contractor_id).prefetch_related("sources").first()


def scorecard(contractor: Contractor, *, by: User, on: date) -> Scorecard:
    """Read it, in eight queries however much there is."""
    needed = promises_needed()
    row = ContractorRecord.objects.filter(contractor=contractor, promises__gt=0)
    own = row.select_related("contractor").first()
    standings = Standing.objects.visible_to(by).filter(order__contractor=contractor)
    counts = order_counts(standings, on=on)
    said = Promise.objects.visible_to(by).filter(order__contractor=contractor)
    files = Expedite.objects.visible_to(by).open().filter(order__contractor=contractor)
    proposals = Proposal.objects.visible_to(by).waiting()
    return Scorecard(
        contractor=contractor,
        record=record(own, needed=needed) if own else None,
        needed=needed,
        orders=counts.get(contractor.pk, OrderCounts()),
        quarters=_quarters(contractor, on=on),
        answers=list(said.select_related("order__item").newest_first()[:RECENT]),
        waiting=proposals.filter(order__contractor=contractor).count(),
        contacts=list(contractor.contacts.order_by("name", "pk")),
        files=list(files.soonest_first().select_related("order__item", "owner")[: MOST_FILES + 1]),
    )


def _quarters(contractor: Contractor, *, on: date) -> list[Quarter]:
    this = on.replace(month=(on.month - 1) // 3 * 3 + 1, day=1)
    firsts = [month_after(this, 3 * (number - QUARTERS + 1)) for number in range(QUARTERS)]
    with connection.cursor() as cursor:
        cursor.execute(_QUARTERS_SQL, {"contractor_id": contractor.pk, "since": firsts[0]})
        found = {row[0]: Quarter(*row) for row in cursor.fetchall()}
    return [found.get(first, Quarter(first, 0, 0, None)) for first in firsts]
