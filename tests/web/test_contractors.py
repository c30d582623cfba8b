from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.domain.roles import Role
from shipments.models import Contact, ContractorRecord, Standing
from tests.factories import (
    ContactFactory,
    ContractorFactory,
    ExpediteFactory,
    MilestoneFactory,
    PromiseFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.hot import flagged_order
from tests.factories.moments import AT, TODAY
from tests.factories.standings import standing_order
from tests.web.pages import cost, link, plain, value

pytestmark = pytest.mark.django_db


@pytest.fixture
def works(db):
    return ContractorFactory(name="Alpha Works", city="Springfield", state="Ohio")


def recorded(contractor, promises=12, kept=9, slips=(-3, 2, 6)):
    low, median, high = slips
    return ContractorRecord.objects.create(
        contractor=contractor,
        promises=promises,
        kept=kept,
        low_slip_days=low,
        median_slip_days=median,
        high_slip_days=high,
        computed_at=AT,
    )


def left(contractor, *, promised, on):
    """An order of which everything left on a day, and what was promised of it."""
    order = standing_order(contractor=contractor, ordered_on=promised - timedelta(days=60))
    PromiseFactory(order=order, ship_on=promised, said_on=promised - timedelta(days=30))
    line = ShipmentLineFactory(order=order, quantity=order.quantity)
    MilestoneFactory(shipment=line.shipment, occurs_on=on)
    Standing.objects.filter(order=order).update(
        departed_quantity=order.quantity, expected_ship_on=on
    )
    return order


def test_the_list_shows_orders_promises_and_who_can_be_mailed(site, works):
    flagged_order(contractor=works, required_on=date(2026, 11, 1))
    standing_order(contractor=works)
    recorded(works)
    ContactFactory(contractor=works)
    ContactFactory(contractor=works, email="", phone="+1 555 0100")
    few = ContractorFactory(name="Beta Works", city="")
    recorded(few, promises=3)
    ContractorFactory(name="Gamma Works", city="")

    said = plain(site.get("/contractors/"))

    assert "Alpha Works, Springfield 2 1 1 75 % of 12 late by +2 d 1 contact" in said
    assert "Beta Works 0 0 0 too few to tell - no address" in said
    assert "Gamma Works 0 0 0 none to judge - no address" in said


def test_the_list_is_searched(site, works):
    ContractorFactory(name="Beta Works", city="Shelbyville", cage_code="1A2B3")

    by_city, by_cage = site.get("/contractors/?q=spring"), site.get("/contractors/?q=1a2b3")
    none = site.get("/contractors/?q=zeta")

    assert ("Alpha Works" in plain(by_city), "Beta Works" in plain(by_city)) == (True, False)
    assert ("Alpha Works" in plain(by_cage), "Beta Works" in plain(by_cage)) == (False, True)
    assert "No contractor matches" in plain(none)


def test_without_contractors_the_list_says_so(site):
    assert "No contractors yet" in plain(site.get("/contractors/"))


def test_a_long_list_has_pages(site):
    for number in range(55):
        ContractorFactory(name=f"Works {number:02}")

    first = site.get("/contractors/")
    second = site.get("/contractors/" + link(first, "next"))
    odd = site.get("/contractors/?after=x")

    assert "50 shown" in plain(first)
    assert ("Works 49" in plain(first), "Works 50" in plain(second)) == (True, True)
    assert "The page in this address is not one of this list" in plain(odd)


def test_a_scorecard_says_from_how_many_and_how_far_apart(site, works):
    recorded(works)

    said = plain(site.get(f"/contractors/{works.pk}/"))

    assert "Kept 75 % of 12 Median slip late by +2 d" in said
    assert "The middle half early by -3 d to late by +6 d" in said
    assert "From 12 promises for goods that have all left since: 9 kept" in said


def test_a_scorecard_of_too_few_promises_tells_nothing_from_them(site, works):
    recorded(works, promises=7, kept=5)

    said = plain(site.get(f"/contractors/{works.pk}/"))

    assert "Too few to tell. 5 of 7 kept; it takes 8 promises" in said
    assert "Median slip" not in said


def test_a_scorecard_shows_how_promises_were_kept_by_quarter(site, works):
    recorded(works)
    left(works, promised=date(2026, 10, 10), on=date(2026, 10, 10))
    left(works, promised=date(2026, 10, 10), on=date(2026, 10, 20))
    left(works, promised=date(2026, 11, 10), on=date(2026, 11, 14))
    left(works, promised=date(2026, 5, 1), on=date(2026, 4, 30))
    left(works, promised=date(2024, 12, 1), on=date(2024, 12, 1))
    left(ContractorFactory(), promised=date(2026, 10, 10), on=date(2026, 10, 10))

    said = plain(site.get(f"/contractors/{works.pk}/"))

    assert "Jan to Mar 2025 0 0 - -" in said
    assert "Apr to Jun 2026 1 1 100 early by -1 d" in said
    assert "Jul to Sep 2026 0 0 - -" in said
    assert "Oct to Dec 2026 3 1 33.3 late by +4 d" in said
    assert "Oct to Dec 2024" not in said


def test_a_scorecard_counts_its_orders_and_lists_its_answers_and_case_files(site, works):
    order = flagged_order(contractor=works, reference="Q1", required_on=date(2026, 11, 1))
    PromiseFactory(order=order, reason="Casting line down", quantity=40)
    ExpediteFactory(order=order, owner__name="Dana Levy", next_step="follow_up", next_step_on=TODAY)
    standing_order(contractor=works)
    ExpediteFactory()

    said = plain(site.get(f"/contractors/{works.pk}/"))

    assert "Open 2 Late 1 Flagged 1" in said
    assert f"Q1 {order.item.name} 15 Jan 2027 for 40 19 Nov Order desk, phone" in said
    assert "Casting line down" in said
    assert f"Q1 {order.item.name} Dana Levy Open Follow up, 20 Nov" in said


def test_a_contractors_person_sees_its_own_scorecard_without_our_case_files(
    as_person, contractors_person
):
    own = contractors_person.contractor
    order = flagged_order(contractor=own, reference="Q1")
    ExpediteFactory(order=order, owner__name="Dana Levy")
    recorded(own)
    other = ContractorFactory()
    browser = as_person(contractors_person)

    led = browser.get("/contractors/", follow=True)
    refused = browser.get(f"/contractors/{other.pk}/")

    assert led.redirect_chain == [(f"/contractors/{own.pk}/", 302)]
    assert "Kept 75 % of 12" in plain(led)
    assert "Dana Levy" not in plain(led)
    assert "case file" not in plain(led).lower()
    assert refused.status_code == 404


def test_a_contractor_that_there_is_none_of_is_not_found(site):
    assert site.get("/contractors/999999/").status_code == 404
    assert site.get("/contractors/99999999999999999999999/").status_code == 404


def test_a_contact_is_added_and_changed(site, works):
    sent = {"name": "Order desk", "email": "desk@works.example", "time_zone": "America/Chicago"}
    added = site.post(f"/contractors/{works.pk}/contacts/new/", sent, follow=True)
    contact = Contact.objects.get()
    form = site.get(f"/contractors/{works.pk}/contacts/{contact.pk}/")
    changed = site.post(
        f"/contractors/{works.pk}/contacts/{contact.pk}/",
        sent | {"phone": "+1 555 0100"},
        follow=True,
    )

    contact.refresh_from_db()
    assert added.redirect_chain == [(f"/contractors/{works.pk}/", 302)]
    assert "Order desk is a contact of Alpha Works, Springfield now." in plain(added)
    assert "Order desk is changed." in plain(changed)
    assert (value(form, "email"), value(form, "phone")) == ("desk@works.example", "")
    assert "+1 555 0100" in plain(changed)
    assert (contact.contractor, contact.phone, contact.time_zone) == (
        works,
        "+1 555 0100",
        "America/Chicago",
    )


def test_a_refused_contact_keeps_what_was_typed(site, works):
    sent = {"name": "", "email": "desk at works", "time_zone": "Ohio", "duty": "Plant 2"}

    response = site.post(f"/contractors/{works.pk}/contacts/new/", sent)
    named = site.post(f"/contractors/{works.pk}/contacts/new/", sent | {"name": "Desk"})

    assert (response.status_code, named.status_code) == (422, 422)
    assert "Enter the name of the person or the desk." in plain(response)
    assert "“desk at works” is not an e-mail address." in plain(named)
    assert "“Ohio” is no time zone." in plain(named)
    assert (value(named, "email"), value(named, "duty")) == ("desk at works", "Plant 2")
    assert Contact.objects.count() == 0


def test_who_may_not_expedite_changes_no_contact(as_person, auditor, works):
    contact = ContactFactory(contractor=works)
    browser = as_person(auditor)

    page = browser.get(f"/contractors/{works.pk}/")
    posted = browser.post(
        f"/contractors/{works.pk}/contacts/{contact.pk}/", {"name": "X", "phone": "1"}
    )

    contact.refresh_from_db()
    assert "/contacts/" not in page.content.decode()
    assert (posted.status_code, contact.name) == (403, "Order desk")


def test_a_contact_of_another_contractor_is_not_found(site, works):
    contact = ContactFactory()

    assert site.get(f"/contractors/{works.pk}/contacts/{contact.pk}/").status_code == 404


def test_contacts_are_not_a_contractors_persons_to_change(as_person):
    works = ContractorFactory()
    person = UserFactory(roles=[Role.CONTRACTOR.value], contractor=works)

    response = as_person(person).post(
        f"/contractors/{works.pk}/contacts/new/", {"name": "X", "phone": "1"}
    )

    assert response.status_code == 403
    assert Contact.objects.count() == 0


def test_the_pages_cost_the_same_for_few_and_for_many(site, works):
    def more():
        order = flagged_order(contractor=works)
        PromiseFactory(order=order)
        ExpediteFactory(order=order)
        ContactFactory(contractor=works)
        recorded(ContractorFactory())

    more()
    few = cost(site, "/contractors/"), cost(site, f"/contractors/{works.pk}/")
    for _ in range(6):
        more()

    assert (cost(site, "/contractors/"), cost(site, f"/contractors/{works.pk}/")) == few
