"""Which heading of a sheet is which field, as people confirm it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from shipments.domain.sheets.headings import UnclearHeadings, digest, match
from shipments.domain.sheets.kinds import KINDS
from shipments.intake.batches import headings
from shipments.intake.batches.plan import NotReadable
from shipments.models import ImportBatch, SheetMapping, User
from shipments.models.choices import ImportFormat
from shipments.services import import_entry, imports, refusal
from shipments.services.import_entry import Settings


def confirm(
    batch_id: int, *, settings: Settings, mapping: Mapping[str, str], by: User, at: datetime
) -> ImportBatch:
    """Say of a sheet what it tells of and which field each heading is, and have it run.

    The next sheet of the same sender with the same headings is read likewise, without asking.

    :param mapping: field by heading; empty for one that is not to be used. A heading that it
        leaves out is found by its name.
    :raises ImportBatch.DoesNotExist: no such file that the person may see.
    :raises NotAllowed: the person may not.
    :raises Refused: it is no sheet, or a field is missing or said twice, or it is at work.
    """
    batch = ImportBatch.objects.visible_to(by).get(pk=batch_id)
    if batch.format == ImportFormat.RECORDS:
        raise refusal.refuse("", "Records have no headings.", "no_headings")
    kind = KINDS.get(settings.kind)
    if kind is None:
        raise refusal.refuse("kind", "Choose what its rows are.", "required")
    try:
        found = headings.of(batch)
        missing = match(found, kind, mapping).missing
    except (NotReadable, UnclearHeadings) as error:
        raise refusal.refuse("mapping", str(error), "unclear_headings") from error
    if missing:
        needed = "; ".join(
            " or ".join(kind.field(name).heading for name in group) for group in missing
        )
        raise refusal.refuse("mapping", f"Say which column is: {needed}.", "missing_columns")
    said = {"mapping": dict(mapping)} | {
        name: getattr(settings, name) for name in ("date_order", "decimal_mark")
    }
    import_entry.require(by, kind.name)
    with transaction.atomic():
        batch = imports.run_again(
            batch_id=batch_id, settings=settings, mapping=mapping, by=by, at=at
        )
        SheetMapping.objects.update_or_create(
            sender=batch.sender,
            kind=kind.name,
            headings=digest(found),
            defaults=said | {"confirmed_at": at, "confirmed_by": by},
        )
    return batch
