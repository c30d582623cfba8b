from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, sleep
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from shipments.domain.milstrip import Profile
from shipments.management.import_progress import Progress
from shipments.models import ImportBatch, Lane
from shipments.models.choices import ImportDoor, ImportFormat, ImportKind, ImportState
from shipments.services import import_entry, import_runs, import_words, imports
from shipments.services.import_entry import ImportEntry, Settings
from shipments.services.refusal import Refused

_STANDARD_INPUT = "-"
_SOME_REFUSED, _NOT_READ, _INTERRUPTED = 1, 2, 130
_CHUNK = 1_000_000
_MOST_REFUSALS = 10
_LOOK_EVERY_SECONDS = 0.5
_SHEETS = [kind.value for kind in ImportKind if kind is not ImportKind.MILSTRIP]


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"found {text!r}; write 2026-11-20 or 2026-11-20T12:00Z") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Command(BaseCommand):
    help = (
        "Bring a file on record: MILSTRIP records, CSV or a spreadsheet. The same file again "
        "changes nothing. Ends with 0, with 1 when a line was refused, with 2 when the file was "
        "not read, with 130 when it was interrupted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", help="- is stdin")
        parser.add_argument(
            "--kind", choices=["milstrip", "csv", "xlsx"], help="of file (told by its bytes)"
        )
        parser.add_argument(
            "--of", choices=_SHEETS, default="", help="what a sheet tells of (its headings say)"
        )
        parser.add_argument("--sender", default="", help="who it is from; mappings go by it")
        parser.add_argument(
            "--date-order",
            choices=list(filter(None, import_entry.DATE_ORDERS)),
            default="",
            help="of dates in a sheet (ISO dates only)",
        )
        parser.add_argument(
            "--decimal-mark",
            choices=list(filter(None, import_entry.DECIMAL_MARKS)),
            default="",
            help="of numbers in a sheet",
        )
        parser.add_argument(
            "--profile",
            choices=list(Profile),
            default="",
            help="columns of a shipment status's TCN: standard 60-76, navy_p437 62-76 (standard)",
        )
        parser.add_argument(
            "--reported-at",
            type=_moment,
            metavar="MOMENT",
            help="when its sender said it, UTC (the time of the file)",
        )
        parser.add_argument(
            "--lane",
            metavar="MODE:FROM:TO",
            help="the way of shipments whose order has none, by the codes of its places",
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what it would do")
        parser.add_argument(
            "--again", action="store_true", help="run it again, though it is on record"
        )
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one JSON object"
        )

    def handle(self, *, path: str, as_json: bool, **options: Any) -> None:
        began = perf_counter()
        try:
            batch, is_known = self._received(path, options)
        except Refused as refused:
            raise CommandError(f"Not read: {refused}", returncode=_NOT_READ) from refused
        if not is_known:
            self._run(batch)
        seconds = perf_counter() - began
        if as_json:
            self.stdout.write(json.dumps(_facts(batch, is_known=is_known, seconds=seconds)))
        else:
            self._print(batch, is_known=is_known, seconds=seconds)
        self._end(batch, is_known=is_known)

    def _received(self, path: str, options: dict[str, Any]) -> tuple[ImportBatch, bool]:
        """The batch, and whether all that it could do is done."""
        now = timezone.now()
        settings = Settings(
            kind=ImportKind.MILSTRIP.value if options["kind"] == "milstrip" else options["of"],
            profile=str(options["profile"]),
            date_order=options["date_order"],
            decimal_mark=options["decimal_mark"],
            lane_id=_lane(options["lane"]),
            is_trial=options["dry_run"],
        )
        with _opened(path) as file:
            entry = ImportEntry(
                **vars(settings),
                name="stdin" if path == _STANDARD_INPUT else Path(path).name,
                door=ImportDoor.COMMAND.value,
                format=_FORMATS[options["kind"]],
                sender=options["sender"],
                reported_at=options["reported_at"] or _said_at(file, path),
            )
            received = imports.receive(_chunks(file), entry, by=None, at=now)
        batch = received.batch
        if received.is_new or batch.state in ImportState.at_work():
            return batch, False
        if batch.state == ImportState.DONE and not (options["again"] and batch.refused):
            return batch, True
        again = imports.run_again(batch_id=batch.pk, settings=settings, by=None, at=now)
        return again, False

    def _run(self, batch: ImportBatch) -> None:
        """In this process; where a worker has taken it already, wait for that."""
        progress = Progress(sys.stderr)
        try:
            while True:
                import_runs.run(batch.pk, at=timezone.now(), told=progress.told)
                batch.refresh_from_db()
                if batch.state not in ImportState.at_work():
                    return
                progress.told(batch)
                sleep(_LOOK_EVERY_SECONDS)
        except KeyboardInterrupt:
            # What is under way is rolled back with the connection, and the file is nobody's.
            connection.close()
            progress.end()
            self._cancel(batch)
        finally:
            progress.end()

    def _cancel(self, batch: ImportBatch) -> None:
        try:
            imports.cancel(batch_id=batch.pk, by=None, at=timezone.now())
        except Refused:
            said = f"It was too late to cancel: import {batch.pk} has ended."
        else:
            # Nobody is at work on it, so nobody would find that it was cancelled.
            import_runs.run(batch.pk, at=timezone.now())
            said = f"Cancelled: nothing of import {batch.pk} was brought on record."
        raise CommandError(said, returncode=_INTERRUPTED) from None

    def _print(self, batch: ImportBatch, *, is_known: bool, seconds: float) -> None:
        self.stdout.write(f"{batch.name}: import {batch.pk}, {import_words.ending(batch)}")
        if is_known:
            self.stdout.write("The very same file is on record already: 0 changes.")
        elif batch.lines:
            self.stdout.write(f"{import_words.counts(batch)} {seconds:.1f} seconds.")

    def _end(self, batch: ImportBatch, *, is_known: bool) -> None:
        if batch.state not in {ImportState.DONE, ImportState.TRIED}:
            why = batch.failure or f"It {import_words.ending(batch)}."
            raise CommandError(f"Not read: {why}", returncode=_NOT_READ)
        if not batch.refused:
            return
        if not is_known:
            for line in import_words.refusals(batch, most=_MOST_REFUSALS):
                self.stderr.write(line)
        raise CommandError(
            f"{batch.refused:,} of {batch.lines:,} lines refused.", returncode=_SOME_REFUSED
        )


_FORMATS = {
    None: "",
    "milstrip": ImportFormat.RECORDS.value,
    "csv": ImportFormat.CSV.value,
    "xlsx": ImportFormat.XLSX.value,
}


def _facts(batch: ImportBatch, *, is_known: bool, seconds: float) -> dict[str, Any]:
    counted = ("created", "changed", "unchanged", "older", "unmatched")
    counts = {name: getattr(batch, name) for name in counted}
    if is_known:
        # What it created or changed is on record: this time it did neither.
        same = counts["unchanged"] + counts["created"] + counts["changed"]
        counts |= {"created": 0, "changed": 0, "unchanged": same}
    return {
        "batch": batch.pk,
        "sha256": batch.sha256,
        "state": batch.state,
        "known": is_known,
        "lines": batch.lines,
        "accepted": batch.accepted,
        "refused": batch.refused,
        **counts,
        "seconds": round(seconds, 3),
    }


def _lane(text: str | None) -> int | None:
    if not text:
        return None
    mode, _, places = text.partition(":")
    leaves, _, arrives = places.partition(":")
    lane = Lane.objects.filter(
        mode=mode, from_place__code=leaves.upper(), to_place__code=arrives.upper()
    ).first()
    if lane is None:
        message = f"--lane: found {text!r}; it needs a lane that is planned, like sea:USORF:ILHFA"
        raise CommandError(message, returncode=_NOT_READ)
    return lane.pk


def _opened(path: str) -> AbstractContextManager[BinaryIO]:
    if path == _STANDARD_INPUT:
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise CommandError(
            f"Cannot read {path}: {error.strerror}.", returncode=_NOT_READ
        ) from error


def _said_at(file: BinaryIO, path: str) -> datetime | None:
    """The file's own time; what comes through a pipe has none."""
    if path == _STANDARD_INPUT:
        return None
    return datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, tz=UTC)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk
