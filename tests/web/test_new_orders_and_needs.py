from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from shipments.domain.roles import Role
from shipments.models import Need, Order
from tests.factories import (
    CaseFactory,
    ContractFactory,
    ContractorFactory,
    ItemFactory,
    NeedFactory,
    UserFactory,
)
from tests.factories.moments import AT, TODAY
from tests.factories.standings import standing_order
from tests.web.pages import cost, text, value

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: AT)


@pytest.fixture
def _case(db):
    CaseFactory(case_id="IS-B-QQQ")


def an_order(**given):
    sent = {
        "item": "Crate, red",
        "quantity": "4,200",
        "unit_of_issue": "ea",
        "case": "is-b-qqq",
        "urgency": "routine",
        "required_on": "2027-03-01",
        "ordered_on": "2026-11-01",
    }
    return sent | given


def a_need(**given):
    sent = {
        "item": "Crate, red",
        "quantity": "50",
        "needed_on": "2026-12-15",
        "urgency": "emergency",
        "stated_by": "Receiving staff",
    }
    return sent | given


@pytest.mark.usefixtures("_case")
def test_an_order_is_recorded_without_a_script(site):
    contractor = ContractorFactory()

    response = site.post(
        "/orders/new/",
        an_order(contractor_id=str(contractor.pk), priority_designator="13"),
        follow=True,
    )

    order = Order.objects.get()
    assert response.redirect_chain == [(f"/orders/{order.reference}/", 302)]
    assert f"Order {order.reference} is recorded." in text(response)
    assert (order.quantity, order.unit_of_issue) == (4200, "EA")
    assert (order.contractor, order.priority_designator) == (contractor, 13)
    assert order.standing.status == "ordered"


def test_an_empty_order_is_told_everything_at_once(site):
    response = site.post("/orders/new/", {"unit_of_issue": "EA", "urgency": "routine"})

    assert response.status_code == 422
    assert "Fix 3 things before saving" in text(response)


def test_a_need_of_an_item_that_ends_with_a_full_stop_is_told_with_one(site):
    response = site.post("/needs/new/", a_need(item="Crate, red."), follow=True)

    assert "Need recorded: 50 of Crate, red. " in text(response) + " "


@pytest.mark.usefixtures("_case")
@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"item": ""}, "Enter what is ordered."),
        ({"quantity": "none"}, "“none” is not a quantity."),
        ({"quantity": "9" * 16}, "is more than there can be."),
        ({"case": ""}, "Enter the case or the contract it belongs to."),
        ({"case": "IS-B-ZZZ"}, "No case IS-B-ZZZ is recorded here."),
        ({"document_number": "BISA"}, 'Document number: found "BISA", 4 characters'),
        ({"ordered_on": "2026-12-01"}, "1 Dec 2026 has not come yet."),
        ({"required_on": "2026-10-01"}, "It is required before it was ordered."),
        ({"contractor_id": "999999"}, "“999999” is not one of these."),
        ({"unit_of_issue": "7"}, "it needs two letters, like EA."),
    ],
)
def test_a_refused_order_keeps_what_was_typed(site, given, sentence):
    sent = an_order(note="Seen by two") | given

    response = site.post("/orders/new/", sent)

    assert response.status_code == 422
    assert "<title>Error: New order" in response.content.decode()
    assert text(response).count(sentence) == 2
    assert value(response, "quantity") == sent["quantity"]
    assert "Seen by two" in text(response)
    assert Order.objects.count() == 0


def test_the_new_order_form_offers_known_items_cases_and_contracts(site):
    ItemFactory(name="Crate, red")
    CaseFactory(case_id="IS-B-QQQ")
    CaseFactory(case_id=None, record_ref="N2026-05", title="Bodies, training")
    ContractFactory(piid=None, record_ref="C2022-08-31", description="Four crates " * 20)

    html = site.get("/orders/new/").content.decode()

    assert '<option value="Crate, red"></option>' in html
    assert '<option value="IS-B-QQQ">' in html
    assert '<option value="N2026-05">Bodies, training</option>' in html
    assert '<option value="C2022-08-31">Four crates Four crates' in html


@pytest.mark.parametrize("address", ["/orders/new/", "/needs/new/"])
def test_who_has_no_right_is_told_so(as_person, auditor, address):
    browser = as_person(auditor)

    page, posted = browser.get(address), browser.post(address, a_need())

    assert (page.status_code, posted.status_code) == (403, 403)
    assert "Your role does not let you record a" in text(page)
    assert (Order.objects.count(), Need.objects.count()) == (0, 0)


def test_a_need_is_recorded_and_listed(as_person):
    receiver = UserFactory(roles=[Role.RECEIVER.value])
    standing_order(item=ItemFactory(name="Crate, red"))

    response = as_person(receiver).post("/needs/new/", a_need(), follow=True)

    need = Need.objects.get()
    said = text(response)
    assert response.redirect_chain == [("/needs/", 302)]
    assert "Need recorded: 50 of Crate, red." in said
    assert (need.needed_on, need.stated_on) == (date(2026, 12, 15), TODAY)
    assert "Receiving staff, 20 Nov Emergency 50 15 Dec 1 Close" in said


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"item": ""}, "Enter what is needed."),
        ({"quantity": "0"}, "Enter a quantity, a whole number of 1 or more."),
        ({"needed_on": "15.12."}, "“15.12.” is not a day."),
        ({"urgency": "now"}, "“now” is not one of these."),
        ({"stated_by": ""}, "Enter who stated it."),
    ],
)
def test_a_refused_need_keeps_what_was_typed(site, given, sentence):
    response = site.post("/needs/new/", a_need(reference="R-77") | given)

    assert response.status_code == 422
    assert text(response).count(sentence) == 2
    assert value(response, "reference") == "R-77"
    assert Need.objects.count() == 0


def test_a_need_is_closed_once(site):
    need = NeedFactory(item=ItemFactory(name="Crate, red"))

    closed = site.post(f"/needs/{need.pk}/close/", follow=True)
    again = site.post(f"/needs/{need.pk}/close/", follow=True)
    gone = site.post("/needs/999999/close/")
    listed = site.get("/needs/?state=closed")

    need.refresh_from_db()
    assert need.closed_on == TODAY
    assert "Need closed: Crate, red." in text(closed)
    assert "It is closed already." in text(again)
    assert gone.status_code == 404
    assert "Crate, red" in text(listed)


def test_who_may_not_close_a_need_does_not(as_person, auditor):
    need = NeedFactory()
    browser = as_person(auditor)

    page, posted = browser.get("/needs/"), browser.post(f"/needs/{need.pk}/close/")

    need.refresh_from_db()
    assert "Close" not in text(page).split("shortcuts")[0].replace("close this list", "")
    assert posted.status_code == 403
    assert need.closed_on is None


def test_needs_are_not_for_contractors(as_person, contractors_person):
    NeedFactory()

    assert as_person(contractors_person).get("/needs/").status_code == 404


def test_a_state_that_there_is_none_of_is_said(site):
    NeedFactory(item=ItemFactory(name="Crate, red"))

    state, marker = site.get("/needs/?state=lost"), site.get("/needs/?after=x")

    assert "State: “lost” cannot be used." in text(state)
    assert "The page in this address is not one of this list" in text(marker)
    assert "Crate, red" in text(state)


def test_the_needs_cost_the_same_for_few_and_for_many(site):
    NeedFactory.create_batch(3)
    few = cost(site, "/needs/")
    NeedFactory.create_batch(60)

    assert cost(site, "/needs/") == few
