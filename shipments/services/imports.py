"""Files of orders: received, started, cancelled, run again, corrected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import chain

from django.db import IntegrityError, transaction

from shipments import enqueue
from shipments.domain import file_name, import_format
from shipments.domain.import_format import ImportFormat, NotWhatItSays
from shipments.intake.batches import storing
from shipments.intake.batches.storing import Stored, TooLarge
from shipments.models import ImportBatch, User
from shipments.models.choices import ImportDoor, ImportKind, ImportState
from shipments.services import import_entry, refusal
from shipments.services.import_entry import ImportEntry, Settings
from shipments.services.refusal import Refused, constraint_of

_MB = 1024 * 1024
MOST_BYTES = 512 * _MB
# A file in one of these may be run again; of a done one, where lines of it were refused.
_AGAIN = (
    ImportState.UNMAPPED,
    ImportState.TRIED,
    ImportState.DONE,
    ImportState.REFUSED,
    ImportState.CANCELLED,
)


@dataclass(frozen=True)
class Received:
    """:ivar is_new: the very same bytes were not there already."""

    batch: ImportBatch
    is_new: bool


def may_upload(by: User) -> bool:
    return import_entry.may_send(by)


def may_change(batch: ImportBatch, by: User) -> bool:
    """Whether the person may run it, stop it or say which field its headings are."""
    return import_entry.may_send(by, batch.kind)


def receive(
    chunks: Iterable[bytes], entry: ImportEntry, *, by: User | None, at: datetime
) -> Received:
    """Keep a file whole, to be read and applied by a worker.

    The very same bytes again are the batch that is there: nothing is changed.

    :param by: None for a command and the drop folder.
    :raises NotAllowed: the person may not send such a file.
    :raises Refused: it is empty or too large, or is not what it is said to be.
    """
    import_entry.require(by, entry.kind)
    return _receive(chunks, entry, corrects=None, by=by, at=at)


def correct(
    chunks: Iterable[bytes], *, batch_id: int, is_trial: bool, by: User | None, at: datetime
) -> Received:
    """Keep corrected lines of a file as a file of their own, read as that one was.

    Of a sheet, its headings come first.

    :raises ImportBatch.DoesNotExist: no such file that the person may see.
    :raises NotAllowed: the person may not send such a file.
    :raises Refused: they are none, or too many, or not plain text.
    """
    batch = _visible(batch_id, by)
    import_entry.require(by, batch.kind)
    is_records = batch.format == ImportFormat.RECORDS
    stem = batch.name.rpartition(".")[0] or batch.name
    entry = ImportEntry(
        name=f"{stem[:100]} corrected{'.txt' if is_records else '.csv'}",
        door=ImportDoor.WEB.value if by else ImportDoor.COMMAND.value,
        format=(ImportFormat.RECORDS if is_records else ImportFormat.CSV).value,
        sender=batch.sender,
        reported_at=batch.reported_at,
        **asdict(_settings_of(batch, is_trial=is_trial)),
    )
    return _receive(chunks, entry, corrects=batch, by=by, at=at)


def import_now(*, batch_id: int, by: User | None, at: datetime) -> ImportBatch:
    """Do what a trial said.

    :raises ImportBatch.DoesNotExist: no such file that the person may see.
    :raises NotAllowed: the person may not.
    :raises Refused: it is no trial that has ended.
    """
    batch = _visible(batch_id, by)
    import_entry.require(by, batch.kind)
    return _again(batch, states=(ImportState.TRIED,), by=by, at=at, is_trial=False)


def run_again(
    *,
    batch_id: int,
    settings: Settings,
    by: User | None,
    at: datetime,
    mapping: Mapping[str, str] | None = None,
) -> ImportBatch:
    """Run a file again from its first byte, with these settings.

    :param mapping: of a sheet, field by heading; None leaves what was said before of its kind.
    :raises ImportBatch.DoesNotExist: no such file that the person may see.
    :raises NotAllowed: the person may not.
    :raises Refused: a setting cannot be, or it is at work, or all of it is on record.
    """
    batch = _visible(batch_id, by)
    import_entry.require(by, batch.kind)
    import_entry.require(by, settings.kind)
    if found := import_entry.problems(settings):
        raise Refused(found)
    said = asdict(settings)
    said["kind"] = settings.kind or batch.kind
    if mapping is not None or said["kind"] != batch.kind:
        said["mapping"] = None if mapping is None else dict(mapping)
    return _again(batch, states=_AGAIN, by=by, at=at, **said)


def cancel(batch_id: int, *, by: User | None, at: datetime) -> ImportBatch:
    """Stop a file. One that is at work stops at its next chunk, and nothing of it is applied.

    :raises ImportBatch.DoesNotExist: no such file that the person may see.
    :raises NotAllowed: the person may not.
    :raises Refused: it has ended already.
    """
    batch = _visible(batch_id, by)
    import_entry.require(by, batch.kind)
    asked = {"cancelled_at": at, "cancelled_by": by}
    mine = ImportBatch.objects.filter(pk=batch.pk)
    at_rest = mine.filter(state__in=[ImportState.WAITING.value, ImportState.UNMAPPED.value])
    going = mine.waiting().filter(cancelled_at__isnull=True)
    ended = {"state": ImportState.CANCELLED.value, "finished_at": at}
    if not (at_rest.update(**asked, **ended) or going.update(**asked)):
        batch.refresh_from_db()
        if batch.cancelled_at is None:
            raise refusal.refuse("", "It has ended already.", "already_ended")
    batch.refresh_from_db()
    return batch


def _visible(batch_id: int, by: User | None) -> ImportBatch:
    batches = ImportBatch.objects.visible_to(by) if by else ImportBatch.objects.all()
    return batches.get(pk=batch_id)


def _settings_of(batch: ImportBatch, *, is_trial: bool) -> Settings:
    return Settings(
        kind=batch.kind,
        profile=batch.profile,
        date_order=batch.date_order,
        decimal_mark=batch.decimal_mark,
        lane_id=batch.lane_id,
        is_trial=is_trial,
    )


def _again(
    batch: ImportBatch,
    *,
    states: Iterable[ImportState],
    by: User | None,
    at: datetime,
    **settings: object,
) -> ImportBatch:
    """The update is the check: of two at once one starts it."""
    ended = ImportBatch.objects.filter(pk=batch.pk, state__in=[each.value for each in states])
    all_done = ended.filter(state=ImportState.DONE.value, refused=0)
    won = ended.exclude(pk__in=all_done.values("pk")).update(
        state=ImportState.WAITING.value,
        step="",
        failure="",
        attempts=0,
        started_by=by,
        told_at=at,
        finished_at=None,
        cancelled_at=None,
        cancelled_by=None,
        **settings,
    )
    batch.refresh_from_db()
    if not won and batch.state == ImportState.DONE:
        raise refusal.refuse("", "All of it is on record already.", "already_done")
    if not won:
        raise refusal.refuse("", "It is at work already.", "at_work")
    enqueue.imports()
    return batch


def _receive(
    chunks: Iterable[bytes],
    entry: ImportEntry,
    *,
    corrects: ImportBatch | None,
    by: User | None,
    at: datetime,
) -> Received:
    if found := import_entry.problems(entry):
        raise Refused(found)
    head, chunks = _begun(iter(chunks))
    if not head:
        raise refusal.refuse("file", "The file is empty. Choose another.", "empty_file")
    told = _format(head, entry)
    try:
        with transaction.atomic():
            stored = storing.store(chunks, most=MOST_BYTES)
            batch = _batch(entry, stored, told, by=by, at=at)
            batch.corrects = corrects
            batch.mapping = corrects.mapping if corrects else None
            import_entry.require(by, batch.kind)
            batch.save(force_insert=True)
            enqueue.imports()
    except TooLarge:
        message = f"The file is larger than {MOST_BYTES // _MB} MB. Send it in parts."
        raise refusal.refuse("file", message, "file_too_large") from None
    except IntegrityError as error:
        if constraint_of(error) != "shipments_importbatch_sha256_key":
            raise
        return Received(ImportBatch.objects.get(sha256=stored.sha256), is_new=False)
    return Received(batch, is_new=True)


def _begun(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The first bytes, and all of them."""
    head = b""
    while len(head) < import_format.LOOKED_AT and (chunk := next(chunks, None)) is not None:
        head += chunk
    return head[: import_format.LOOKED_AT], chain([head], chunks)


def _format(head: bytes, entry: ImportEntry) -> ImportFormat:
    said = ImportFormat(entry.format) if entry.format else None
    if entry.kind and said is None:
        # Of text, what it tells of says what it is.
        is_records = entry.kind == ImportKind.MILSTRIP
        is_workbook = head.startswith(b"PK")
        said = ImportFormat.RECORDS if is_records else None if is_workbook else ImportFormat.CSV
    try:
        return import_format.told(head, name=entry.name, said=said)
    except NotWhatItSays as error:
        raise refusal.refuse("file", str(error), "not_what_it_says") from error


def _batch(
    entry: ImportEntry, stored: Stored, told: ImportFormat, *, by: User | None, at: datetime
) -> ImportBatch:
    is_records = told == ImportFormat.RECORDS
    return ImportBatch(
        pk=stored.batch_id,
        name=file_name.cleaned(entry.name, endings=told.endings),
        sender=" ".join(entry.sender.split())[:120],
        kind=ImportKind.MILSTRIP.value if is_records else entry.kind,
        format=told.value,
        size=stored.size,
        sha256=stored.sha256,
        door=entry.door,
        profile=entry.profile,
        date_order=entry.date_order,
        decimal_mark=entry.decimal_mark,
        lane_id=entry.lane_id,
        is_trial=entry.is_trial,
        state=ImportState.WAITING.value,
        reported_at=min(entry.reported_at or at, at),
        uploaded_at=at,
        uploaded_by=by,
        started_by=by,
    )
