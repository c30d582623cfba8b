"""The log form's one field for everything, its packages, departures, drafts and copies."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from shipments.models import Package, Shipment, ShipmentDraft
from tests.factories import (
    DepartureFactory,
    HoldFactory,
    LaneFactory,
    PackageFactory,
    PlaceFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.moments import AT, TODAY
from tests.factories.standings import standing_order
from tests.web.pages import said, text, value
from tests.web.shipment_entry import DOCUMENT, typed

pytestmark = pytest.mark.django_db

KEY = str(UUID(int=7))
PACKAGES = {"packages-TOTAL_FORMS": "1", "packages-INITIAL_FORMS": "0"}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: AT)


@pytest.fixture(autouse=True)
def ports(db):
    return {
        "from_place": PlaceFactory(code="USAAA", name="Port Alpha", country="United States"),
        "to_place": PlaceFactory(code="ILBBB", name="Port Beta", country="Israel"),
    }


def test_a_scan_fills_what_is_left_and_the_way_of_its_lane(site, ports):
    order = standing_order(reference="Q1", document_number=DOCUMENT, lane=LaneFactory(**ports))
    way = {"mode": "", "from_place": "", "to_place": ""}

    response = site.post(
        "/shipments/new/", typed(("", ""), action="look-up", look_up=DOCUMENT, **way)
    )

    page = response.content.decode()
    assert (value(response, "lines-0-order"), value(response, "lines-0-quantity")) == ("Q1", "100")
    assert '<option value="USAAA" selected>' in page
    assert 'value="sea" id="id_mode_0" checked' in page
    assert "Filled: 1 order line." in text(response)
    assert response["HX-Trigger-After-Settle"] == "form-changed"
    assert order.lane


def test_rows_that_cannot_be_read_are_shown_and_stay(site):
    standing_order(reference="Q1")
    rows = "Q1\t60\tL-1\nQ1\tfive\tL-2\n"

    response = site.post(
        "/shipments/new/", typed(("", ""), action="read-pasted", pasted=rows, carrier="Sealift")
    )

    assert value(response, "lines-0-quantity") == "60"
    assert value(response, "carrier") == "Sealift"
    assert 'Row 2, quantity: found "five"; it needs a whole number of 1 or more' in text(response)
    assert "Q1\tfive\tL-2</textarea>" in response.content.decode()


def test_more_rows_than_a_shipment_has_stay_in_their_field(site):
    rows = "\n".join(f"Q{n}\t1" for n in range(202))

    response = site.post("/shipments/new/", typed(action="read-pasted", pasted=rows))

    assert value(response, "lines-TOTAL_FORMS") == "200"
    assert "A shipment has 200 lines or fewer." in text(response)
    assert "Q200\t1\t\t\t\nQ201\t1" in response.content.decode()


def test_numbers_that_may_be_meant_are_offered_as_buttons(site):
    standing_order(reference="Q1", document_number=DOCUMENT)

    scanned = site.post(
        "/shipments/new/", typed(("", ""), action="look-up", look_up=f"{DOCUMENT}XAX")
    )
    used = site.post("/shipments/new/", typed(("", ""), action="", use="BISZZZ63240001XXX"))
    mistyped = site.post("/shipments/new/", typed(action="look-up", look_up="QQ1"))

    assert value(scanned, "tcn") == f"{DOCUMENT}XAX"
    assert 'name="add" value="Q1"' in scanned.content.decode()
    assert value(used, "tcn") == "BISZZZ63240001XXX"
    assert "No order QQ1." in text(mistyped)


def test_a_departure_that_fits_is_offered_and_fills_what_is_known_by_it(site, ports):
    standing_order(reference="Q1", document_number=DOCUMENT)
    way = DepartureFactory(voyage="FL7", **ports)

    offered = site.post("/shipments/check/", typed(("Q1", "1")))
    taken = site.post("/shipments/new/", typed(("Q1", "1"), action="", take=str(way.pk)))
    left = site.post("/shipments/new/", typed(("Q1", "1"), action="", take=""))
    site.post("/shipments/new/", typed(("Q1", "1"), departure=str(way.pk)))

    assert f'name="take" value="{way.pk}"' in offered.content.decode()
    assert (value(taken, "carrier"), value(taken, "voyage")) == ("Fictional Line", "FL7")
    assert value(taken, "planned_departure_on") == str(TODAY + timedelta(days=10))
    assert "closes 28 Nov" in text(taken)
    assert value(left, "departure") == ""
    assert Shipment.objects.get().departure == way


def test_packages_are_typed_by_the_row_and_refused_beside_their_field(site):
    standing_order(reference="Q1", document_number=DOCUMENT)
    row = {
        "packages-0-count": "4",
        "packages-0-kind": "pallet",
        "packages-0-gross_weight_kg": "1,250.5 kg",
        "packages-0-cube_m3": "1.2",
        "packages-0-line": "1",
        "packages-0-each": "20",
    }
    lines = (("Q1", "60"),)

    refused = site.post("/shipments/new/", typed(*lines, **PACKAGES, **row))
    unread = site.post(
        "/shipments/new/",
        typed(*lines, **PACKAGES, **row | {"packages-0-cube_m3": "much"}, gross_weight_kg="1,250"),
    )
    more = site.post("/shipments/new/", typed(*lines, **PACKAGES, **row, action="add-package"))
    gone = site.post(
        "/shipments/new/", typed(*lines, **PACKAGES, **row, action="", remove_package="0")
    )
    saved = site.post(
        "/shipments/new/", typed(*lines, **PACKAGES, **row | {"packages-0-each": "15"})
    )

    assert (
        "Line 1 has 60, of which 60 are not packed yet: not enough for 4 packages of 20."
        in text(refused)
    )
    assert 'href="#id_packages-0-count"' in refused.content.decode()
    assert "“much” is not a cube." in text(unread)
    assert "write 1250 or 1.250, the comma can mean either" in text(unread)
    assert (value(more, "packages-TOTAL_FORMS"), value(gone, "packages-TOTAL_FORMS")) == ("2", "1")
    assert value(gone, "packages-0-count") == ""
    assert saved.status_code == 302
    assert Package.objects.count() == 4


def test_a_line_that_is_removed_takes_its_packages_reference_along(site):
    rows = {"packages-TOTAL_FORMS": "2", "packages-0-line": "1", "packages-1-line": "2"}

    response = site.post(
        "/shipments/new/", typed(("Q1", "1"), ("Q2", "1"), action="", remove="0", **rows)
    )

    assert value(response, "lines-0-order") == "Q2"
    assert (value(response, "packages-0-line"), value(response, "packages-1-line")) == ("", "1")


def test_a_refused_save_is_checked_as_it_was_typed(site):
    standing_order(reference="Q1", document_number=DOCUMENT)

    refused = site.post("/shipments/new/", typed(("Q1", "101"), ("Q1X", "1")))

    assert f"{DOCUMENT}XXX, made from the first order" in text(refused)
    assert "No such order. Did you mean Q1?" in text(refused)


def test_a_hold_stands_first_among_the_checks(site):
    order = standing_order(reference="Q1", document_number=DOCUMENT)
    HoldFactory(order=order, kind="licence", legal_basis="Export licence")

    checked = text(site.post("/shipments/check/", typed(("Q1", "1"))))

    assert "Compliance hold Q1 is held since" in checked
    assert "After saving Enter an order" in checked


def test_the_checks_say_what_saving_changes(site, flagged_order):
    sent = typed(("HOT", "100"), tcn="BISZZZ63240001XXX", planned_arrival_on="2026-12-14")

    checked = said(site.post("/shipments/check/", sent))

    assert "Order HOT stands at Shipment logged, 0 left to ship. Expected 14 Dec" in checked
    assert "Its flag is judged again: " in checked
    assert "14 Dec is 43 d after required" in checked


def test_a_draft_is_kept_while_typing_listed_taken_up_and_gone_when_logged(site, as_person):
    standing_order(reference="Q1", document_number=DOCUMENT)
    sent = typed(("Q1", "60", "L-1"), draft=KEY, carrier="Sealift")

    kept = site.post("/shipments/drafts/", sent, headers={"HX-Request": "true"})
    listed = site.get("/shipments/new/")
    resumed = site.get(f"/shipments/new/?draft={KEY}")
    others = as_person(UserFactory()).get(f"/shipments/new/?draft={KEY}")
    site.post("/shipments/new/", sent)
    late = site.post("/shipments/drafts/", sent, headers={"HX-Request": "true"})

    assert text(kept) == "Draft saved 12:00Z"
    assert f"?draft={KEY}" in listed.content.decode()
    assert (value(resumed, "lines-0-lot"), value(resumed, "carrier")) == ("L-1", "Sealift")
    assert value(resumed, "draft") == KEY
    assert "That draft is logged or discarded already." in text(others)
    assert value(others, "lines-0-order") == ""
    assert text(late) == ""
    assert not ShipmentDraft.objects.exclude(typed={}).exists()


def test_without_a_script_a_draft_is_kept_and_discarded_by_a_button(site, as_person, auditor):
    kept = site.post("/shipments/drafts/", typed(("Q1", "60"), draft=KEY))
    nothing = site.post("/shipments/drafts/", typed(("", ""), draft=str(UUID(int=8))))
    refused = as_person(auditor).post("/shipments/drafts/", typed(("Q1", "60"), draft=KEY))
    discarded = site.post("/shipments/drafts/discard/", {"draft": KEY}, follow=True)

    assert kept.url == f"/shipments/new/?draft={KEY}"
    assert nothing.url == "/shipments/new/"
    assert refused.status_code == 403
    assert "Draft discarded." in text(discarded)
    assert f"draft={KEY}" not in discarded.content.decode()


def test_another_shipment_like_one_before_begins_with_what_is_left(site, manager, ports):
    before = ShipmentFactory(tcn="BISZZZ63240001XAX", carrier="Sealift", logged_by=manager, **ports)
    ShipmentLineFactory(shipment=before, order=standing_order(reference="Q1"), quantity=60)
    # A name that no token of the page can have in it by chance.
    gone = standing_order(reference="CALLED-OFF", cancelled_on=date(2026, 11, 1))
    PackageFactory(shipment=before, kind="crate", number=1)

    listed = site.get("/shipments/new/")
    copied = site.get("/shipments/new/?copy=BISZZZ63240001XAX")
    missing = site.get("/shipments/new/?copy=NONE")

    assert 'href="/shipments/new/?copy=BISZZZ63240001XAX"' in listed.content.decode()
    assert value(copied, "lines-0-order") == "Q1"
    assert value(copied, "carrier") == "Sealift"
    assert value(copied, "tcn") == ""
    assert '<option value="crate" selected>' in copied.content.decode()
    assert "There is no shipment NONE to copy." in text(missing)
    assert gone.reference not in copied.content.decode()


def test_a_shipment_is_split_on_a_page_of_its_own(site, as_person, auditor, ports):
    whole = ShipmentFactory(tcn="BISZZZ63240001XXX", gross_weight_kg=100, **ports)
    line = ShipmentLineFactory(shipment=whole, order=standing_order(reference="Q1"), quantity=60)
    address = "/shipments/BISZZZ63240001XXX/split/"

    page = site.get(address)
    refused = site.post(address, {f"line-{line.pk}": "61", "gross_weight_kg": "10"})
    made = site.post(address, {f"line-{line.pk}": "20", "gross_weight_kg": "10"})

    assert "60 ea aboard" in text(page)
    assert refused.status_code == 422
    assert value(refused, f"line-{line.pk}") == "61"
    assert "Q1 has 60 aboard. Enter 60 or fewer." in text(refused)
    assert made.url == "/shipments/BISZZZ63240001XXA/"
    assert "Split from BISZZZ63240001XXX" in text(site.get(made.url))
    assert as_person(auditor).get(address).status_code == 403
    assert site.get("/shipments/BISZZZ63240009XXX/split/").status_code == 404
