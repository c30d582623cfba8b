from __future__ import annotations

import hashlib

import factory

from shipments.models import ImportBatch, ImportPart
from tests.factories.moments import AT


class ImportBatchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportBatch

    name = "orders.txt"
    sender = "Depot Nowhere"
    kind = "milstrip"
    format = "records"
    size = 0
    sha256 = factory.Sequence(lambda number: hashlib.sha256(b"%d" % number).hexdigest())
    door = "web"
    state = "waiting"
    reported_at = AT
    uploaded_at = AT


def batch_of(content: bytes, *, piece: int = 1_000_000, **facts: object) -> ImportBatch:
    """A batch that waits, with the file it is of."""
    digest = hashlib.sha256(content).hexdigest()
    batch = ImportBatchFactory(size=len(content), sha256=digest, **facts)
    for number, start in enumerate(range(0, len(content), piece)):
        ImportPart.objects.create(
            batch=batch, number=number, content=content[start : start + piece]
        )
    return batch
