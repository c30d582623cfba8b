from __future__ import annotations

import re
from datetime import date

import pytest

from shipments.models import Contact, Expedite, HotOrder, Order, Promise
from shipments.queries import hot_list
from shipments.standing.recompute import recompute
from tests.factories import (
    ContractorFactory,
    ItemFactory,
    OrderFactory,
    PromiseFactory,
    UserFactory,
)
from tests.factories.flags import FlagFactory
from tests.factories.hot import flagged_order
from tests.factories.moments import AT, TODAY
from tests.factories.policies import INSTALLED
from tests.factories.record import ExpediteFactory, SourceDocumentFactory
from tests.factories.standings import standing_order
from tests.web.pages import text

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
GIVEN = {"ship_on": "2026-12-15", "said_by": "Order desk", "channel": "phone"}


def listed(response):
    html = response.content.decode()
    return re.findall(r'data-row-link href="/hot-list/([^/"]+)/', html)


def test_the_heaviest_comes_first_and_ties_go_to_the_one_recorded_first(site):
    for reference, points in [("LIGHT", 10), ("FIRST", 40), ("SECOND", 40)]:
        flagged_order(points, reference=reference)
    standing_order(reference="QUIET")

    response = site.get("/hot-list/")

    assert listed(response) == ["FIRST", "SECOND", "LIGHT"]
    assert 'class="d-t"' in response.content.decode()


def test_each_reason_says_its_points_its_evidence_and_since_when(site):
    flagged_order(reference="Q1")

    response = site.get("/hot-list/Q1/")

    said = text(response)
    assert "20 Nothing heard Nothing heard since 1 Oct, 50 days ago. since 1 Nov" in said
    assert f"Score 20 · policy {INSTALLED}" in said


def test_the_queues_part_what_is_open_mine_and_taken_up(site, manager):
    flagged_order(reference="FREE")
    ExpediteFactory(order=flagged_order(reference="MINE"), owner=manager)
    ExpediteFactory(order=flagged_order(reference="THEIRS"))

    pages = {tab: listed(site.get(f"/hot-list/?tab={tab}")) for tab in ["open", "mine", "taken"]}

    assert pages == {"open": ["FREE"], "mine": ["MINE"], "taken": ["MINE", "THEIRS"]}
    counted = [(tab.words, tab.orders) for tab in hot_list.tabs(user=manager, on=TODAY)]
    assert counted == [("Open", 1), ("Mine", 1), ("Taken up", 2)]


def test_an_unknown_queue_is_the_open_one(site):
    flagged_order(reference="FREE")

    assert listed(site.get("/hot-list/?tab=nonsense")) == ["FREE"]


def test_what_i_have_in_hand_stays_mine_when_its_flags_are_gone(site, manager):
    ExpediteFactory(order=standing_order(reference="CALM"), owner=manager)

    response = site.get("/hot-list/?tab=mine")

    assert listed(response) == ["CALM"]
    assert "No longer flagged" in text(response)
    assert "It stays in hand until it is handed back." in text(response)


def test_pages_follow_each_other_without_gap_or_double(manager):
    for number in range(7):
        flagged_order(20 + number % 2, reference=f"Q{number}")

    first = hot_list.page(user=manager, tab="open", after="", on=TODAY, size=3)
    second = hot_list.page(user=manager, tab="open", after=first.next, on=TODAY, size=3)
    third = hot_list.page(user=manager, tab="open", after=second.next, on=TODAY, size=3)

    shown = [row.order.reference for page in (first, second, third) for row in page.rows]
    assert shown == ["Q1", "Q3", "Q5", "Q0", "Q2", "Q4", "Q6"]
    assert third.next == ""


def test_a_marker_that_is_not_ours_shows_the_first_page(manager):
    flagged_order(reference="Q1")

    page = hot_list.page(user=manager, tab="open", after="1; drop table", on=TODAY)

    assert [row.order.reference for row in page.rows] == ["Q1"]


def test_a_contractors_person_sees_its_own_orders_only(as_person, contractors_person):
    flagged_order(reference="THEIRS")
    flagged_order(reference="OURS", contractor=contractors_person.contractor)
    browser = as_person(contractors_person)

    assert listed(browser.get("/hot-list/")) == ["OURS"]
    assert browser.get("/hot-list/THEIRS/").status_code == 404


def test_a_possible_sale_has_no_place_on_the_hot_list(site):
    standing_order(
        reference="SALE",
        possible_sale=True,
        ordered_on=None,
        ordered_on_precision="",
        acknowledged_on=None,
    )

    assert site.get("/hot-list/SALE/").status_code == 404


def test_the_panel_shows_promises_contacts_and_sources(site):
    contractor = ContractorFactory()
    Contact.objects.create(contractor=contractor, name="Order Desk", phone="+1 555 555 0100")
    order = flagged_order(reference="Q1", contractor=contractor, quantity=None)
    order.sources.add(SourceDocumentFactory(address="https://paper.example/order"))
    PromiseFactory(order=order, ship_on=date(2026, 12, 1))
    PromiseFactory(order=order, ship_on=date(2026, 12, 11), reason="Line stopped")
    recompute([order.pk], at=AT)

    said = text(site.get("/hot-list/Q1/"))

    assert "11 Dec late by + 10 d" in said.replace("+10", "+ 10")
    assert "1 Dec first promise 11 Dec Line stopped" in said
    assert "Order Desk" in said
    assert "Ordered not published" in said
    assert "paper.example" in said


def test_taking_up_puts_the_order_in_my_hands(site, manager):
    flagged_order(reference="Q1")

    response = site.post("/hot-list/Q1/take-up/?tab=open", follow=True)

    assert response.redirect_chain == [("/hot-list/Q1/?tab=open", 302)]
    assert "You have Q1 in hand." in text(response)
    assert Expedite.objects.open().get().owner == manager


def test_with_htmx_taking_up_answers_with_the_panel_the_row_and_the_counts(site):
    order = flagged_order(reference="Q1")

    response = site.post("/hot-list/Q1/take-up/", headers=HTMX)

    html = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in html
    assert "Hand back" in html
    assert f'id="row-{order.pk}"' in html
    assert dict(re.findall(r'id="tab-(\w+)"[^>]*>(\d+)<', html)) == {
        "open": "0",
        "mine": "1",
        "taken": "1",
    }


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_of_two_people_the_second_is_told_who_has_it(site, headers):
    order = flagged_order(reference="Q1")
    ExpediteFactory(order=order, owner=UserFactory(name="Dana Arad"))

    response = site.post("/hot-list/Q1/take-up/", headers=headers)

    assert response.status_code == 409
    assert "Dana Arad took up Q1 on 20 Nov, 12:00Z." in text(response)
    assert Expedite.objects.count() == 1


def test_handing_back_lets_another_take_it_up(site, manager):
    ExpediteFactory(order=flagged_order(reference="Q1"), owner=manager)

    response = site.post("/hot-list/Q1/hand-back/", follow=True)

    assert "You handed Q1 back." in text(response)
    assert Expedite.objects.get().outcome == "Handed back"


def test_one_may_come_from_the_orders_page_and_return_there_but_nowhere_else(site):
    flagged_order(reference="Q1")

    back = site.post("/hot-list/Q1/take-up/", {"next": "/orders/Q1/"})
    away = site.post("/hot-list/Q1/hand-back/", {"next": "https://elsewhere.example/"})

    assert back["Location"] == "/orders/Q1/"
    assert away["Location"] == "/hot-list/Q1/"


@pytest.mark.parametrize("change", ["take-up", "hand-back", "promises"])
def test_an_auditor_may_look_and_not_touch(as_person, auditor, change):
    flagged_order(reference="Q1")
    browser = as_person(auditor)

    page = browser.get("/hot-list/Q1/")
    refused = browser.post(f"/hot-list/Q1/{change}/", GIVEN)

    assert "Take up" not in text(page)
    assert "Agreed date" not in text(page)
    assert refused.status_code == 403
    assert (Expedite.objects.count(), Promise.objects.count()) == (0, 0)


@pytest.mark.parametrize("change", ["take-up", "hand-back", "promises"])
def test_an_order_that_is_none_is_not_found(site, change):
    assert site.post(f"/hot-list/NONE/{change}/", GIVEN).status_code == 404


@pytest.mark.parametrize("change", ["take-up", "hand-back", "promises"])
def test_coming_without_a_form_leads_to_the_order_and_changes_nothing(site, change):
    flagged_order(reference="Q1")

    response = site.get(f"/hot-list/Q1/{change}/?tab=mine")

    assert response["Location"] == "/hot-list/Q1/?tab=mine"
    assert Expedite.objects.count() == 0


def test_an_empty_queue_says_what_that_means(site):
    assert "Nothing to chase" in text(site.get("/hot-list/"))
    assert "You have nothing in hand" in text(site.get("/hot-list/?tab=mine"))
    assert "Nobody has taken anything up" in text(site.get("/hot-list/?tab=taken"))


@pytest.mark.parametrize("count", [10, 1000])
def test_the_page_costs_the_same_queries_however_long_the_list(
    site, django_assert_num_queries, count
):
    case = standing_order().case
    contractor, item = ContractorFactory(), ItemFactory()
    Order.objects.bulk_create(
        OrderFactory.build_batch(count, case=case, contractor=contractor, item=item)
    )
    recompute(None, at=AT)
    HotOrder.objects.bulk_create(
        HotOrder(order_id=key, score=20, kind="speed_up")
        for key in Order.objects.values_list("pk", flat=True)
    )
    for order in Order.objects.order_by("pk")[:8]:
        FlagFactory(order=order)

    with django_assert_num_queries(28):
        response = site.get("/hot-list/")

    assert len(listed(response)) == min(count + 1, 50)
