"""Records of files that wait for the order they are about."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from shipments.domain.milstrip import kinds
from shipments.models import UnmatchedRecord
from shipments.models.unmatched_record import UnmatchedRecordQuerySet
from shipments.queries.keyset import Page, Place, Sort, page
from shipments.queries.order_list import Tally

PAGE_SIZE = 50
COUNTED_UP_TO = 10_000
OLDEST_FIRST = Sort("reported_at", "moment")
STATES = {"waiting": Q(applied_at__isnull=True), "applied": Q(applied_at__isnull=False)}


@dataclass(frozen=True)
class UnmatchedFilter:
    """:ivar search: how the document number, or the record, begins.
    :ivar batch_id: of one file only.
    """

    state: str = "waiting"
    search: str = ""
    batch_id: int | None = None


@dataclass(frozen=True)
class UnmatchedRow:
    """:ivar kind: what the record is for, in words."""

    record: UnmatchedRecord
    kind: str


def rows(
    asked: UnmatchedFilter, *, place: Place
) -> tuple[list[UnmatchedRow], Page[UnmatchedRecord]]:
    """
    :raises BadMarker: the address names no page of this list.
    """
    load = UnmatchedRecord.objects.select_related("batch")
    found = page(_records(asked), load, sort=OLDEST_FIRST, size=PAGE_SIZE, place=place)
    return [UnmatchedRow(record, _kind(record.text)) for record in found.rows], found


def count(asked: UnmatchedFilter) -> Tally:
    counted = _records(asked)[: COUNTED_UP_TO + 1].count()
    return Tally(min(counted, COUNTED_UP_TO), more=counted > COUNTED_UP_TO)


def _records(asked: UnmatchedFilter) -> UnmatchedRecordQuerySet:
    rows = UnmatchedRecord.objects.filter(STATES[asked.state])
    if asked.batch_id is not None:
        rows = rows.filter(batch=asked.batch_id)
    plain = "".join(asked.search.upper().split())
    if plain:
        rows = rows.filter(Q(document_number__startswith=plain) | Q(text__startswith=plain))
    return rows


def _kind(text: str) -> str:
    try:
        return kinds.kind_of(text[:3]).replace("_", " ").capitalize()
    except kinds.UnknownIdentifier:
        return "Record"
