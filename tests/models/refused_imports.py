"""What the database refuses of files of orders, and of what is said in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from shipments.models import ImportPart, SheetMapping, Stated, UnmatchedRecord
from tests.factories import (
    ImportBatchFactory,
    OrderFactory,
    PromiseFactory,
    ReportFactory,
    UserFactory,
)
from tests.factories.moments import AT


def stated(**fields: object) -> Stated:
    said = {"kind": "order", "subject_id": 1, "said_at": AT, "first_said_at": AT}
    return Stated.objects.create(**said | fields)


def one_part_twice() -> None:
    batch = ImportBatchFactory()
    for _ in range(2):
        ImportPart.objects.create(batch=batch, number=0, content=b"A0A")


def one_file_twice() -> None:
    ImportBatchFactory.create_batch(2, sha256="0" * 64)


def one_promise_of_files_twice() -> None:
    order = OrderFactory()
    for _ in range(2):
        PromiseFactory(order=order, quantity=None, batch=ImportBatchFactory(), reported_at=AT)


def one_record_twice() -> None:
    order = OrderFactory()
    for _ in range(2):
        ReportFactory(order=order, batch=ImportBatchFactory(), raw="AE1")


def one_mapping_twice() -> None:
    mapping = {"sender": "Depot Nowhere", "kind": "orders", "headings": "0" * 64, "mapping": {}}
    confirmed = {"confirmed_at": AT, "confirmed_by": UserFactory()}
    for _ in range(2):
        SheetMapping.objects.create(**mapping, **confirmed)


def one_statement_twice() -> None:
    stated()
    stated()


def one_unmatched_record_twice() -> None:
    record = {"document_number": "BISZZZ63240001", "text": "AE1", "reported_at": AT, "line": 1}
    for _ in range(2):
        UnmatchedRecord.objects.create(batch=ImportBatchFactory(), **record)


REFUSED: list[tuple[str, Callable[[], object]]] = [
    (
        "import_batch_cancelled_says_when",
        lambda: ImportBatchFactory(cancelled_by=UserFactory()),
    ),
    ("import_batch_refused_with_a_reason", lambda: ImportBatchFactory(state="refused")),
    ("import_batch_sha256_is_hex", lambda: ImportBatchFactory(sha256="A" * 64)),
    ("import_batch_state_is_known", lambda: ImportBatchFactory(state="lost")),
    ("import_part_once", one_part_twice),
    ("promise_of_a_file_once", one_promise_of_files_twice),
    ("promise_of_a_file_says_when", lambda: PromiseFactory(batch=ImportBatchFactory())),
    ("report_of_a_record_once", one_record_twice),
    ("sheet_mapping_once_per_sender", one_mapping_twice),
    ("shipments_importbatch_sha256_key", one_file_twice),
    ("stated_first_before_last", lambda: stated(first_said_at=AT + timedelta(days=1))),
    ("stated_kind_is_known", lambda: stated(kind="dream")),
    ("stated_once", one_statement_twice),
    ("unmatched_record_once", one_unmatched_record_twice),
]
