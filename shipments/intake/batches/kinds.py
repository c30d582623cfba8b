"""Which reader and which plan a kind of file has. A kind is added here and nowhere else."""

from __future__ import annotations

from shipments.intake import milstrip
from shipments.intake.batches.plan import NotReadable, Plan, Reader
from shipments.intake.sheets import plans
from shipments.intake.sheets.reading import reader
from shipments.models import ImportBatch
from shipments.models.choices import ImportKind

KINDS: dict[ImportKind, tuple[Reader, Plan]] = {
    ImportKind.MILSTRIP: (milstrip.read, milstrip.PLAN),
    **{kind: (reader.read, plan) for kind, plan in plans.PLANS.items()},
}


def of(batch: ImportBatch) -> tuple[Reader, Plan]:
    """:raises NotReadable: there is no reader for such a file."""
    try:
        return KINDS[ImportKind(batch.kind)]
    except (KeyError, ValueError):
        what = f"Files of {batch.kind}" if batch.kind else "Files that do not say what they tell of"
        raise NotReadable(f"{what} cannot be read here.") from None
