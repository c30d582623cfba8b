from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import pytest

from shipments.intake.batches.plan import NotReadable
from tests.intake.sheets.given import GivenSource, rows_of
from tests.intake.sheets.given import workbook as a_workbook


def source(content: bytes, **facts: Any) -> GivenSource:
    return GivenSource(content, format="xlsx", **facts)


def changed(content: bytes, **parts: bytes | None) -> bytes:
    """The workbook with parts replaced, added, or left out."""
    named = {name.replace("__", "/") + ".xml": part for name, part in parts.items()}
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for name in old.namelist():
            if name not in named:
                new.writestr(name, old.read(name))
        for name, part in named.items():
            if part is not None:
                new.writestr(name, part)
    return file.getvalue()


def with_rows(xml: str, behind: str = "") -> bytes:
    """A workbook whose sheet has rows as other programs write them."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData>{xml}</sheetData>{behind}</worksheet>'
    return changed(a_workbook(), xl__worksheets__sheet1=sheet.encode())


def with_texts(texts: bytes, rows: str = "") -> bytes:
    """A workbook whose texts stand together in a part of their own, as most programs keep them."""
    content = with_rows(rows)
    with zipfile.ZipFile(BytesIO(content)) as file:
        manifest = file.read("[Content_Types].xml")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    entry = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    return changed(
        content,
        **{"[Content_Types]": manifest.replace(b"</Types>", entry.encode())},
        xl__sharedStrings=texts,
    )


def refusal(content: bytes) -> str:
    with pytest.raises(NotReadable) as refused:
        rows_of(source(content))
    return str(refused.value)
