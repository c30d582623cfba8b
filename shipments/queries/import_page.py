"""One import: the batch, what it did, and what was refused of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from shipments.models import ImportBatch, ImportFinding, ImportRefusal
from shipments.queries.keyset import Page, Place, Sort, page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shipments.models import User
    from shipments.models.import_refusal import ImportRefusalQuerySet

PAGE_SIZE = 50
# More than so many lines nobody corrects in a field of a page.
MOST_TO_CORRECT = 300
BY_LINE = Sort("line", "number")


@dataclass(frozen=True)
class RefusalFilter:
    """Which refusals of a batch. Empty is every one."""

    code: str = ""
    field: str = ""


@dataclass(frozen=True)
class RefusalCounts:
    """How many refusals there are of each code and field, the most first.

    :ivar total: all of them, of which a line may have several.
    """

    codes: list[tuple[str, int]]
    fields: list[tuple[str, int]]
    total: int


def find(batch_id: int, *, by: User) -> ImportBatch | None:
    """The batch, if the person may see it."""
    loaded = ImportBatch.objects.visible_to(by).select_related(
        "uploaded_by", "cancelled_by", "lane", "corrects"
    )
    return loaded.filter(pk=batch_id).first()


def corrections(batch: ImportBatch) -> list[ImportBatch]:
    """Files sent to correct its refused lines, oldest first."""
    return list(ImportBatch.objects.filter(corrects=batch).order_by("pk"))


def refusal_counts(batch: ImportBatch) -> RefusalCounts:
    found = ImportRefusal.objects.filter(batch=batch).values_list("code", "field")
    codes: dict[str, int] = {}
    fields: dict[str, int] = {}
    for code, field, count in found.annotate(Count("pk")).order_by():
        codes[code] = codes.get(code, 0) + count
        fields[field] = fields.get(field, 0) + count
    return RefusalCounts(_most_first(codes), _most_first(fields), sum(codes.values()))


def _most_first(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def refusals(batch: ImportBatch, asked: RefusalFilter, *, place: Place) -> Page[ImportRefusal]:
    """In the order of their lines.

    :raises BadMarker: the address names no page of this list.
    """
    every = ImportRefusal.objects.all()
    return page(_refusals(batch, asked), every, sort=BY_LINE, size=PAGE_SIZE, place=place)


def every_refusal(batch: ImportBatch, asked: RefusalFilter) -> Iterator[ImportRefusal]:
    """In the order of their lines, read as they are sent."""
    return _refusals(batch, asked).in_order().iterator(chunk_size=2000)


def refused_lines(batch: ImportBatch, asked: RefusalFilter) -> Iterator[str]:
    """Each refused line once, as it was sent, read as they are sent."""
    rows = _refusals(batch, asked).in_order().values_list("line", "text")
    last = None
    for line, text in rows.iterator(chunk_size=2000):
        if line != last:
            yield text
        last = line


def lines_to_correct(batch: ImportBatch, asked: RefusalFilter) -> list[str] | None:
    """The refused lines; None where there are too many to correct by hand."""
    found: list[str] = []
    for text in refused_lines(batch, asked):
        found.append(text)
        if len(found) > MOST_TO_CORRECT:
            return None
    return found


def findings(batch: ImportBatch, outcome: str, *, place: Place) -> Page[ImportFinding]:
    """What a trial found of one outcome, in the order of the lines.

    :raises BadMarker: the address names no page of this list.
    """
    found = ImportFinding.objects.filter(batch=batch, outcome=outcome)
    every = ImportFinding.objects.all()
    return page(found, every, sort=BY_LINE, size=PAGE_SIZE, place=place)


def _refusals(batch: ImportBatch, asked: RefusalFilter) -> ImportRefusalQuerySet:
    rows = ImportRefusal.objects.filter(batch=batch)
    if asked.code:
        rows = rows.filter(code=asked.code)
    if asked.field:
        rows = rows.filter(field=asked.field)
    return rows
