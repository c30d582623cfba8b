"""A workbook that LibreOffice 7.4 saved, of a CSV opened with its numbers and days recognised."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from shipments.models import ImportRefusal, Order
from shipments.models.choices import ImportDoor, ImportState
from shipments.services import import_runs, imports
from shipments.services.import_entry import ImportEntry
from tests.factories import CaseFactory
from tests.factories.moments import AT

WORKBOOK = Path(__file__).with_name("saved_by_libreoffice.xlsx")


@pytest.mark.django_db(transaction=True)
def test_it_goes_in_and_its_bad_rows_are_refused_by_cell():
    CaseFactory(case_id="IS-B-Q04")
    with WORKBOOK.open("rb") as file:
        received = imports.receive(
            [file.read()], ImportEntry(name=WORKBOOK.name, door=ImportDoor.COMMAND), by=None, at=AT
        )

    batch = import_runs.run(batch_id=received.batch.pk, at=AT)

    assert batch is not None
    assert (batch.state, batch.kind) == (ImportState.DONE, "orders"), batch.failure
    assert (batch.lines, batch.created, batch.refused) == (6, 2, 4)
    first, second = Order.objects.select_related("item").order_by("document_number")
    assert (first.item.nsn, first.quantity, first.priority_designator) == ("1305019991546", 140, 3)
    assert (first.ordered_on, first.required_on) == (date(2026, 5, 18), date(2026, 12, 1))
    assert (second.item.name, second.quantity) == ("Steel banding", 25)
    refusals = ImportRefusal.objects.in_order().values_list("position", "field", "code")
    assert list(refusals) == [
        ("D4", "quantity", "not_whole"),
        ("D5", "quantity", "excel_date"),
        ("H6", "required_on", "before_ordered"),
        ("F7", "case_id", "unknown_case"),
    ]
