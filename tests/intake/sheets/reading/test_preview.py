from __future__ import annotations

import pytest

from shipments.domain.sheets.headings import told_kind
from shipments.domain.sheets.kinds import KINDS
from shipments.intake.batches.plan import NotReadable
from shipments.intake.sheets.reading.preview import preview
from tests.intake.sheets.given import GivenSource, workbook


def test_the_beginning_of_a_sheet_is_shown_before_anybody_knows_its_kind() -> None:
    content = b'Orders\nTCN,Order,Qty,\n"X",Q-1,5\nY,"5" inch,1\n' + b"Z,Q-2,6\n" * 30

    seen = preview(GivenSource(content, kind=""), rows=3)

    assert (seen.name, seen.headings, seen.heading_line) == ("", ("TCN", "Order", "Qty"), 2)
    assert seen.rows == (("X", "Q-1", "5"), ('Y,"5" inch,1',), ("Z", "Q-2", "6"))
    assert told_kind(seen.headings) is KINDS["shipments"]


def test_the_beginning_of_a_workbook_is_shown_as_text() -> None:
    content = workbook(["Our sign", None, "Qty"], ["Q-1", True, 3.0], title="November")

    seen = preview(GivenSource(content, kind="orders", format="xlsx"))

    assert (seen.name, seen.headings) == ("November", ("Our sign", "", "Qty"))
    assert seen.rows == (("Q-1", "yes", "3"),)


def test_headings_are_found_by_the_mapping_too() -> None:
    content = b"Reference for the reader\nUnser Zeichen;Menge\nQ-1;5\n"
    mapping = {"Unser Zeichen": "reference", "Menge": "quantity"}

    assert preview(GivenSource(content, mapping=mapping)).headings == ("Unser Zeichen", "Menge")


def test_what_is_said_of_how_it_was_read_comes_with_it() -> None:
    (note,) = preview(GivenSource("Reference\nMus\u00e9e\n".encode("cp1252"))).notes

    assert note.startswith("It is no UTF-8")


def test_an_empty_file_has_no_beginning() -> None:
    with pytest.raises(NotReadable):
        preview(GivenSource(b""))
