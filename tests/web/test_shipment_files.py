from __future__ import annotations

import csv
import io
import json

import pytest

from shipments.standing import shipments as standings
from tests.factories import (
    ItemFactory,
    ItemHazardFactory,
    MilestoneFactory,
    PackageContentFactory,
    PackageFactory,
    PlaceFactory,
    ReceiptFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)
from tests.factories.moments import AT
from tests.factories.standings import standing_order
from tests.papers.printed import read, scanned
from tests.web.pages import cost, text

pytestmark = pytest.mark.django_db

TCN = "BISZZZ63240001XXX"


@pytest.fixture
def shipment(contractors_person):
    """Two lines of two contractors, of which the first is packed and is an explosive."""
    made = ShipmentFactory(
        tcn=TCN,
        carrier="=Imaginary Lines",
        gross_weight_kg=900,
        from_place=PlaceFactory(code="USXYZ", name="Exampleton", un_locode="USXYZ"),
        to_place=PlaceFactory(code="ILXYZ", name="Exampleport"),
    )
    item = ItemFactory(name="Practice charge")
    ItemHazardFactory(item=item)
    mine = standing_order(
        reference="MINE", item=item, contractor=contractors_person.contractor, quantity=100
    )
    line = ShipmentLineFactory(shipment=made, order=mine, quantity=10, lot="LOT-7")
    ShipmentLineFactory(shipment=made, order=standing_order(reference="THEIRS", quantity=100))
    package = PackageFactory(shipment=made, number=1, gross_weight_kg=120)
    PackageFactory(shipment=made, number=2)
    PackageContentFactory(line=line, package=package, quantity=10)
    return made


def rows(response):
    content = b"".join(response.streaming_content).decode()
    assert content.startswith("\ufeff")
    return list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))


def test_the_papers_are_printed_from_what_is_on_record(site, shipment):
    ReceiptFactory(line=shipment.lines.get(order__reference="MINE"), quantity=10)

    packing = site.get(f"/shipments/{TCN}/packing-list.pdf")
    labels = site.get(f"/shipments/{TCN}/labels.pdf")
    report = site.get(f"/shipments/{TCN}/receipt-report.pdf")

    assert packing["Content-Type"] == "application/pdf"
    assert packing["Content-Disposition"] == f'inline; filename="{TCN}-packing-list.pdf"'
    assert packing["Cache-Control"] == "private, no-store"
    said = read(packing.content)
    assert "Practice charge" in said
    assert "1.1D, UN0168, Projectiles, with bursting charge, not confirmed" in said
    assert "1 of 2 Pallet 10 EA of MINE, lot LOT-7 120 kg not known" in said
    assert scanned(labels.content)["Code 128"] == TCN
    assert "1 line is not accounted for yet." in read(report.content)


def test_a_contractors_user_prints_its_own_lines_alone(as_person, contractors_person, shipment):
    theirs = as_person(contractors_person)

    for paper in ("packing-list", "labels", "receipt-report"):
        response = theirs.get(f"/shipments/{TCN}/{paper}.pdf")
        said = read(response.content)
        assert "THEIRS" not in said
        assert "900 kg" not in said
    packing = read(theirs.get(f"/shipments/{TCN}/packing-list.pdf").content)
    assert f"Only the orders of {contractors_person.contractor.name} are on this paper." in packing
    assert "THEIRS" not in str(rows(theirs.get(f"/shipments/{TCN}/contents.csv")))
    assert "THEIRS" not in str(rows(theirs.get("/shipments.csv")))


@pytest.mark.parametrize(
    "name",
    [
        "packing-list.pdf",
        "labels.pdf",
        "receipt-report.pdf",
        "contents.csv",
        "events.json",
        "epcis.json",
        "documents/",
    ],
)
def test_of_anothers_shipment_there_is_nothing(as_person, contractors_person, name):
    ShipmentLineFactory(shipment__tcn=TCN)

    response = as_person(contractors_person).get(f"/shipments/{TCN}/{name}")

    assert response.status_code == 404


def test_the_list_is_sent_as_filtered_and_no_cell_runs(site, shipment):
    ShipmentLineFactory(shipment__mode="air")
    standings.recompute(None, at=AT)

    page = site.get("/shipments/?mode=sea")
    headings, *found = rows(site.get("/shipments.csv?mode=sea"))

    assert 'href="/shipments.csv?mode=sea"' in page.content.decode()
    (row,) = [dict(zip(headings, each, strict=True)) for each in found]
    assert (row["TCN"], row["State"], row["Carrier"], row["Orders"]) == (
        TCN,
        "planned",
        "'=Imaginary Lines",
        "MINE; THEIRS",
    )
    assert (row["From"], row["Gross weight, kg"]) == ("USXYZ", "900.000")


def test_a_filter_that_cannot_be_understood_is_refused(site):
    response = site.get("/shipments.csv?state=lost&colour=red")

    assert response.status_code == 400
    assert "State: “lost” cannot be used." in response.content.decode()
    assert "“colour” is not a filter of this list." in response.content.decode()


def test_what_is_aboard_is_sent_package_by_package(site, shipment):
    headings, *found = rows(site.get(f"/shipments/{TCN}/contents.csv"))

    mine, theirs = [dict(zip(headings, each, strict=True)) for each in found]
    assert (mine["Order"], mine["Classification"], mine["Package"], mine["Package gross, kg"]) == (
        "MINE",
        "1.1D",
        "1",
        "120.000",
    )
    assert mine["Net explosive weight, kg"] == "69.000000"
    assert (theirs["Order"], theirs["Class 1"], theirs["Package"]) == ("THEIRS", "", "")


def test_what_happened_is_sent_in_the_words_of_two_standards(site, shipment):
    wrong = MilestoneFactory(shipment=shipment, place=shipment.from_place)
    MilestoneFactory(
        shipment=shipment, retracts=wrong, reason="Another ship", place=shipment.from_place
    )
    MilestoneFactory(shipment=shipment, kind="tendered")

    feed = json.loads(site.get(f"/shipments/{TCN}/events.json").content)
    document = json.loads(site.get(f"/shipments/{TCN}/epcis.json").content)

    departed, retracted = feed["events"]
    assert departed["payload"]["transportEventTypeCode"] == "DEPA"
    assert departed["payload"]["transportCall"]["location"]["UNLocationCode"] == "USXYZ"
    assert retracted["metadata"]["retractedEventID"] == departed["metadata"]["eventID"]
    assert [each["milestone"] for each in feed["unmapped"]] == ["tendered"]
    assert document["creationDate"] == "2026-11-20T12:00:00Z"
    first, second = document["epcisBody"]["eventList"]
    assert first["bizStep"] == "departing"
    assert "errorDeclaration" in second


def test_an_event_keeps_its_name_and_no_other_has_it(site, shipment):
    MilestoneFactory(shipment=shipment)
    MilestoneFactory(shipment=shipment, kind="arrived", classifier="planned")

    first = json.loads(site.get(f"/shipments/{TCN}/events.json").content)["events"]
    again = json.loads(site.get(f"/shipments/{TCN}/events.json").content)["events"]

    names = [each["metadata"]["eventID"] for each in first]
    assert names == [each["metadata"]["eventID"] for each in again]
    assert len(set(names)) == 2


def test_papers_cost_the_same_for_one_line_and_for_many(site, shipment):
    address = f"/shipments/{TCN}/packing-list.pdf"
    few = cost(site, address)
    for _ in range(6):
        line = ShipmentLineFactory(shipment=shipment, order=standing_order(quantity=100))
        PackageContentFactory(line=line, package=PackageFactory(shipment=shipment))

    assert cost(site, address) == few


def test_the_page_of_the_shipment_leads_to_its_papers(site, shipment):
    page = site.get(f"/shipments/{TCN}/")

    assert "Packing list Labels Receipt report Contents, CSV Events, DCSA Events, EPCIS" in text(
        page
    )
