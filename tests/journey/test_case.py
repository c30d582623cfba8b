"""From one call about two orders to the contact's answer on a phone and what becomes of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from shipments.models import Expedite, Promise, Proposal
from shipments.services import answer_links, expedites
from shipments.standing.recompute import recompute
from tests import chromium
from tests.factories import ContactFactory, ContractorFactory, PromiseFactory, UserFactory
from tests.factories.case_files import answer_link
from tests.factories.hot import flagged_order
from tests.journey.test_browser import Visit

TODAY = timezone.now().date()
LATER = TODAY + timedelta(days=40)


@pytest.fixture
def orders(transactional_db):
    """Two flagged orders of one contractor, promised for a day ahead, heard of long ago."""
    works = ContractorFactory(name="Fictional Works")
    ContactFactory(contractor=works, name="Ms Desk", email="desk@works.example")
    found = [flagged_order(reference=each, contractor=works) for each in ("Q1", "Q2")]
    for order in found:
        PromiseFactory(
            order=order,
            ship_on=TODAY + timedelta(days=10),
            said_on=TODAY - timedelta(days=30),
            recorded_at=timezone.now() - timedelta(days=30),
        )
    recompute([order.pk for order in found], at=timezone.now())
    return found


def answer_on_a_phone(opened, address):
    """A later date for the first order, without its reason at first; the second confirmed."""
    phone = opened.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=False
    ).new_page()
    phone.goto(address)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Fictional Works")
    first = phone.locator("section").nth(0)
    day, reason = (first.locator(f'[name$="-new_{name}"]') for name in ("on", "reason"))
    expect(day).to_be_hidden()
    first.get_by_text("On a new date").click()
    day.fill(str(LATER))
    phone.locator("section").nth(1).get_by_text("as promised").click()
    phone.get_by_role("button", name="Send the answers").click()
    expect(phone.get_by_role("alert")).to_contain_text("Say why.")
    expect(day).to_have_value(str(LATER))
    reason.fill("Castings are late")
    phone.get_by_role("button", name="Send the answers").click()
    expect(phone.get_by_role("heading", name="Thank you.")).to_be_visible()
    phone.get_by_role("link", name="Answer again").click()
    expect(phone.get_by_text("Waits to be accepted:")).to_be_visible()


def test_from_one_call_to_the_answer_on_a_phone(live_server, orders):
    person = UserFactory(name="Expeditor One")
    with chromium.browser() as opened:
        page = opened.new_page()
        visit = Visit(page, live_server.url)
        visit.sign_in(person)

        page.goto(f"{live_server.url}/hot-list/")
        page.locator("[data-row-link]").first.focus()
        page.keyboard.press("x")
        page.keyboard.press("j")
        page.keyboard.press("x")
        visit.judge_access()
        page.get_by_role("button", name="One call, 2 orders").click()
        expect(page.get_by_role("heading", name="One call, 2 orders", level=1)).to_be_visible()
        visit.judge_access()
        page.get_by_role("button", name="Take them up and call").click()

        expect(page.get_by_role("heading", name="Write", exact=True)).to_be_visible()
        visit.judge_access()
        page.get_by_label("Step").select_option("improvement_request")
        expect(page.locator("#call-preview")).to_contain_text("Earlier ship date asked for")
        page.get_by_label("A line of your own").fill("By Friday, please.")
        page.get_by_label("A line of your own").blur()
        expect(page.locator("pre.mail")).to_contain_text("By Friday, please.")
        found = re.search(r"http://\S+/answer/\S+/", page.locator("pre.mail").inner_text())
        assert found is not None
        page.get_by_role("button", name="Send", exact=True).click()
        expect(
            page.get_by_text("The mail to Ms Desk about 2 orders is on its way.")
        ).to_be_visible()
        visit.judge_access()

        answer_on_a_phone(opened, found.group(0))

        page.goto(f"{live_server.url}/orders/Q1/")
        expect(page.locator("#case-file")).to_contain_text("Ms Desk proposes")
        visit.judge_access()
        page.get_by_role("button", name="Accept the date proposed").click()
        expect(page.get_by_text("The proposed date stands now.")).to_be_visible()
        expect(page.locator("#case-file")).to_contain_text("Committed")
        page.goto(f"{live_server.url}/desk/?tab=committed")
        expect(page.locator("[data-row-link]")).to_have_count(2)

    # Leaving a page ends what it was still asking, and htmx tells the console so.
    assert [text for text in visit.complaints if not text.startswith("htmx:")] == []
    assert Promise.objects.filter(order=orders[0]).latest("pk").ship_on == LATER
    assert not Proposal.objects.waiting().exists()
    assert {each.state for each in Expedite.objects.all()} == {"committed"}


def test_the_answer_page_stands_on_every_phone_in_both_themes(live_server, orders):
    link = answer_link(*orders, contact=orders[0].contractor.contacts.get())
    address = f"{live_server.url}/answer/{answer_links.signed(link)}/"
    with chromium.browser() as opened:
        visit = Visit(opened.new_page(), live_server.url)
        page = visit.page
        for width in (1440, 390, 320):
            for path in (f"{live_server.url}/answer/forged/", address):
                page.goto(path)
                visit.fit(width)
                visit.judge_access()
            page.locator("section").nth(0).get_by_text("In two or three parts").click()
            page.get_by_role("button", name="Send the answers").click()
            expect(page.get_by_role("alert")).to_contain_text("Fix")
            visit.judge_access()
        assert [text for text in visit.complaints if "404" not in text and "422" not in text] == []


PAGES = [
    "/desk/",
    "/desk/?tab=all",
    "/desk/?tab=snoozed",
    "/orders/Q1/",
    "/calls/new/?order=Q1&order=Q2",
    "/calls/new/?order=none",
]


def test_the_pages_of_a_case_stand_on_a_phone_and_a_desk_in_both_themes(live_server, orders):
    person = UserFactory()
    expedites.open_call(references=["Q1", "Q2"], by=person, at=timezone.now())
    contact = f"/contractors/{orders[0].contractor_id}/contacts/new/"
    with chromium.browser() as opened:
        visit = Visit(opened.new_page(), live_server.url)
        visit.sign_in(person)
        for address in [*PAGES, contact]:
            for width in (1440, 390):
                visit.page.goto(live_server.url + address)
                visit.fit(320)
                visit.fit(width)
                visit.judge_access()
                for details in visit.page.locator("details.act > summary").all():
                    details.click()
                    visit.judge_access()
        assert [text for text in visit.complaints if "404" not in text] == []
