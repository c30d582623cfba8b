"""The drop folder: what appears in it is received, and put away once it is on record.

It keeps no state. What was received is known by its bytes and how far it has come by its batch,
so whoever looks next goes on where another was killed. A file is moved only after all else.
"""

from __future__ import annotations

import hashlib
import logging
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.db import connection

from shipments.domain import file_name
from shipments.models import ImportBatch
from shipments.models.choices import ImportDoor, ImportState
from shipments.services import import_words, imports
from shipments.services.import_entry import ImportEntry
from shipments.services.refusal import Refused

logger = logging.getLogger(__name__)

DONE, REFUSED = "done", "refused"
QUIET_SECONDS = 15
_CHUNK = 1_000_000
# Bytes; what is put behind it must fit into the 255 that a name may have.
_LONGEST_NAME = 220
_UNFINISHED = (".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".swp", "~")
_TURN = "SELECT pg_try_advisory_lock(hashtextextended('shipments.drop_folder', 0))"
_TURN_OVER = "SELECT pg_advisory_unlock(hashtextextended('shipments.drop_folder', 0))"


@dataclass
class Looked:
    """What one look at the folder did, in files."""

    received: int = 0
    done: int = 0
    refused: int = 0

    def __bool__(self) -> bool:
        return bool(self.received or self.done or self.refused)

    def add(self, other: Looked) -> None:
        self.received += other.received
        self.done += other.done
        self.refused += other.refused


class _StillWritten(Exception):
    """Somebody wrote to the file while it was read."""


def look(folder: Path, *, at: datetime) -> Looked:
    """Receive what has stopped growing, and put away what has come to its end.

    It does not run what it received. Of several at once one looks, and the others do nothing.
    Repeatable: what is not finished stays where it is until another look.

    :param at: files written to within ``QUIET_SECONDS`` before are left alone.
    """
    looked = Looked()
    with _turn() as is_ours:
        if not is_ours:
            return looked
        for name in (DONE, REFUSED):
            (folder / name).mkdir(exist_ok=True)
        for path in _found(folder):
            try:
                _look_at(path, looked, at=at)
            except _StillWritten:
                continue
            except OSError as error:
                # Gone, or not ours to read or move: others go on, and the next look tries again.
                logger.warning("drop folder: %s: %s", ascii(path.name), error.strerror)
    return looked


@contextmanager
def _turn() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute(_TURN)
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute(_TURN_OVER)


def _found(folder: Path) -> list[Path]:
    """What is there to look at, the oldest first."""
    with os.scandir(folder) as entries:
        paths = [
            (entry.stat(follow_symlinks=False).st_mtime, Path(entry.path))
            for entry in entries
            if entry.name not in {DONE, REFUSED}
            and not entry.name.startswith(".")
            and not entry.name.lower().endswith(_UNFINISHED)
        ]
    return [path for _, path in sorted(paths)]


def _look_at(path: Path, looked: Looked, *, at: datetime) -> None:
    facts = path.lstat()
    if stat.S_ISDIR(facts.st_mode):
        _tell(path, "This is a folder. Put files themselves into the drop folder.")
    elif not _is_quiet(facts, at=at):
        return
    elif not stat.S_ISREG(facts.st_mode):
        kind = "a link" if stat.S_ISLNK(facts.st_mode) else "no file"
        _put_away(path, REFUSED, [f"This is {kind}. Put files themselves into the drop folder."])
        looked.refused += 1
    elif not path.name.isprintable():
        _put_away(path, REFUSED, ["Its name has signs in it that nobody can see. Rename it."])
        looked.refused += 1
    else:
        _take(path, looked, at=at)


def _is_quiet(facts: os.stat_result, *, at: datetime) -> bool:
    """Whoever copies a file may give it the time of the original: then its entry tells."""
    return at.timestamp() - max(facts.st_mtime, facts.st_ctime) >= QUIET_SECONDS


def _take(path: Path, looked: Looked, *, at: datetime) -> None:
    """Receive a file that is not known, and put one away that has come to its end."""
    try:
        with _opened(path) as file:
            batch = _known(file)
            if batch is None:
                batch = _receive(path.name, file, at=at)
                looked.received += 1
            elif batch.state == ImportState.TRIED.value:
                # Somebody tried it out. Here it is meant.
                batch = imports.import_now(batch_id=batch.pk, by=None, at=at)
                looked.received += 1
    except PermissionError:
        _put_away(path, REFUSED, ["The site may not read this file. Change its permissions."])
        looked.refused += 1
    except Refused as refused:
        _put_away(path, REFUSED, [problem.message for problem in refused.problems])
        looked.refused += 1
    else:
        _end(path, batch, looked)


def _end(path: Path, batch: ImportBatch, looked: Looked) -> None:
    if batch.state == ImportState.DONE.value:
        _put_away(path, DONE, import_words.report(batch))
        looked.done += 1
    elif batch.state in {ImportState.REFUSED.value, ImportState.CANCELLED.value}:
        _put_away(path, REFUSED, import_words.report(batch))
        looked.refused += 1


def _known(file: BinaryIO) -> ImportBatch | None:
    """The batch of these bytes, so that what is known is not received again and again."""
    digest = hashlib.sha256()
    for chunk in _chunks(file):
        digest.update(chunk)
    return ImportBatch.objects.filter(sha256=digest.hexdigest()).first()


def _receive(name: str, file: BinaryIO, *, at: datetime) -> ImportBatch:
    said_at = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, tz=UTC)
    entry = ImportEntry(name=name, door=ImportDoor.INBOX.value, reported_at=said_at)
    return imports.receive(_chunks(file), entry, by=None, at=at).batch


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The file itself, whatever takes the place of its name meanwhile."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        yield file


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    """Its bytes from the beginning.

    :raises _StillWritten: at the end, where it is no longer what it was at the beginning.
    """
    before = os.fstat(file.fileno())
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk
    after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise _StillWritten


def _put_away(path: Path, where: str, lines: Iterable[str]) -> None:
    """Move a file, a report beside it. Killed between the two, both are done again."""
    target = _free(path.parent / where, _plain(path.name))
    _write_report(target, path.name, lines)
    path.replace(target)


def _tell(path: Path, line: str) -> None:
    """Say once what stays where it is."""
    target = path.parent / REFUSED / _plain(path.name)
    if not _report_of(target).exists():
        _write_report(target, path.name, [line])
        logger.warning("drop folder: %s: %s", ascii(path.name), line)


def _write_report(target: Path, name: str, lines: Iterable[str]) -> None:
    """Under its name only once it is whole."""
    report = _report_of(target)
    part = report.with_name(f".{report.name}.part")
    with part.open("w", encoding="utf-8") as file:
        if target.name != name:
            file.write(f"Found as {name!a}\n")
        file.writelines(f"{line}\n" for line in lines)
    part.replace(report)


def _report_of(target: Path) -> Path:
    return target.with_name(f"{target.name}.report.txt")


def _free(folder: Path, name: str) -> Path:
    """A name that no file put away before has."""
    stem, ending = Path(name).stem, Path(name).suffix
    target, number = folder / name, 1
    while os.path.lexists(target):
        number += 1
        target = folder / f"{stem}-{number}{ending}"
    return target


def _plain(name: str) -> str:
    """The name without anything hidden in it, and short enough for what is put behind it."""
    ending = Path(name).suffix
    if not name.isprintable():
        name = file_name.cleaned(name, endings=(ending.lower() or ".txt",))
    if len(os.fsencode(name)) <= _LONGEST_NAME:
        return name
    stem = os.fsencode(name.removesuffix(ending))[: _LONGEST_NAME - 20].decode(errors="ignore")
    return f"{stem}{ending}" if len(os.fsencode(ending)) < 20 else stem
