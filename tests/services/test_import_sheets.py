"""Sheets of every kind from their bytes to the record, as the worker runs them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shipments.models import (
    Contact,
    Contractor,
    ImportBatch,
    ImportFinding,
    ImportRefusal,
    Item,
    Milestone,
    Need,
    Order,
    Promise,
    Shipment,
    ShipmentLine,
)
from shipments.services import import_runs
from tests.factories import batch_of
from tests.factories.moments import AT
from tests.factories.orders import CaseFactory, ContractorFactory, OrderFactory
from tests.factories.shipments import PlaceFactory
from tests.factories.standings import standing_order

pytestmark = pytest.mark.django_db
COUNTS = ("created", "changed", "unchanged", "older", "refused")


def ran(kind: str, *lines: str, **facts: Any) -> ImportBatch:
    content = "\n".join(lines).encode()
    batch = batch_of(content, kind=kind, format="csv", name=f"{kind}.csv", **facts)
    done = import_runs.run(batch.pk, at=AT)
    assert done is not None
    return done


def counts(batch: ImportBatch) -> dict[str, int]:
    assert batch.state == "done", batch.failure
    return {name: getattr(batch, name) for name in COUNTS if getattr(batch, name)}


def refusals(batch: ImportBatch) -> list[tuple[str, str]]:
    return list(ImportRefusal.objects.filter(batch=batch).values_list("position", "code"))


def test_items():
    lines = ("NSN;Nomenclature;MDE", "1395-00-000-0001;Crate;", ";Lid;", "1395000000001;;yes")

    first = ran("items", *lines)
    again = ran("items", *lines, "")

    assert counts(first) == {"created": 2, "changed": 1}
    assert counts(again) == {"unchanged": 3}
    assert list(Item.objects.order_by("name").values_list("name", "nsn")) == [
        ("Crate", "1395000000001"),
        ("Lid", None),
    ]


def test_contractors_and_their_contacts():
    first = ran("contractors", "Company,Town,CAGE", "Fictional Works,Springfield,0ZZZ9")
    second = ran(
        "contacts",
        "Company,Contact,E-mail address,TZ",
        "Fictional Works,Order desk,desk@works.example,America/Chicago",
        "Unknown Works,Order desk,desk@works.example,",
    )

    assert counts(first) == {"created": 1}
    assert counts(second) == {"created": 1, "refused": 1}
    assert refusals(second) == [("A3", "unknown_contractor")]
    assert Contractor.objects.get().cage_code == "0ZZZ9"
    assert Contact.objects.get().time_zone == "America/Chicago"


def test_needs():
    batch = ran(
        "needs",
        "Reference,Item,Qty,Needed by,Urgency level",
        "N-1,Crate,50,2027-02-01,emergency",
        "N-2,Crate,,2027-02-01,",
    )

    assert counts(batch) == {"created": 1, "refused": 1}
    assert refusals(batch) == [("C3", "required")]
    need = Need.objects.get()
    assert (need.item.name, need.quantity, need.urgency) == ("Crate", 50, "emergency")


def test_orders():
    CaseFactory(case_id="IS-B-ZZZ")

    batch = ran(
        "orders",
        "Document no,Item,Qty,UI,Case,Required by",
        "BISZZZ63200001,Crate,140,EA,IS-B-ZZZ,2027-03-15",
        "BISZZZ63200002,Crate,140,EA,IS-B-ZZ9,2027-03-15",
    )

    assert counts(batch) == {"created": 1, "refused": 1}
    assert refusals(batch) == [("E3", "unknown_case")]
    order = Order.objects.get()
    assert (order.quantity, order.standing.status) == (140, "ordered")


def test_promises():
    order = standing_order(reference="Q1")

    batch = ran(
        "promises",
        "Order,Ship date,Qty,Said on",
        "Q1,2027-01-15,40,2026-11-18",
        "Q1,2027-01-15,40,2026-11-18",
        "Q9,2027-01-15,40,2026-11-18",
    )

    assert counts(batch) == {"created": 1, "unchanged": 1, "refused": 1}
    assert refusals(batch) == [("A4", "unknown_order")]
    assert Promise.objects.get().batch == batch
    order.standing.refresh_from_db()
    assert order.standing.promised_ship_on == date(2027, 1, 15)


def _port(code: str) -> None:
    PlaceFactory(code=code)


def test_shipments():
    _port("ZZAAA")
    _port("ZZBBB")
    order = standing_order(reference="Q1")

    batch = ran(
        "shipments",
        "TCN,Mode,From,To,Order,Qty,Departed",
        "BISZZZ6324 0001 XXX,sea,ZZAAA,ZZBBB,Q1,40,2026-11-10",
        "BISZZZ63240002XXX,sea,ZZAAA,ZZBBB,Q1,61,",
    )

    assert counts(batch) == {"created": 1, "refused": 1}
    assert refusals(batch) == [("F3", "more_than_left")]
    shipment = Shipment.objects.get()
    assert (shipment.tcn, shipment.standing.state) == ("BISZZZ63240001XXX", "departed")
    assert Milestone.objects.get().source == "Depot Nowhere"
    order.standing.refresh_from_db()
    assert (order.standing.shipped_quantity, order.standing.departed_quantity) == (40, 40)
    assert order.standing.status == "in_transit"


def test_a_trial_tells_what_it_would_do_and_does_nothing():
    standing_order(reference="Q1")
    _port("ZZAAA")
    _port("ZZBBB")

    batch = ran(
        "shipments",
        "TCN,Mode,From,To,Order,Qty",
        "BISZZZ63240001XXX,sea,ZZAAA,ZZBBB,Q1,40",
        "BISZZZ63240002XXX,sea,ZZAAA,ZZBBB,Q9,1",
        is_trial=True,
    )

    assert (batch.state, batch.created, batch.refused) == ("tried", 1, 1)
    found = ImportFinding.objects.get()
    assert (found.line, found.outcome, found.subject) == (2, "created", "BISZZZ63240001XXX")
    assert refusals(batch) == [("E3", "unknown_order")]
    assert not Shipment.objects.exists()
    assert not ShipmentLine.objects.exists()


@pytest.mark.parametrize(
    ("kind", "heading", "row"),
    [
        ("items", "Name,NSN", "Item {0},13950000000{0:02}"),
        ("contractors", "Name,City", "Works {0},Springfield"),
        ("contacts", "Contractor,Name,E-mail", "Fictional Works,P{0},p{0}@works.example"),
        ("needs", "Reference,Item,Quantity,Needed by", "N-{0},Item {0},5,2027-02-01"),
        ("promises", "Order,Ship on", "Q1,2027-01-{0:02}"),
        ("shipments", "TCN,Mode,From,To,Order,Qty", "BISZZZ632400{0:02}XXX,sea,ZZAAA,ZZBBB,Q1,1"),
        (
            "orders",
            "Document number,Item,Quantity,Unit,Case",
            "BISZZZ632000{0:02},Item {0},5,EA,IS-B-ZZZ",
        ),
    ],
)
def test_a_file_takes_as_many_statements_for_many_rows_as_for_few(kind, heading, row):
    OrderFactory(reference="Q1")
    ContractorFactory(name="Fictional Works")
    CaseFactory(case_id="IS-B-ZZZ")
    _port("ZZAAA")
    _port("ZZBBB")
    ran(kind, heading, row.format(10), row.format(31))  # whatever is asked but once
    taken = []
    for numbers in (range(11, 13), range(13, 30)):
        with CaptureQueriesContext(connection) as queries:
            batch = ran(kind, heading, *map(row.format, numbers))
        taken.append(len(queries))
        assert counts(batch) == {"created": len(numbers)}

    assert taken[0] == taken[1]
