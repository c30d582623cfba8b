from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from shipments.models import ImportBatch, SheetMapping, User
from tests.factories.imports import ImportRefusalFactory, batch_of
from tests.web.pages import said, text

pytestmark = pytest.mark.django_db

SHEET = b"Doc no;Part;How many;Wanted\nBISZZZ63240007;Crate, training;40;03/12/2026\n;Lamp;2;\n"


@pytest.fixture
def batch(db: None) -> ImportBatch:
    return batch_of(
        SHEET, name="orders.csv", kind="orders", format="csv", state="unmapped", profile=""
    )


def choice(response: Any, number: int) -> str:
    """What is chosen for a column."""
    select = re.search(
        rf'<select[^>]*name="column-{number}".*?</select>', response.content.decode(), re.DOTALL
    )
    found = re.search(r'value="([^"]*)" selected', select.group(0)) if select else None
    return found.group(1) if found else ""


def test_the_headings_stand_with_their_first_rows_and_what_is_known_of_them(
    site: Client, batch: ImportBatch
) -> None:
    page = site.get(f"/imports/{batch.pk}/mapping/")

    assert [choice(page, number) for number in range(4)] == ["document_number", "", "", ""]
    assert "B Part Crate, training Lamp" in said(page)
    assert "Nobody knows what these are: “Part”, “How many”, “Wanted”." in said(page)
    assert f"remembered for the next file of {batch.sender}" in text(page)


def test_what_is_missing_is_said(site: Client) -> None:
    content = b"Part;How many\nCrate;40\n"
    batch = batch_of(content, kind="orders", format="csv", state="unmapped")

    page = said(site.get(f"/imports/{batch.pk}/mapping/"))

    assert "Still missing: Reference or Document number" in page


def test_confirmed_columns_are_remembered_and_the_file_is_run(
    site: Client, batch: ImportBatch, manager: User
) -> None:
    chosen = {
        "confirm": "yes",
        "kind": "orders",
        "date_order": "dmy",
        "decimal_mark": ",",
        "column-0": "document_number",
        "column-1": "item",
        "column-2": "quantity",
        "column-3": "not-used",
    }

    page = site.post(f"/imports/{batch.pk}/mapping/", chosen, follow=True)

    batch.refresh_from_db()
    mapping = {
        "Doc no": "document_number",
        "Part": "item",
        "How many": "quantity",
        "Wanted": "",
    }
    remembered = SheetMapping.objects.get()
    assert "The columns are remembered, and the file is run." in text(page)
    assert (batch.state, batch.mapping) == ("waiting", mapping)
    assert (batch.date_order, batch.decimal_mark) == ("dmy", ",")
    assert (remembered.sender, remembered.kind) == (batch.sender, "orders")
    assert (remembered.mapping, remembered.confirmed_by) == (mapping, manager)


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ({"kind": ""}, "Choose what the rows are."),
        ({"kind": "orders", "column-0": "not-used"}, "Say which column is: Reference or"),
        ({"kind": "orders", "column-1": "quantity", "column-2": "quantity"}, "are both quantity"),
    ],
)
def test_what_cannot_be_is_refused_and_keeps_what_was_chosen(
    site: Client, batch: ImportBatch, chosen: dict[str, str], says: str
) -> None:
    page = site.post(f"/imports/{batch.pk}/mapping/", {"confirm": "yes", **chosen})

    batch.refresh_from_db()
    assert page.status_code == 422
    assert says in text(page)
    assert [choice(page, number) for number in range(3) if f"column-{number}" in chosen] == [
        value for name, value in sorted(chosen.items()) if name != "kind"
    ]
    assert batch.state == "unmapped"
    assert not SheetMapping.objects.exists()


def test_another_kind_shows_its_own_fields(site: Client, batch: ImportBatch) -> None:
    page = site.post(f"/imports/{batch.pk}/mapping/", {"show": "yes", "kind": "promises"})

    assert page.status_code == 200
    assert '<option value="promises" selected>' in page.content.decode()
    assert '<option value="ship_on">' in page.content.decode()


def test_the_kind_is_told_by_the_headings_where_nobody_said_it(site: Client) -> None:
    content = b"NSN;Item\n1395000000001;Crate\n"
    batch = batch_of(content, kind="", format="csv", state="unmapped")

    page = site.get(f"/imports/{batch.pk}/mapping/").content.decode()

    assert '<option value="items" selected>' in page


def test_a_sheet_that_cannot_be_opened_says_so(site: Client) -> None:
    batch = batch_of(b"PK\x03\x04 odd", kind="orders", format="xlsx", state="unmapped")

    page = text(site.get(f"/imports/{batch.pk}/mapping/"))

    assert "The file cannot be opened." in page


def test_records_have_no_columns_to_name(site: Client) -> None:
    batch = batch_of(b"A0A", state="done")

    assert site.get(f"/imports/{batch.pk}/mapping/").status_code == 404


def test_an_auditor_names_no_columns(
    as_person: Callable[[User], Client], auditor: User, batch: ImportBatch
) -> None:
    assert as_person(auditor).get(f"/imports/{batch.pk}/mapping/").status_code == 403


def test_refused_rows_of_a_sheet_are_corrected_below_their_headings(
    site: Client, batch: ImportBatch
) -> None:
    ImportBatch.objects.update(state="done", refused=1)
    ImportRefusalFactory(batch=batch, line=2, position="C2", text="BISZZZ63240007,Crate,4O,")

    page = site.get(f"/imports/{batch.pk}/?correct=yes")
    alone = b"".join(site.get(f"/imports/{batch.pk}/to-correct/"))

    assert b">\nDoc no,Part,How many,Wanted\nBISZZZ63240007,Crate,4O,</textarea>" in page.content
    assert alone.decode().removeprefix("\ufeff") == (
        "Doc no,Part,How many,Wanted\r\nBISZZZ63240007,Crate,4O,\r\n"
    )


@pytest.mark.parametrize(
    ("name", "begins", "media_type"),
    [
        ("orders.csv", b"\xef\xbb\xbfReference,", "text/csv; charset=utf-8"),
        (
            "items.xlsx",
            b"PK",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ],
)
def test_a_template_of_each_kind_is_given(
    site: Client, name: str, begins: bytes, media_type: str
) -> None:
    response = site.get(f"/imports/templates/{name}")

    assert response.content.startswith(begins)
    assert response["Content-Type"] == media_type
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize("name", ["milstrip.csv", "orders.pdf", "pictures.csv"])
def test_there_is_no_other_template(site: Client, name: str) -> None:
    assert site.get(f"/imports/templates/{name}").status_code == 404


def test_where_nothing_tells_what_the_rows_are_the_headings_stand_all_the_same(
    site: Client,
) -> None:
    batch = batch_of(b"Ident;Stuff\nX1;Crate\n", kind="", format="csv", state="unmapped")

    page = said(site.get(f"/imports/{batch.pk}/mapping/"))

    assert "Say what each row is, and show its fields to name the columns." in page
    assert "A Ident X1 B Stuff Crate" in page
