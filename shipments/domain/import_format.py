"""What a file of orders is by its first bytes. Its name, and what somebody says of it, can be
anything.

Only the beginning is looked at: a file of a million lines is not held to find out. What is
wrong further on is for its reader to say.
"""

from __future__ import annotations

import codecs
import re
from enum import StrEnum

from shipments.domain.milstrip import kinds

LOOKED_AT = 64 * 1024
_RECORD = 80
_FEW = 50
_ENDINGS_OF_TEXT = (".txt", ".csv", ".tsv", ".tab", ".dat", ".mil", ".log")
_ENDINGS_OF_WORKBOOKS = (".xlsx",)
# What a file is not, by its beginning, in the words of whoever sent it.
_OTHERS = (
    (b"%PDF-", "a PDF"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"{\\rtf", "a text document with formats"),
    # The format before XLSX, and any of its successors behind a password.
    (b"\xd0\xcf\x11\xe0", "an old or a locked spreadsheet"),
)
_ARCHIVE = b"PK\x03\x04"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What no text has in it, in any code page that is read.
_NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f]")
_SEPARATED = re.compile(rb"[,;\t]")


class ImportFormat(StrEnum):
    """What a file is by its bytes."""

    RECORDS = "records"
    CSV = "csv"
    XLSX = "xlsx"

    @property
    def words(self) -> str:
        return {"records": "80-column records", "csv": "CSV", "xlsx": "an XLSX workbook"}[self]

    @property
    def endings(self) -> tuple[str, ...]:
        """Those of names of such files; the usual one first."""
        if self == ImportFormat.XLSX:
            return _ENDINGS_OF_WORKBOOKS
        usual = ".csv" if self == ImportFormat.CSV else ".txt"
        return (usual, *_ENDINGS_OF_TEXT)


class NotWhatItSays(ValueError):
    """The bytes are not what the name, or whoever sent them, says they are."""


def told(head: bytes, *, name: str, said: ImportFormat | None = None) -> ImportFormat:
    """Tell it by the first bytes.

    :param head: the first ``LOOKED_AT`` bytes, or all of them.
    :param said: what a person says it is. Records and CSV are both plain text, and what the
        person says tells them apart.
    :raises NotWhatItSays: it is neither, or another than its name or the person says.
    """
    found = _by_its_bytes(head)
    named = _by_its_name(name)
    if said and (said == ImportFormat.XLSX) != (found == ImportFormat.XLSX):
        raise NotWhatItSays(f"The file is {_plainly(found)}, not {said.words}.")
    if named and (named == ImportFormat.XLSX) != (found == ImportFormat.XLSX):
        raise NotWhatItSays(f"The name says {_plainly(named)}, and the file is {_plainly(found)}.")
    return said or found


def _by_its_bytes(head: bytes) -> ImportFormat:
    if head.startswith(_ARCHIVE):
        return ImportFormat.XLSX
    for magic, what in _OTHERS:
        if head.startswith(magic):
            raise NotWhatItSays(f"The file is {what}. Send 80-column records, CSV or XLSX.")
    if head.startswith(_UTF_16) or _is_wide(head):
        return ImportFormat.CSV
    if _NO_TEXT.search(head):
        raise NotWhatItSays("The file is not plain text. Send 80-column records, CSV or XLSX.")
    return ImportFormat.RECORDS if _has_records(head) else ImportFormat.CSV


def _is_wide(head: bytes) -> bool:
    """UTF-16 without its mark: of text in European letters every other byte is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    more, fewer, text = (even, odd, head[1::2]) if even > odd else (odd, even, head[0::2])
    return more * 8 > len(head) and fewer * 8 < more and not _NO_TEXT.search(text)


def _has_records(head: bytes) -> bool:
    """Whether most of its first lines begin as records do, and none is separated."""
    lines = head.removeprefix(codecs.BOM_UTF8).splitlines()
    if len(head) >= LOOKED_AT:
        del lines[-1:]  # cut short
    some = [line for line in lines if line.strip()][:_FEW]
    known = sum(_begins_as_one(line) for line in some)
    return known * 2 > len(some)


def _begins_as_one(line: bytes) -> bool:
    if len(line) < 4 or _SEPARATED.search(line[:_RECORD]):
        return False
    try:
        kinds.kind_of(line[:3].decode("ascii"))
    except ValueError:
        return False
    return True


def _by_its_name(name: str) -> ImportFormat | None:
    last = name.strip().lower()
    if last.endswith(_ENDINGS_OF_WORKBOOKS):
        return ImportFormat.XLSX
    return ImportFormat.CSV if last.endswith(_ENDINGS_OF_TEXT) else None


def _plainly(found: ImportFormat) -> str:
    return found.words if found == ImportFormat.XLSX else "plain text"
