"""The list of imports, and who sent files before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import django_filters as filters

from shipments.models import ImportBatch
from shipments.models.choices import import_kinds, import_states
from shipments.queries import import_progress
from shipments.queries.keyset import Page, Place, Sort, page

if TYPE_CHECKING:
    from shipments.models.import_batch import ImportBatchQuerySet
    from shipments.queries.import_progress import Progress

PAGE_SIZE = 50
SENDERS_OFFERED = 200
NEWEST_FIRST = Sort("uploaded_at", "moment", descending=True)


def _only() -> list[tuple[str, str]]:
    return [("yes", "Only these")]


class ImportFilter(filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """Give it batches that the person may see."""

    state = filters.ChoiceFilter(label="State", choices=import_states)
    kind = filters.ChoiceFilter(label="Kind", choices=import_kinds)
    refused = filters.ChoiceFilter(
        label="With refused lines", choices=_only, method="by_refused_lines"
    )

    class Meta:
        model = ImportBatch
        fields: list[str] = []

    def by_refused_lines(
        self, rows: ImportBatchQuerySet, name: str, value: str
    ) -> ImportBatchQuerySet:
        return rows.filter(refused__gt=0)


@dataclass(frozen=True)
class ImportRow:
    """:ivar progress: None of one that is not at work."""

    batch: ImportBatch
    progress: Progress | None


def rows(
    batches: ImportBatchQuerySet, *, place: Place, at: datetime
) -> tuple[list[ImportRow], Page[ImportBatch]]:
    """
    :raises BadMarker: the address names no page of this list.
    """
    load = ImportBatch.objects.select_related("uploaded_by")
    found = page(batches, load, sort=NEWEST_FIRST, size=PAGE_SIZE, place=place)
    return [ImportRow(batch, import_progress.of(batch, at=at)) for batch in found.rows], found


def senders() -> list[str]:
    """Who sent files before, by name."""
    known = ImportBatch.objects.exclude(sender="").order_by("sender").values_list("sender")
    return [sender for (sender,) in known.distinct()[:SENDERS_OFFERED]]
