"""What a file is by its bytes. Its name, and what a browser says of it, can be anything.

A table of our own: few kinds are kept, each by a test stricter than a first guess, and text
is told by having nothing else in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

NAMED = "PDF, JPEG, PNG, WebP, plain text, CSV or XLSX"
# What no text has in it. A form feed and the marks of direction are text.
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_WORKBOOK = {"[Content_Types].xml", "xl/workbook.xml"}


@dataclass(frozen=True, slots=True)
class FileKind:
    """:ivar endings: of names of such files; the usual one first."""

    media_type: str
    endings: tuple[str, ...]

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


PDF = FileKind("application/pdf", (".pdf",))
JPEG = FileKind("image/jpeg", (".jpg", ".jpeg"))
PNG = FileKind("image/png", (".png",))
WEBP = FileKind("image/webp", (".webp",))
TEXT = FileKind("text/plain", (".txt", ".log", ".md"))
CSV = FileKind("text/csv", (".csv",))
XLSX = FileKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
_MAGIC = (
    (PDF, 0, b"%PDF-"),
    (JPEG, 0, b"\xff\xd8\xff"),
    (PNG, 0, b"\x89PNG\r\n\x1a\n"),
    (WEBP, 8, b"WEBPVP8"),
)
_ARCHIVE = b"PK\x03\x04"


def of(content: bytes, *, name: str) -> FileKind | None:
    """None for what is not kept.

    :param name: only tells CSV from other text: both are text.
    """
    for kind, offset, magic in _MAGIC:
        if content[offset:].startswith(magic):
            return kind
    if content.startswith(_ARCHIVE):
        return XLSX if _is_workbook(content) else None
    if not _is_text(content):
        return None
    return CSV if name.lower().endswith(".csv") else TEXT


def _is_workbook(content: bytes) -> bool:
    """A spreadsheet without macros. Only its table of contents is read, nothing is unpacked."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    # Beside what is damaged: a name that is not the UTF-8 it says it is, and a version of the
    # format that is newer than we can read.
    except (BadZipFile, UnicodeDecodeError, NotImplementedError):
        return False
    return names >= _WORKBOOK and not any(each.endswith("vbaProject.bin") for each in names)


def _is_text(content: bytes) -> bool:
    try:
        return _NO_TEXT.search(content.decode()) is None
    except UnicodeDecodeError:
        return False
