from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from shipments.domain.roles import Role
from shipments.models import Order, SourceDocument
from tests.factories import (
    ContractFactory,
    ContractorFactory,
    ItemFactory,
    UserFactory,
)
from tests.factories.hot import heat
from tests.factories.moments import AT
from tests.factories.standings import possible_sale, standing_order
from tests.web.pages import listed, text

pytestmark = pytest.mark.django_db


def test_the_soonest_required_comes_first_and_the_unknown_last(site):
    standing_order(reference="LATER", required_on=date(2027, 5, 1))
    standing_order(reference="UNKNOWN", required_on=None, required_on_precision="")
    standing_order(reference="SOONER", required_on=date(2027, 2, 1))

    response = site.get("/orders/")

    assert listed(response) == ["SOONER", "LATER", "UNKNOWN"]


def test_a_possible_sale_stands_apart_from_the_orders(site):
    standing_order(reference="ORDER")
    possible_sale(reference="SALE")

    orders, sales = site.get("/orders/"), site.get("/orders/?view=possible")

    assert listed(orders) == ["ORDER"]
    assert listed(sales) == ["SALE"]
    assert "Possible sale" in text(sales)


def test_an_unpublished_quantity_is_said_to_be_so(site):
    standing_order(quantity=None)

    response = site.get("/orders/")

    assert "not published" in text(response)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("status=on_contract", ["CONTRACT"]),
        ("status=on_contract&status=ordered", ["CONTRACT", "PLAIN", "URGENT"]),
        ("urgency=emergency", ["URGENT"]),
        ("group=I", ["URGENT"]),
        ("group=none", ["CONTRACT", "PLAIN"]),
        ("required_from=2027-03-02", ["URGENT"]),
        ("required_to=2027-03-01", ["CONTRACT", "PLAIN"]),
        ("flagged=yes", ["PLAIN"]),
    ],
)
def test_each_filter_keeps_what_it_says(site, address, expected):
    standing_order(reference="CONTRACT", contract=ContractFactory())
    standing_order(reference="PLAIN")
    standing_order(
        reference="URGENT",
        urgency="emergency",
        priority_designator=2,
        required_on=date(2027, 4, 1),
    )
    heat(Order.objects.get(reference="PLAIN"), 20)

    response = site.get(f"/orders/?{address}")

    assert listed(response) == expected


def test_late_is_open_and_past_its_required_date(site, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: AT)
    standing_order(reference="LATE", required_on=date(2026, 11, 19))
    standing_order(reference="TODAY", required_on=date(2026, 11, 20))

    response = site.get("/orders/?late=yes")

    assert listed(response) == ["LATE"]
    assert "+1 d" in text(response)


def test_one_contractors_orders_can_be_listed(site):
    contractor = ContractorFactory(name="Fictional Forge")
    standing_order(reference="OURS", contractor=contractor)
    standing_order(reference="THEIRS")

    response = site.get(f"/orders/?contractor={contractor.pk}")

    assert listed(response) == ["OURS"]
    assert "Contractor: Fictional Forge, Springfield" in text(response)


def test_what_the_address_gets_wrong_is_said_and_the_rest_is_used(site):
    standing_order(reference="KEPT")
    standing_order(reference="OUT", urgency="emergency")

    response = site.get(
        "/orders/?urgency=routine&urgency=soon&required_to=31+Feb&colour=red&sort=size&after=x"
    )

    said = text(response)
    assert listed(response) == ["KEPT"]
    assert "Urgency: “soon” cannot be used. Choose from routine, urgent, emergency." in said
    assert "Required to: “31 Feb” cannot be used. Write a day like 2026-11-25." in said
    assert "“colour” is not a filter of this list." in said
    assert "Sort: “size” is not a column." in said
    assert "The page in this address is not one of this list" in said


def test_a_contractor_that_there_is_none_of_is_said(site):
    standing_order(reference="KEPT")

    response = site.get("/orders/?contractor=999999")

    assert listed(response) == ["KEPT"]
    assert "Contractor: “999999” cannot be used. Choose one from the list." in text(response)


def test_no_match_offers_the_filter_whose_removal_shows_most(site):
    standing_order(reference="ONE")
    standing_order(reference="TWO")

    response = site.get("/orders/?status=received&urgency=routine")

    assert "No orders match 2 filters" in text(response)
    assert "Without Status: Received there are 2." in text(response)
    assert 'href="?urgency=routine"' in response.content.decode()


def test_a_chip_leads_to_the_list_without_its_filter(site):
    standing_order()

    response = site.get("/orders/?status=ordered&q=crate&sort=-item")

    html = response.content.decode()
    assert 'href="?q=crate&amp;sort=-item" aria-label="Remove filter Status: Ordered"' in html


def test_facets_count_what_they_would_leave(site):
    standing_order(urgency="routine")
    standing_order(urgency="routine")
    standing_order(urgency="emergency")

    response = site.get("/orders/?urgency=emergency")

    assert "Routine 2 Emergency 1" in text(response)


def test_the_filters_alone_are_answered_with_the_results_and_their_address(site):
    standing_order(reference="ONE", urgency="emergency")

    response = site.get(
        "/orders/?urgency=emergency&q=&view=all",
        headers={"HX-Request": "true", "HX-Target": "results"},
    )

    assert "<html" not in response.content.decode()
    assert listed(response) == ["ONE"]
    assert response.headers["HX-Push-Url"] == "/orders/?urgency=emergency"


def test_a_row_shows_where_its_facts_were_read(site):
    order = standing_order()
    address = "https://news.example/story"
    order.sources.add(SourceDocument.objects.create(address=address, recorded_at=AT))

    response = site.get("/orders/")

    assert f'href="{address}"' in response.content.decode()


def test_a_contractors_person_sees_its_own_orders_alone(as_person, contractors_person):
    standing_order(reference="OWN", contractor=contractors_person.contractor)
    standing_order(reference="FOREIGN", item=ItemFactory(name="Crate, secret"))
    browser = as_person(contractors_person)

    page, found, file = (
        browser.get("/orders/"),
        browser.get("/orders/?q=secret"),
        browser.get("/orders.csv"),
    )

    assert listed(page) == ["OWN"]
    assert "FOREIGN" not in text(page)
    assert listed(found) == []
    assert b"FOREIGN" not in b"".join(file.streaming_content)


def test_who_may_not_record_orders_is_not_offered_to(as_person, auditor):
    response = as_person(auditor).get("/orders/")

    assert "New order" not in text(response)
    assert "A case manager records them." in text(response)


def test_columns_can_be_left_out_and_the_address_keeps_the_choice(site):
    standing_order(reference="Q1", item=ItemFactory(name="Crate, red"))

    few = site.get("/orders/?cols=order&cols=quantity&cols=size")
    every = site.get(
        "/orders/?cols=order&cols=item&cols=contractor&cols=group&cols=quantity"
        "&cols=ship&cols=required",
        headers={"HX-Request": "true", "HX-Target": "results"},
    )

    assert listed(few) == ["Q1"]
    assert "Crate, red" not in text(few)
    assert "Columns: “size” cannot be used. Choose from item, contractor" in text(few)
    assert "cols=order&amp;cols=quantity" in few.content.decode()
    assert every.headers["HX-Push-Url"] == "/orders/?"


def test_a_contractors_person_does_not_learn_who_the_others_are(as_person):
    own, other = ContractorFactory(name="Own Works"), ContractorFactory(name="Other Works")
    standing_order(reference="OWN", contractor=own)
    standing_order(reference="OTHER", contractor=other)
    browser = as_person(UserFactory(roles=[Role.CONTRACTOR.value], contractor=own))

    page = browser.get(f"/orders/?contractor={other.pk}")
    file = browser.get(f"/orders.csv?contractor={other.pk}")
    ours = browser.get(f"/orders/?contractor={own.pk}")

    assert listed(page) == ["OWN"]
    assert "Other Works" not in text(page)
    assert f"Contractor: “{other.pk}” cannot be used. Choose one from the list." in text(page)
    assert file.status_code == 400
    assert (listed(ours), "cannot be used" in text(ours)) == (["OWN"], False)
