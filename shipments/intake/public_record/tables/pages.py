from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from shipments.intake.public_record.tables.keeping import BATCH, Count
from shipments.models import SourceDocument


def keep_pages(addresses: Collection[str], *, at: datetime) -> tuple[dict[str, int], Count]:
    """Record every page once, however many rows of whatever file point to it.

    :return: source document by address.
    """
    found = SourceDocument.objects.filter(address__in=addresses)
    known = dict(found.values_list("address", "pk"))
    made = SourceDocument.objects.bulk_create(
        [
            SourceDocument(address=one, recorded_at=at)
            for one in sorted(set(addresses) - set(known))
        ],
        batch_size=BATCH,
    )
    pages = known | {page.address: page.pk for page in made}
    return pages, Count("all files", "source documents", len(made), 0, len(known))
