"""Files that came into an exercise: one with refused lines, a trial, one with odd headings."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from shipments.domain import milstrip, ordinal_date
from shipments.domain.milstrip import InvalidRecord, Profile, Record
from shipments.intake.batches.plan import Wrong
from shipments.intake.exercise.orders import Lived
from shipments.intake.exercise.people import People
from shipments.intake.milstrip import refusals
from shipments.models import ImportBatch, ImportFinding, ImportPart, ImportRefusal, UnmatchedRecord
from shipments.models.choices import (
    ImportDoor,
    ImportFormat,
    ImportKind,
    ImportOutcome,
    ImportState,
)

_RECORDS, _ROWS = 24, 12


def save(lived: Sequence[Lived], people: People, *, as_of: date) -> None:
    """Keep them as they stand after a worker had been at them."""
    numbered = [each for each in lived if each.order.document_number][:_RECORDS]
    if not numbered:
        return
    midnight = datetime.combine(as_of, time.min, tzinfo=UTC)
    _status(numbered, at=midnight - timedelta(hours=30))
    _promises(numbered[:_ROWS], people, at=midnight - timedelta(hours=9))
    _odd_headings(numbered[:_ROWS], people, at=midnight - timedelta(hours=8))


def _status(lived: Sequence[Lived], *, at: datetime) -> None:
    """Of known orders, of three that nobody has recorded, and three that cannot be read."""
    day = ordinal_date.to_yddd(at.date() - timedelta(days=20))
    unknown = [f"BZZ4D6{day}ZZ0{number}" for number in range(1, 4)]
    known = [_record(str(each.order.document_number), each.order.quantity) for each in lived]
    waiting = [_record(number, 40) for number in unknown]
    whole = waiting[0]
    # Letters in the quantity, no document number, and a kind of record that there is not.
    damaged = [
        f"{whole[:24]}0OO40{whole[29:]}",
        f"{whole[:29]}{'':14}{whole[43:]}",
        f"X{whole[1:]}",
    ]
    lines = [*known, *waiting, *damaged]
    batch = _batch(
        "exercise-status.txt",
        lines,
        at=at,
        kind=ImportKind.MILSTRIP.value,
        format=ImportFormat.RECORDS.value,
        door=ImportDoor.INBOX.value,
        profile=Profile.STANDARD.value,
        state=ImportState.DONE.value,
        refused=len(damaged),
        created=len(known),
        unmatched=len(waiting),
    )
    first = len(lines) - len(damaged) + 1
    wrong = [_why(number, text) for number, text in enumerate(damaged, start=first)]
    ImportRefusal.objects.bulk_create(
        ImportRefusal(batch=batch, **asdict(each)) for each in wrong if each
    )
    UnmatchedRecord.objects.bulk_create(
        UnmatchedRecord(
            batch=batch,
            line=len(known) + number,
            document_number=unknown[number - 1],
            text=text,
            profile=Profile.STANDARD.value,
            reported_at=at,
        )
        for number, text in enumerate(waiting, start=1)
    )


def _promises(lived: Sequence[Lived], people: People, *, at: datetime) -> None:
    """A trial: what it says is not on record, and says field by field what would be."""
    said = [
        (each.order, at.date() + timedelta(days=30 + number)) for number, each in enumerate(lived)
    ]
    rows = [f"{order.reference},{day},{order.quantity},Pat Example" for order, day in said]
    batch = _batch(
        "exercise-promises.csv",
        ["Order,Ships on,Quantity,Said by", *rows],
        at=at,
        kind=ImportKind.PROMISES.value,
        format=ImportFormat.CSV.value,
        uploaded_by=people.expeditors[0],
        is_trial=True,
        state=ImportState.TRIED.value,
        lines=len(rows),
        created=len(rows),
    )
    ImportFinding.objects.bulk_create(
        ImportFinding(
            batch=batch,
            line=number,
            outcome=ImportOutcome.CREATED.value,
            subject=order.reference,
            changes={"ship_on": [None, day.isoformat()], "quantity": [None, order.quantity]},
        )
        for number, (order, day) in enumerate(said, start=2)
    )


def _odd_headings(lived: Sequence[Lived], people: People, *, at: datetime) -> None:
    rows = [f"{each.order.reference};{each.order.quantity};Exercise: invented." for each in lived]
    _batch(
        "exercise-odd-headings.csv",
        ["Whose;How many of it;Words", *rows],
        at=at,
        kind=ImportKind.PROMISES.value,
        format=ImportFormat.CSV.value,
        uploaded_by=people.expeditors[0],
        state=ImportState.UNMAPPED.value,
        failure="No column is known to be: Order; Ships on. Say which one it is.",
        lines=0,
    )


def _batch(name: str, content: Sequence[str], *, at: datetime, **facts: Any) -> ImportBatch:
    file = "".join(f"{line}\n" for line in content).encode()
    counted: dict[str, Any] = {
        "lines": len(content),
        "refused": 0,
        "door": ImportDoor.WEB.value,
    } | facts
    batch = ImportBatch.objects.create(
        name=name,
        sender="Pretend Freight Desk",
        size=len(file),
        bytes_read=len(file),
        sha256=hashlib.sha256(file).hexdigest(),
        reported_at=at,
        uploaded_at=at,
        started_at=at,
        told_at=at,
        finished_at=at + timedelta(seconds=1),
        attempts=1,
        accepted=counted["lines"] - counted["refused"],
        **counted,
    )
    ImportPart.objects.create(batch=batch, number=0, content=file)
    return batch


def _record(document_number: str, quantity: int | None) -> str:
    """A supply status: it will be shipped from stock."""
    fields: dict[str, str | int | None] = {
        "ric": "ZZ9",
        "media_status": "S",
        "stock_number": "1395000000001",
        "unit_of_issue": "EA",
        "quantity": quantity,
        "document_number": document_number,
        "supplementary_address": "ZXXZZZ",
        "signal": "A",
        "fund": "ZZ",
        "priority": "12",
        "status": "BA",
    }
    return milstrip.encode(Record("AE1", fields)).rstrip()


def _why(line: int, text: str) -> Wrong | None:
    try:
        milstrip.decode(text)
    except InvalidRecord as error:
        return refusals.of_form(line, text, error, Profile.STANDARD)
    return None
