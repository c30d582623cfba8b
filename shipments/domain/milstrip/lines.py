"""Files of records and files of objects, a line each, turned into one another as they come.

A bad line is told and never stops the rest. No more than one line is held at a time, however
long somebody made it.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from shipments.domain.milstrip.codec import decode, encode
from shipments.domain.milstrip.objects import Object, differences, from_object, refusal, to_object
from shipments.domain.milstrip.record import LENGTH, NOWHERE, InvalidRecord, Profile

# Longer than any line that could be read.
LONGEST_RECORD = 4 * LENGTH
_LONGEST_OBJECT = 64 * 1024


def decoded(
    stream: BinaryIO, *, reference: date, profile: Profile = Profile.STANDARD
) -> Iterator[Object]:
    """Give an object for each line: the record, or under "error" why there is none."""
    for number, (line, length) in enumerate(split(stream, LONGEST_RECORD), start=1):
        try:
            _refuse_cut(line, length, at=LENGTH + 1)
            record = decode(line, profile=profile)
        except InvalidRecord as error:
            yield {"line": number, "error": refusal(error)}
        else:
            yield {"line": number, **to_object(record, reference=reference)}


def encoded(stream: BinaryIO) -> Iterator[str | Object]:
    """Give a record of 80 columns for each line, or an object that says why there is none.

    A record comes after its notes, objects that say what beside its fields was not read.
    """
    for number, (line, length) in enumerate(split(stream, _LONGEST_OBJECT), start=1):
        try:
            _refuse_cut(line, length, at=NOWHERE)
            told = _read(line)
            record = from_object(told)
            text = encode(record)
        except InvalidRecord as error:
            yield {"line": number, "error": refusal(error)}
            continue
        for name, message in differences(told, record):
            yield {"line": number, "note": {"field": name, "message": message}}
        yield text


def split(stream: BinaryIO, longest: int) -> Iterator[tuple[bytes, int]]:
    """Lines without their breaks, cut after ``longest`` bytes, and how long each really is."""
    first = True
    while piece := stream.readline(longest):
        line, length = piece, len(piece)
        while not piece.endswith(b"\n") and (piece := stream.readline(longest)):
            length += len(piece)
        broken = length - len(line)
        if first:
            # Some editors begin a file so. It is none of the record.
            line = line.removeprefix(codecs.BOM_UTF8)
            first = False
        if broken:
            yield line, length - piece.endswith(b"\n")
            continue
        line = line.removesuffix(b"\n").removesuffix(b"\r")
        yield line, len(line)


def _refuse_cut(line: bytes, length: int, *, at: int) -> None:
    if length > len(line):
        raise InvalidRecord(at, "", f"found {length} characters; no such line is that long.")


def _read(line: bytes) -> Object:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError) as error:
        at = getattr(error, "colno", 1)
        raise InvalidRecord(at, "", f"this is no JSON: {error}.") from error
    if not isinstance(told, dict):
        raise InvalidRecord(NOWHERE, "", "found something else; it needs a JSON object.")
    if "error" in told:
        raise InvalidRecord(
            NOWHERE, "error", "the line it came from was refused. Correct it there."
        )
    return told
