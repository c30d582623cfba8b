from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from shipments.domain import file_kind


def workbook(*extra: str) -> bytes:
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml", *extra):
            archive.writestr(name, "")
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"%PDF-1.7\n", "x.txt", file_kind.PDF),
        (b"\xff\xd8\xff\xe0", "x.png", file_kind.JPEG),
        (b"\x89PNG\r\n\x1a\n", "x", file_kind.PNG),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "x", file_kind.WEBP),
        ("order,נמל\r\n".encode(), "x.CSV", file_kind.CSV),
        (b"\xef\xbb\xbfplain", "x.exe", file_kind.TEXT),
        (b"<script>alert(1)</script>", "x.html", file_kind.TEXT),
        (workbook(), "x.pdf", file_kind.XLSX),
        (workbook("xl/vbaProject.bin"), "x.xlsx", None),
        (b"PK\x03\x04 not an archive", "x.xlsx", None),
        (workbook("é").replace("é".encode(), b"\xff\xff"), "x.xlsx", None),
        (workbook().replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xff"), "x.xlsx", None),
        (b"MZ\x90\x00", "x.pdf", None),
        (b"GIF89a\x01\x00", "x.jpg", None),
        (b"text with a \x00 in it", "x.txt", None),
        (b"caf\xe9", "x.txt", None),
    ],
)
def test_a_file_is_what_its_bytes_are_whatever_its_name(content, name, kind):
    assert file_kind.of(content, name=name) == kind
