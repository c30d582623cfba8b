from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from shipments.models import Shipment
from tests.factories import ItemFactory, PlaceFactory
from tests.factories.moments import AT
from tests.factories.standings import standing_order
from tests.web.pages import text, value
from tests.web.shipment_entry import DOCUMENT, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: AT)


@pytest.fixture(autouse=True)
def _ports(db):
    PlaceFactory(code="USAAA", name="Port Alpha", country="United States")
    PlaceFactory(code="ILBBB", name="Port Beta", country="Israel")


def test_lines_are_added_and_removed_without_a_script(site):
    standing_order(reference="Q1")
    two = typed(("Q1", "5", "L1"), ("Q2", "x"), carrier="Sealift")
    del two["action"]

    added = site.post("/shipments/new/", two | {"action": "add-line"})
    removed = site.post("/shipments/new/", two | {"remove": "0"})

    assert value(added, "lines-TOTAL_FORMS") == "3"
    assert [value(added, f"lines-{n}-order") for n in range(3)] == ["Q1", "Q2", ""]
    assert value(removed, "lines-TOTAL_FORMS") == "1"
    assert value(removed, "lines-0-order") == "Q2"
    assert value(removed, "lines-0-quantity") == "x"
    assert value(removed, "carrier") == "Sealift"
    assert "Fix" not in text(removed)


@pytest.mark.parametrize("label", ["Q1", "bisa-4361 06-0001"])
def test_a_label_fills_the_first_empty_line(site, label):
    standing_order(reference="Q1", document_number=DOCUMENT, item=ItemFactory(name="Crate, red"))

    response = site.post("/shipments/new/", typed(("", ""), action="look-up", look_up=label))

    assert value(response, "lines-0-order") == "Q1"
    assert value(response, "look_up") == ""
    assert "Crate, red" in text(response)
    assert "100 ea" in text(response)


def test_a_scanned_tcn_fills_its_field(site):
    response = site.post("/shipments/new/", typed(action="look-up", look_up="BISZZZ63240001XXX"))

    assert value(response, "tcn") == "BISZZZ63240001XXX"


def test_words_offer_the_orders_they_may_mean(site):
    standing_order(reference="Q1", item=ItemFactory(name="Crate, red"))

    found = site.post("/shipments/new/", typed(action="look-up", look_up="red crate"))
    chosen = site.post("/shipments/new/", typed(("", ""), action="", add="Q1"))
    nothing = site.post("/shipments/new/", typed(action="look-up", look_up="zebra"))

    assert 'name="add" value="Q1"' in found.content.decode()
    assert value(chosen, "lines-0-order") == "Q1"
    assert "No order zebra." in text(nothing)


def test_the_look_up_answers_alone_too(site):
    standing_order(reference="Q1", item=ItemFactory(name="Crate, red"))

    page = site.get("/orders/look-up/?text=red")
    part = site.get("/orders/look-up/?look_up=red", headers={"HX-Request": "true"})

    assert 'href="/shipments/new/?order=Q1"' in page.content.decode()
    assert "<html" not in part.content.decode()
    assert 'value="Q1"' in part.content.decode()


def test_the_form_begins_with_the_order_it_was_opened_for(site):
    standing_order(reference="Q1", document_number=DOCUMENT)

    response = site.get("/shipments/new/?order=Q1")

    assert value(response, "lines-0-order") == "Q1"
    assert value(response, "lines-0-quantity") == "100"
    assert f"Will be {DOCUMENT}XXX" in text(response)


def test_the_checks_answer_while_somebody_types(site):
    standing_order(reference="Q1", document_number=DOCUMENT, quantity=100)

    response = site.post(
        "/shipments/check/",
        typed(("Q1", "101"), departed_on="soon"),
        headers={"HX-Request": "true", "HX-Target": "checks"},
    )

    said = text(response)
    assert "<html" not in response.content.decode()
    assert "Only 100 ea are left to ship on Q1." in said
    assert "“soon” is not a day." in said
    assert 'id="line-0-left" hx-swap-oob="true"' in response.content.decode()
    assert Shipment.objects.count() == 0


def test_the_checks_say_where_each_order_will_stand(site):
    standing_order(reference="Q1", document_number=DOCUMENT, quantity=100)

    response = site.post(
        "/shipments/check/", typed(("Q1", "40"), ("Q1", "10", "L2"), departed_on="2026-11-12")
    )

    assert "Order Q1 stands at In transit , 50 left to ship." in text(response)


def test_an_arrival_after_the_required_date_is_a_notice_and_no_refusal(site):
    standing_order(
        reference="Q1",
        document_number=DOCUMENT,
        required_on=date(2026, 12, 1),
        required_on_precision="day",
    )
    sent = typed(("Q1", "1"), planned_arrival_on="2026-12-11")

    checked = site.post("/shipments/check/", sent)
    saved = site.post("/shipments/new/", sent)

    assert "Arrival is 10 d after Q1 is required." in text(checked)
    assert saved.status_code == 302
