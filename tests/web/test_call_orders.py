from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from uuid import uuid4

import pytest

from shipments.models import (
    Contact,
    Expedite,
    OutboxMessage,
    Promise,
)
from shipments.standing.recompute import recompute
from tests.factories import ContractorFactory, HoldFactory
from tests.factories.case_files import done_in, expeditor, file_of, in_hand
from tests.factories.hot import flagged_order
from tests.factories.moments import AT
from tests.web.calling import address, typed
from tests.web.pages import said as text

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Target": "call-preview"}


@pytest.fixture
def orders(manager, contact):
    """Two orders of one contractor in the manager's hands."""
    return [
        in_hand(manager, reference=each, contractor=contact.contractor, priority_designator=12)
        for each in ("Q1", "Q2")
    ]


def test_orders_that_nobody_has_are_taken_up_first(site, contact, manager):
    for reference in ("Q1", "Q2"):
        flagged_order(reference=reference, contractor=contact.contractor)

    page = site.get(address("Q1", "Q2"))
    response = site.post("/calls/take-up/", {"order": ["Q1", "Q2"]})

    assert "Nobody has 2 of them in hand" in text(page)
    assert response["Location"] == "/calls/new/?order=Q1&order=Q2"
    assert Expedite.objects.open().filter(owner=manager).count() == 2
    assert "You have 2 orders in hand." in text(site.get(response["Location"]))


def test_what_a_colleague_has_is_said_and_left_out(site, orders, contact):
    other = expeditor()
    in_hand(other, reference="Q3", contractor=contact.contractor)

    response = site.get(address("Q1", "Q3"))

    assert f"{other} has Q3 in hand since 12:00Z." in text(response)
    assert 'href="?order=Q1"' in response.content.decode()


def test_orders_of_several_contractors_are_called_about_apart(site, orders, manager):
    in_hand(manager, reference="Q9", contractor=ContractorFactory(name="Invented Works"))

    said = text(site.get(address("Q1", "Q2", "Q9")))

    assert "These orders are with 2 contractors." in said
    assert "Fictional Works, Springfield, 2 orders" in said
    assert "Invented Works, Springfield, 1 order" in said


def test_a_held_order_is_not_called_about(site, orders, contact):
    HoldFactory(order=orders[0])
    recompute([orders[0].pk], at=AT)

    page = site.get(address("Q1", "Q2"))
    response = site.post("/calls/new/", typed(contact))

    assert "Q1 is held: nothing of it is chased until the hold is lifted." in text(page)
    assert response.status_code == 422
    assert not OutboxMessage.objects.exists()


def test_without_a_contact_to_write_to_it_says_where_to_add_one(site, orders):
    Contact.objects.update(email="")
    response = site.get(address("Q1"))

    html = unescape(response.content.decode())
    works = orders[0].contractor_id
    assert f'href="/contractors/{works}/contacts/new/?next=/calls/new/%3Forder%3DQ1"' in html


def test_a_contact_is_added_and_one_is_back_at_the_call(site, orders):
    works = orders[0].contractor_id
    added = {"name": "Mr Yard", "email": "yard@works.example", "next": "/calls/new/?order=Q1"}

    response = site.post(f"/contractors/{works}/contacts/new/", added)

    assert response["Location"] == "/calls/new/?order=Q1"
    assert Contact.objects.get(name="Mr Yard").contractor_id == works


def test_a_contact_nobody_could_reach_is_refused_with_what_was_typed(site, orders):
    works = orders[0].contractor_id

    response = site.post(f"/contractors/{works}/contacts/new/", {"name": "Mr Yard"})

    assert response.status_code == 422
    assert "Enter an e-mail address or a telephone number, or both." in text(response)
    assert 'value="Mr Yard"' in response.content.decode()


def test_a_call_is_noted_with_a_date_for_one_and_words_for_both(site, orders, contact):
    first, second = orders
    noted = {
        "order": ["Q1", "Q2"],
        "phone-call": str(uuid4()),
        "phone-contact": contact.pk,
        "phone-text": "The paint line is down.",
        f"said-{first.pk}-ship_on": "2026-12-03",
        f"said-{first.pk}-quantity": "60",
    }

    response = site.post("/calls/noted/", noted)

    assert response["Location"] == "/desk/"
    promise = Promise.objects.get()
    assert (promise.order, promise.ship_on, promise.quantity) == (first, date(2026, 12, 3), 60)
    assert (promise.said_by, promise.channel) == ("Ms Desk", "phone")
    assert done_in(first) == ["opened", "called", "promised"]
    assert done_in(second) == ["opened", "called"]
    assert file_of(first).state == "committed"


def test_a_wrong_date_of_one_order_keeps_the_whole_call(site, orders, contact):
    first, second = orders
    noted = {
        "order": ["Q1", "Q2"],
        "phone-call": str(uuid4()),
        "phone-contact": contact.pk,
        "phone-text": "The paint line is down.",
        f"said-{first.pk}-ship_on": "2026-12-03",
        f"said-{second.pk}-ship_on": "2026-11-03",
    }

    response = site.post("/calls/noted/", noted)

    html = response.content.decode()
    assert response.status_code == 422
    assert f'id="id_said-{second.pk}-ship_on_error"' in html
    assert "The paint line is down.</textarea>" in html
    assert 'value="2026-12-03"' in html
    assert not Promise.objects.exists()
    assert done_in(first) == ["opened"]


def test_an_empty_call_asks_what_was_said(site, orders):
    response = site.post("/calls/noted/", {"order": ["Q1"], "phone-call": str(uuid4())})

    assert response.status_code == 422
    assert "Write what was said, or enter a date." in text(response)


def test_nothing_named_is_nothing_to_call_about(site):
    response = site.get("/calls/new/?order=NONE")

    assert response.status_code == 404
    assert "Nothing to call about" in text(response)


@pytest.mark.parametrize("path", ["new", "take-up", "noted", "mail", "data-sheet"])
def test_only_expeditors_call(as_person, auditor, orders, contact, path):
    response = as_person(auditor).post(f"/calls/{path}/", typed(contact))

    assert response.status_code == 403
    assert not OutboxMessage.objects.exists()


def test_the_hot_list_ticks_rows_for_one_call(site, contact):
    flagged_order(reference="Q1", contractor=contact.contractor)

    html = site.get("/hot-list/").content.decode()

    assert 'name="order" value="Q1" form="call-form" data-tick' in html
    assert 'id="call-form" method="get" action="/calls/new/"' in html


def test_the_hot_list_marks_what_is_put_off(site, orders):
    Expedite.objects.filter(order=orders[0]).update(
        snoozed_until=AT.date() + timedelta(days=7), snoozed_because="Customs paper"
    )

    assert "until 27 Nov" in text(site.get("/hot-list/?tab=mine"))
