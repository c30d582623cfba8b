"""What the headings of a sheet say of it, where nobody has said it."""

from __future__ import annotations

from shipments.domain.sheets.headings import digest, told_kind
from shipments.intake.batches.plan import Unmapped
from shipments.intake.batches.progress import Progress
from shipments.intake.batches.source import Source
from shipments.intake.sheets.reading.sheet import opened
from shipments.models import ImportBatch, SheetMapping
from shipments.models.choices import ImportFormat

_REMEMBERED = ("kind", "mapping", "date_order", "decimal_mark")


def of(batch: ImportBatch) -> tuple[str, ...]:
    """As they are found without knowing anything of the sheet: the same for the next of its kind.

    :raises NotReadable: it has none.
    """
    with opened(Source(batch)) as sheet:
        return sheet.headings


def settle(progress: Progress) -> None:
    """Put down of a sheet what it tells of, and the fields that a person has confirmed before.

    :raises NotReadable: it has no headings.
    :raises Unmapped: a person has to say what it tells of.
    """
    batch = progress.batch
    if batch.format == ImportFormat.RECORDS:
        return
    confirmed = SheetMapping.objects.filter(sender=batch.sender)
    if batch.kind:
        confirmed = confirmed.filter(kind=batch.kind)
        if batch.mapping is not None or not confirmed.exists():
            return
    headings = of(batch)
    remembered = list(confirmed.filter(headings=digest(headings))[:2])
    if batch.mapping is None and len(remembered) == 1:
        (known,) = remembered
        # What was said of this very file goes before what was said of one like it.
        facts = {name: getattr(batch, name) or getattr(known, name) for name in _REMEMBERED}
        progress.put_down(**facts)
    elif not batch.kind:
        kind = told_kind(headings)
        if kind is None:
            raise Unmapped("Say what the rows of this sheet are.")
        progress.put_down(kind=kind.name)
