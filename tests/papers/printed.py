"""A fictional shipment with papers to draw up, and a printer and scanner to read them with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import groupby

import pypdfium2
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from shipments.papers.facts import (
    PaperHazard,
    PaperLine,
    PaperPackage,
    PaperPlace,
    PaperShipment,
)

DOTS_AN_INCH = 203  # a common label printer

SHELLS = PaperLine(
    key=1,
    order="EX-00012",
    document_number="BISZZZ63240001",
    item="Practice charge, red",
    stock_number="1315000000000",
    quantity=140,
    unit="EA",
    lot="LOT-7",
    serial_from="A001",
    serial_to="A140",
    hazard=PaperHazard(
        is_explosive=True,
        classification="1.3C",
        un_number="0242",
        proper_shipping_name="Charges, propelling, for cannon",
        is_confirmed=True,
    ),
    net_explosive_kg=Decimal("70.5"),
)
TENTS = PaperLine(
    key=2,
    order="EX-00013",
    document_number="",
    item="אוהל סיירים 12 איש, דגם QZ-7 (Tent)",
    stock_number="",
    quantity=20,
    unit="EA",
)
SHIPMENT = PaperShipment(
    tcn="BISZZZ63240001XXX",
    mode="sea",
    from_place=PaperPlace("USXYZ", "Exampleton", "Exampleton", "United States"),
    to_place=PaperPlace("ILXYZ", "נמל הדוגמה", "Exampleport", "Israel"),
    carrier="Imaginary Lines",
    voyage="IL-44",
    departs_on=date(2026, 11, 22),
    arrives_on=date(2026, 12, 9),
    lines=(SHELLS, TENTS),
    packages=(
        PaperPackage(1, "pallet", "P-1", Decimal("820.5"), Decimal("1.2"), ((SHELLS, 140),)),
        PaperPackage(2, "crate", "", None, None, ((TENTS, 20),)),
    ),
    package_count=2,
)


def many_lines(count: int) -> PaperShipment:
    lines = tuple(replace(SHELLS, key=n, lot=f"LOT-{n}") for n in range(1, count + 1))
    return replace(SHIPMENT, lines=lines, packages=(), package_count=0)


def read(paper: bytes) -> str:
    """What a person reads in it, on one line."""
    pages = PdfReader(BytesIO(paper)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def drawn(paper: bytes, page: int = 0, *, dots: int = DOTS_AN_INCH) -> Image.Image:
    """One page as a printer draws it."""
    document = pypdfium2.PdfDocument(paper)
    picture = document[page].render(scale=dots / 72).to_pil().convert("L")
    document.close()
    return picture


def scanned(paper: bytes, page: int = 0) -> dict[str, str]:
    """What a scanner reads off one page, by kind of code."""
    return {str(each.format): each.text for each in zxingcpp.read_barcodes(drawn(paper, page))}


def rows(paper: bytes, page: int = 0) -> list[str]:
    """Lines of a page as an eye meets them: the characters of each from left to right."""
    document = pypdfium2.PdfDocument(paper)
    text = document[page].get_textpage()
    found = []
    for index in range(text.count_chars()):
        left, bottom, _, _ = text.get_charbox(index, loose=True)
        found.append((round(-bottom), left, text.get_text_range(index, 1)))
    document.close()
    found.sort()
    return [
        "".join(character for _, _, character in line)
        for _, line in groupby(found, key=lambda each: each[0])
    ]
