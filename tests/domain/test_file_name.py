from __future__ import annotations

import pytest

from shipments.domain.file_name import LONGEST, cleaned

PDF = (".pdf",)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("bill.pdf", "bill.pdf"),
        ("BILL.PDF", "BILL.PDF"),
        ("שטר מטען 12.pdf", "שטר מטען 12.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\bill.pdf", "bill.pdf"),
        ("bill\u202efdp.exe", "billfdp.exe.pdf"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ('x"; filename="y.pdf', "x_; filename=_y.pdf"),
        ("  .hidden..pdf ", "hidden.pdf"),
        ("tab\u00a0le   x.pdf", "tab le x.pdf"),
        ("", "file.pdf"),
        (".pdf", "file.pdf"),
        ("\ud83d.pdf", "file.pdf"),
    ],
)
def test_a_name_is_made_safe_and_tells_what_it_is(sent: str, kept: str):
    assert cleaned(sent, endings=PDF) == kept


def test_a_long_name_keeps_its_ending():
    name = cleaned("x" * 500 + ".jpeg", endings=(".jpg", ".jpeg"))

    assert (len(name), name[-6:]) == (LONGEST, "x.jpeg")
