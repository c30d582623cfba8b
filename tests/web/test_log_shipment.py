from __future__ import annotations

import pytest
from django.utils import timezone

from shipments.domain.roles import Role
from shipments.models import Shipment
from tests.factories import ContractorFactory, ItemFactory, PlaceFactory, UserFactory
from tests.factories.moments import AT
from tests.factories.standings import possible_sale, standing_order
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


def test_a_shipment_is_logged_without_a_script(site, manager):
    order = standing_order(reference="Q1", document_number=DOCUMENT, quantity=100)

    response = site.post(
        "/shipments/new/",
        typed(("q1", "60", "LOT-7"), ("", "", ""), departed_on="2026-11-12", carrier="Sealift"),
    )

    shipment = Shipment.objects.get()
    [line] = shipment.lines.all()
    assert response.url == f"/shipments/{shipment.tcn}/"
    assert shipment.tcn == f"{DOCUMENT}XAX"
    assert (shipment.carrier, shipment.logged_by) == ("Sealift", manager)
    assert (line.order, line.quantity, line.lot) == (order, 60, "LOT-7")
    order.standing.refresh_from_db()
    assert order.standing.status == "in_transit"


def test_saving_and_logging_another_keeps_the_way(site):
    standing_order(reference="Q1", document_number=DOCUMENT)

    response = site.post("/shipments/new/", typed(("Q1", "10"), action="another"), follow=True)

    assert response.redirect_chain[0][0] == (
        "/shipments/new/?mode=sea&from_place=USAAA&to_place=ILBBB"
    )
    assert f"Shipment {DOCUMENT}XAX is logged." in text(response)
    assert '<option value="USAAA" selected>' in response.content.decode()


@pytest.mark.parametrize(
    ("lines", "given", "sentence"),
    [
        ([("Q1", "101")], {}, "Only 100 ea are left to ship on Q1. Enter 100 or fewer."),
        ([("Q9", "1")], {}, "No order Q9."),
        ([("Q1", "some")], {}, "“some” is not a quantity. Enter a whole number like 4,200."),
        ([("Q1", "")], {}, "Enter a quantity, a whole number of 1 or more."),
        ([("SALE", "1")], {"tcn": "BISZZZ63240001XXX"}, "SALE is only a possible sale"),
        ([], {"tcn": "BISZZZ63240001XXX"}, "Enter at least one order and quantity."),
        ([("Q1", "1")], {"tcn": "SHORT"}, 'TCN: found "SHORT", 5 characters'),
        ([("Q1", "1")], {"mode": ""}, "Choose a mode: sea, air, road or rail."),
        ([("Q1", "1")], {"to_place": ""}, "Choose where it goes."),
        ([("Q1", "1")], {"to_place": "USAAA"}, "From and to are the same place."),
        ([("Q1", "1")], {"departed_on": "2026-12-01"}, "1 Dec 2026 has not come yet."),
        ([("Q1", "1")], {"departed_on": "soon"}, "“soon” is not a day."),
        (
            [("Q1", "1")],
            {"departed_on": "2026-11-12", "arrived_on": "2026-11-10"},
            "The arrival, 10 Nov 2026, is before the departure, 12 Nov 2026.",
        ),
    ],
)
def test_a_refusal_says_what_to_do_and_loses_nothing(site, lines, given, sentence):
    standing_order(reference="Q1", document_number=DOCUMENT, quantity=100)
    possible_sale(
        reference="SALE",
    )
    sent = typed(*lines, **({"carrier": "Sealift", "note": "Handle with care"} | given))

    response = site.post("/shipments/new/", sent)

    said = text(response)
    assert response.status_code == 422
    assert "<title>Error: Log shipment" in response.content.decode()
    assert said.count(sentence) >= 2  # in the summary and beside the field
    assert value(response, "carrier") == "Sealift"
    assert "Handle with care" in said
    for index, line in enumerate(lines):
        assert value(response, f"lines-{index}-order") == line[0]
        assert value(response, f"lines-{index}-quantity") == line[1]
    assert Shipment.objects.count() == 0


def test_every_problem_is_told_at_once(site):
    standing_order(reference="Q1", document_number=DOCUMENT, quantity=100)

    response = site.post(
        "/shipments/new/",
        typed(("Q1", "101"), ("Q9", "1"), departed_on="soon", to_place=""),
    )

    said = text(response)
    assert "Fix 4 things before saving" in said
    assert 'href="#id_lines-0-quantity"' in response.content.decode()
    assert 'href="#id_departed_on"' in response.content.decode()


def test_a_tcn_used_before_leads_to_its_shipment(site):
    standing_order(reference="Q1", document_number=DOCUMENT)
    site.post("/shipments/new/", typed(("Q1", "1"), tcn="BISZZZ63240001XXX"))

    response = site.post("/shipments/new/", typed(("Q1", "1"), tcn="bisz zz63240001xxx"))

    assert response.status_code == 422
    assert "BISZZZ63240001XXX is already logged." in text(response)
    assert 'href="/shipments/BISZZZ63240001XXX/"' in response.content.decode()
    assert Shipment.objects.count() == 1


def test_a_form_sent_twice_is_one_shipment_even_without_a_tcn(site):
    standing_order(reference="Q1", document_number=DOCUMENT, quantity=100)
    form = typed(("Q1", "10", "L1"))
    site.post("/shipments/new/", form)

    again = site.post("/shipments/new/", form)
    meant = site.post("/shipments/new/", form | {"opened_at": "2026-11-20T12:00:01+00:00"})

    assert again.status_code == 409
    assert f"{DOCUMENT}XAX is already logged." in text(again)
    assert value(again, "opened_at") == "2026-11-20T12:00:00+00:00"
    assert meant.status_code == 302
    assert Shipment.objects.count() == 2


def test_a_contractor_cannot_find_or_ship_anothers_order(as_person):
    own = ContractorFactory()
    person = UserFactory(roles=[Role.CONTRACTOR.value], contractor=own)
    standing_order(reference="OWN", contractor=own, document_number=DOCUMENT)
    standing_order(reference="FOREIGN", item=ItemFactory(name="Crate, secret"))
    browser = as_person(person)

    found = browser.get("/orders/look-up/?text=secret")
    refused = browser.post("/shipments/new/", typed(("FOREIGN", "1"), tcn="BISZZZ63240001XXX"))
    logged = browser.post("/shipments/new/", typed(("OWN", "1")))

    assert "FOREIGN" not in text(found)
    assert "No order FOREIGN." in text(refused)
    assert "secret" not in text(refused)
    assert logged.status_code == 302


def test_who_may_not_log_shipments_is_told_so(as_person, auditor):
    browser = as_person(auditor)

    page, posted = browser.get("/shipments/new/"), browser.post("/shipments/new/", typed())

    assert (page.status_code, posted.status_code) == (403, 403)
    assert "Your role does not let you log a shipment." in text(page)


@pytest.mark.parametrize("total", ["", "many", "-1", "99999"])
def test_a_damaged_form_is_an_empty_one(site, total):
    response = site.post("/shipments/new/", typed(**{"lines-TOTAL_FORMS": total}))

    assert response.status_code == 422
    assert "Enter at least one order and quantity." in text(response)
