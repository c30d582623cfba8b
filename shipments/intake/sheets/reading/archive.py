"""What a workbook is packed in, looked at before anything is unpacked."""

from __future__ import annotations

import struct
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from shipments.intake.batches.plan import NotReadable

_MB = 1_000_000
# Unpacked. Of the sheet that is read, a piece at a time is held; the texts of all its cells
# are held together, and the rest, which says how it looks, is small.
MOST_OF_A_SHEET = 1_000 * _MB
MOST_OF_TEXTS = 100 * _MB
MOST_OF_THE_REST = 2 * _MB
_MOST_ENTRIES = 10_000
_MOST_DIRECTORY = 4 * _MB
_END = b"PK\x05\x06"
_END_LENGTH = 22
_LONGEST_REMARK = 65_535
_LONG_FORM = b"PK\x06\x07"
# The container that older formats, and protected workbooks of today, are in.
_OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_DAMAGED = (
    "It is no workbook that can be read. Open it in the spreadsheet program and save it as XLSX."
)


class Archive(ZipFile):
    """A workbook's parts, none of which unpacks to more than is allowed.

    Whoever says a part is smaller than it is gains nothing: it is read to the size that is
    said, and then its checksum is wrong.
    """

    def __init__(self, file: BinaryIO) -> None:
        """
        :raises NotReadable: it is something else, protected, or would unpack to too much.
        """
        _refuse_others(file)
        _refuse_large_directory(file)
        try:
            super().__init__(file)
        except (BadZipFile, UnicodeDecodeError, NotImplementedError, OSError) as error:
            raise damaged() from error
        for each in self.infolist():
            if each.flag_bits & 1:
                raise NotReadable("It is protected by a password. Save it without one.")
            if each.filename.endswith("vbaProject.bin"):
                raise NotReadable("It has macros. Save it as XLSX, which has none.")
            if each.file_size > MOST_OF_A_SHEET:
                raise _too_large(each, MOST_OF_A_SHEET)

    def read(self, name: str | ZipInfo, pwd: bytes | None = None) -> bytes:
        """A part that is held as a whole: nothing but the small ones.

        :raises NotReadable: it would unpack to too much.
        """
        self.refuse_larger(name, MOST_OF_THE_REST)
        return super().read(name, pwd)

    def refuse_larger(self, name: str | ZipInfo, most: int) -> ZipInfo:
        """
        :raises NotReadable: the part would unpack to more.
        """
        info = name if isinstance(name, ZipInfo) else self.getinfo(name)
        if info.file_size > most:
            raise _too_large(info, most)
        return info


def _too_large(part: ZipInfo, most: int) -> NotReadable:
    return NotReadable(
        f"Unpacked, {part.filename[-60:]} would have {part.file_size // _MB:,} MB; "
        f"at most {most // _MB:,} MB can be read. Send it in parts, or as CSV."
    )


def damaged() -> NotReadable:
    return NotReadable(_DAMAGED)


def _refuse_others(file: BinaryIO) -> None:
    file.seek(0)
    head = file.read(len(_OLD_CONTAINER))
    if head == _OLD_CONTAINER:
        rest = b""
        while piece := file.read(_MB):
            if _PROTECTED in rest + piece:
                raise NotReadable("It is protected by a password. Save it without one.")
            rest = piece[-len(_PROTECTED) :]
        raise NotReadable("It is in a format of before 2007. Save it as XLSX, or as CSV.")
    if not head.startswith(b"PK\x03\x04"):
        raise damaged()


def _refuse_large_directory(file: BinaryIO) -> None:
    """All of the directory is read into memory, so its size is looked at first."""
    size = file.seek(0, 2)
    start = max(0, size - _END_LENGTH - _LONGEST_REMARK)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_LENGTH:
        raise damaged()
    entries, directory = struct.unpack("<HI", tail[at + 10 : at + 16])
    long_form = tail[max(0, at - 20) : at].startswith(_LONG_FORM)
    if long_form or entries > _MOST_ENTRIES or directory > _MOST_DIRECTORY:
        raise NotReadable("It has more parts than any workbook. Save it anew as XLSX, or as CSV.")
