from __future__ import annotations

import hashlib

import factory

from shipments.models import (
    ImportBatch,
    ImportFinding,
    ImportPart,
    ImportRefusal,
    UnmatchedRecord,
)
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


class ImportRefusalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportRefusal

    line = factory.Sequence(lambda number: number + 1)
    position = "25"
    field = "quantity"
    found = "0014X"
    expected = "Five digits, or four and M."
    code = "not_a_quantity"
    text = "A0AB14  1395000000001 EA0014XBISZZZ63240001RYBISB  ZMI    C  B   03300"


class ImportFindingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportFinding

    line = factory.Sequence(lambda number: number + 1)
    outcome = "created"
    subject = "BISZZZ63240001"


class UnmatchedRecordFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = UnmatchedRecord

    batch = factory.SubFactory(ImportBatchFactory, state="done")
    line = 3
    document_number = factory.Sequence(lambda number: f"BISZZZ6324{number:04d}")
    text = factory.LazyAttribute(
        lambda one: f"AE1B14S1395000000001 EA00140{one.document_number}R BISB  ZMI"
    )
    profile = "standard"
    reported_at = AT
