from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from shipments import enqueue
from shipments.models import ImportBatch, ImportPart
from shipments.services import imports
from shipments.services.import_entry import ImportEntry, Settings
from shipments.services.refusal import NotAllowed, Refused
from tests.factories import ContractorFactory, ImportBatchFactory, UserFactory
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db

RECORD = b"A0A" + b" " * 77 + b"\n"


def receive(content: bytes = RECORD, by: Any = None, **said: Any) -> imports.Received:
    entry = ImportEntry(**{"name": "orders.txt", "door": "command"} | said)
    pieces = (content[start : start + 700_000] for start in range(0, len(content), 700_000))
    return imports.receive(pieces, entry, by=by, at=AT)


def refused(**said: Any) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as found:
        receive(**said)
    assert not ImportBatch.objects.exists()
    assert not ImportPart.objects.exists()
    return [(problem.code, problem.message) for problem in found.value.problems]


def test_a_file_is_kept_whole_in_pieces_and_a_worker_is_asked(enqueued):
    content = RECORD * 30_000

    received = receive(
        content, sender=" Depot  Nowhere ", reported_at=AT - timedelta(days=1), profile="navy_p437"
    )

    batch = ImportBatch.objects.get()
    assert received == imports.Received(batch, is_new=True)
    parts = ImportPart.objects.filter(batch=batch).in_order()
    assert [(part.number, len(part.content)) for part in parts] == [
        (0, 1_048_576),
        (1, 1_048_576),
        (2, 332_848),
    ]
    assert b"".join(bytes(part.content) for part in parts) == content
    assert batch.sha256 == hashlib.sha256(content).hexdigest()
    assert (batch.name, batch.sender, batch.size) == ("orders.txt", "Depot Nowhere", 2_430_000)
    assert (batch.kind, batch.format, batch.state) == ("milstrip", "records", "waiting")
    assert (batch.reported_at, batch.uploaded_at) == (AT - timedelta(days=1), AT)
    assert enqueued == [enqueue.IMPORT_FILES]


def test_the_very_same_bytes_are_the_batch_that_is_there(enqueued):
    first = receive(name="orders.txt").batch

    again = receive(name="another.txt", sender="Somebody")

    assert again == imports.Received(first, is_new=False)
    assert ImportBatch.objects.get().name == "orders.txt"
    assert ImportPart.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/orders.txt", "orders.txt"),
        ("C:\\files\\orders\u202etxt.txt", "orderstxt.txt"),
        ("or\nders.dat", "orders.dat"),
        ("", "file.txt"),
    ],
)
def test_a_name_is_kept_without_what_could_deceive(name, kept):
    assert receive(name=name).batch.name == kept


@pytest.mark.parametrize(
    ("content", "said", "code", "message"),
    [
        (b"", {}, "empty_file", "The file is empty. Choose another."),
        (
            b"%PDF-1.7",
            {"name": "orders.csv"},
            "not_what_it_says",
            "The file is a PDF. Send 80-column records, CSV or XLSX.",
        ),
        (
            RECORD,
            {"name": "orders.xlsx"},
            "not_what_it_says",
            "The name says an XLSX workbook, and the file is plain text.",
        ),
        (
            b"PK\x03\x04",
            {"name": "orders.xlsx", "format": "csv"},
            "not_what_it_says",
            "The file is an XLSX workbook, not CSV.",
        ),
        (
            RECORD + b"\x00",
            {},
            "not_what_it_says",
            "The file is not plain text. Send 80-column records, CSV or XLSX.",
        ),
        (RECORD, {"kind": "dreams"}, "unknown_choice", "Choose what it tells of from the list."),
        (RECORD, {"lane_id": 1}, "unknown_lane", "Choose a lane from the list."),
    ],
)
def test_a_file_is_refused_and_nothing_is_kept(content, said, code, message):
    assert refused(content=content, **said) == [(code, message)]


def test_a_file_larger_than_the_limit_is_refused_and_nothing_is_kept(monkeypatch):
    monkeypatch.setattr(imports, "MOST_BYTES", 1_048_576)

    assert refused(content=RECORD * 20_000) == [
        ("file_too_large", "The file is larger than 1 MB. Send it in parts.")
    ]


@pytest.mark.parametrize(
    ("content", "said", "kind", "told"),
    [
        (b"Document number,Item\nA0A,Shell\n", {"kind": "orders"}, "orders", "csv"),
        (b"Heading\n" + RECORD, {"format": "records"}, "milstrip", "records"),
        (b"Heading\n" + RECORD, {"kind": "milstrip"}, "milstrip", "records"),
        (b"\n\n" + RECORD * 3 + b"??\n", {}, "milstrip", "records"),
    ],
)
def test_what_it_is_is_told_by_its_bytes_or_by_whoever_sends_it(content, said, kind, told):
    batch = receive(content, **said).batch

    assert (batch.kind, batch.format) == (kind, told)


@pytest.mark.parametrize(
    ("roles", "kind", "may"),
    [
        (["case_manager"], "orders", True),
        (["integrator"], "milstrip", True),
        (["receiver"], "needs", True),
        (["receiver"], "orders", False),
        (["expeditor"], "promises", True),
        (["shipment_clerk"], "shipments", True),
        (["shipment_clerk"], "items", False),
        (["auditor"], "needs", False),
    ],
)
def test_a_file_takes_the_right_to_record_what_it_tells_of(roles, kind, may):
    by = UserFactory(roles=roles)
    content = RECORD if kind == "milstrip" else b"Item\nShell\n"

    if may:
        assert receive(content, by=by, kind=kind).batch.uploaded_by == by
    else:
        with pytest.raises(NotAllowed):
            receive(content, by=by, kind=kind)
        assert not ImportBatch.objects.exists()


def test_a_contractors_user_sends_no_file_and_sees_none():
    by = UserFactory(roles=["contractor"], contractor=ContractorFactory())
    batch = ImportBatchFactory()

    with pytest.raises(NotAllowed, match="does not let you import files"):
        receive(by=by, kind="promises")
    with pytest.raises(ImportBatch.DoesNotExist):
        imports.cancel(batch_id=batch.pk, by=by, at=AT)

    assert not imports.may_upload(by)
    assert not imports.may_change(batch, by)


def test_records_need_the_right_to_record_orders_also_where_nobody_said_what_they_are():
    with pytest.raises(NotAllowed, match="record an order"):
        receive(by=UserFactory(roles=["receiver"]))

    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize(
    ("state", "then"), [("waiting", "cancelled"), ("unmapped", "cancelled"), ("reading", "reading")]
)
def test_a_file_is_cancelled_at_once_or_where_it_is_at_work_at_its_next_chunk(state, then):
    batch = ImportBatchFactory(state=state)
    by = UserFactory()

    imports.cancel(batch_id=batch.pk, by=by, at=AT)
    imports.cancel(batch_id=batch.pk, by=UserFactory(), at=AT + timedelta(hours=1))

    batch.refresh_from_db()
    assert (batch.state, batch.cancelled_at, batch.cancelled_by) == (then, AT, by)


def test_what_has_ended_is_not_cancelled():
    batch = ImportBatchFactory(state="done")

    with pytest.raises(Refused, match="It has ended already"):
        imports.cancel(batch_id=batch.pk, by=UserFactory(), at=AT)

    batch.refresh_from_db()
    assert (batch.state, batch.cancelled_at) == ("done", None)


def test_a_trial_is_done_in_earnest_once(enqueued):
    batch = ImportBatchFactory(state="tried", is_trial=True)

    imports.import_now(batch_id=batch.pk, by=UserFactory(), at=AT)
    with pytest.raises(Refused, match="at work already"):
        imports.import_now(batch_id=batch.pk, by=UserFactory(), at=AT)

    batch.refresh_from_db()
    assert (batch.state, batch.is_trial) == ("waiting", False)
    assert enqueued == [enqueue.IMPORT_FILES]


def test_a_refused_file_is_run_again_with_other_settings():
    batch = ImportBatchFactory(
        state="refused", failure="No.", attempts=25, cancelled_at=AT, kind="orders", format="csv"
    )
    settings = Settings(date_order="dmy", decimal_mark=",", is_trial=True)

    imports.run_again(batch_id=batch.pk, settings=settings, by=UserFactory(), at=AT)

    batch.refresh_from_db()
    assert (batch.state, batch.failure, batch.attempts) == ("waiting", "", 0)
    assert (batch.kind, batch.date_order, batch.decimal_mark) == ("orders", "dmy", ",")
    assert (batch.is_trial, batch.cancelled_at) == (True, None)


@pytest.mark.parametrize(("refused", "state"), [(0, "done"), (3, "waiting")])
def test_a_file_on_record_is_run_again_only_for_its_refused_lines(refused, state):
    batch = ImportBatchFactory(state="done", refused=refused)

    if refused:
        imports.run_again(batch_id=batch.pk, settings=Settings(), by=UserFactory(), at=AT)
    else:
        with pytest.raises(Refused, match="on record already"):
            imports.run_again(batch_id=batch.pk, settings=Settings(), by=UserFactory(), at=AT)

    batch.refresh_from_db()
    assert batch.state == state


def test_corrected_lines_are_a_file_of_their_own_read_as_the_first_was():
    batch = ImportBatchFactory(
        name="orders.xlsx",
        state="done",
        kind="orders",
        format="xlsx",
        mapping={"Nummer": "document_number"},
        date_order="dmy",
        reported_at=AT - timedelta(days=2),
    )
    by = UserFactory()

    received = imports.correct(
        [b"Nummer\nBISZZZ63240001\n"], batch_id=batch.pk, is_trial=True, by=by, at=AT
    )

    new = ImportBatch.objects.get(pk=received.batch.pk)
    assert (new.name, new.corrects, new.format) == ("orders corrected.csv", batch, "csv")
    assert (new.kind, new.mapping, new.date_order) == ("orders", batch.mapping, "dmy")
    assert (new.reported_at, new.is_trial, new.uploaded_by) == (batch.reported_at, True, by)
