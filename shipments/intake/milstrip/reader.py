"""From the bytes of a file to records, one line at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from shipments.domain.milstrip import InvalidRecord, Kind, Profile, decode
from shipments.domain.milstrip.kinds import EXERCISE, IDENTIFIERS
from shipments.domain.milstrip.lines import LONGEST_RECORD, split
from shipments.domain.milstrip.record import LENGTH
from shipments.intake.batches.plan import Staged, Wrong
from shipments.intake.batches.source import Source
from shipments.intake.milstrip import refusals
from shipments.intake.milstrip.staged import DISPOSAL, HERE, ORDERING, Origin, Staging

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_NO_ORDER = frozenset({Kind.AVAILABILITY, Kind.AVAILABILITY_DETAIL, Kind.AVAILABILITY_REPLY})


def read(source: Source) -> Iterator[Staged | Wrong]:
    """Give each record as it is staged, or why it is refused. Empty lines are counted alone."""
    batch = source.batch
    reading = Reading(Profile(batch.profile or Profile.STANDARD), Staging(batch.reported_at))
    stream = io.BufferedReader(_Stream(source.chunks()))
    for number, (line, length) in enumerate(split(stream, LONGEST_RECORD), start=1):
        if length > LONGEST_RECORD:
            # Cut by now, so that it is told how long it really was.
            text = shown(line)
            error = InvalidRecord(LENGTH + 1, "", f"found {length:,} columns; at most 80 are read.")
            yield refusals.of_form(number, text, error, reading.profile)
        elif line and not line.isspace():
            yield reading.of(number, line)


class Reading:
    """How the records of one file are read.

    :ivar profile: where its shipment statuses have their TCN.
    """

    def __init__(self, profile: Profile, staging: Staging) -> None:
        self.profile = profile
        self._staging = staging

    def of(self, number: int, line: bytes, origin: Origin = HERE) -> Staged | Wrong:
        """:param line: without its break."""
        try:
            record = decode(line, profile=self.profile)
        except InvalidRecord as error:
            return refusals.of_form(number, shown(line), error, self.profile)
        # Blanks at its end may be missing: with them it is the same record.
        text = line.decode("ascii").rstrip(" ")
        if record.identifier[0] == EXERCISE:
            return refusals.of_exercise(number, text, record)
        kind = IDENTIFIERS[record.identifier]
        if kind in _NO_ORDER:
            return refusals.of_no_order(number, text, record)
        if kind in ORDERING and record.identifier != DISPOSAL:
            if not record.fields["quantity"]:
                return refusals.of_no_quantity(number, text)
            if self._staging.case_of(record) is None:
                return refusals.of_no_case(number, text, record)
        return Staged(number, text, self._staging.values(record, kind, origin))


def shown(line: bytes) -> str:
    """Bytes that are no record, as text that can be kept and read."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        text = line.decode("latin-1")
    return text.replace("\0", "\N{SYMBOL FOR NULL}")


class _Stream(io.RawIOBase):
    """Pieces of bytes as one file, of which no more than a piece is held."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        room = memoryview(buffer)
        taken = self._left[: len(room)]
        room[: len(taken)] = taken
        self._left = self._left[len(taken) :]
        return len(taken)
