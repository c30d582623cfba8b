"""From an emergency need to days gained: the page, the worker, the mail and the contractor."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from bench.mail_server import MailServer
from shipments.domain.roles import Role
from shipments.models import Expedite, ExpediteAction, Flag, OutboxMessage, Promise
from shipments.models.choices import ExpediteState
from shipments.standing.recompute import recompute
from tests import chromium
from tests.factories import (
    ContactFactory,
    ContractorFactory,
    LaneFactory,
    OrderFactory,
    PromiseFactory,
    UserFactory,
)
from tests.journey.test_browser import Visit

TODAY = timezone.now().date()
ITEM = "Crate, training, type 7"
NEEDED_ON = TODAY + timedelta(days=45)
PROMISED_ON, SOONER_ON = TODAY + timedelta(days=60), TODAY + timedelta(days=12)
TRANSIT = 28


@pytest.fixture
def mail_server(monkeypatch):
    """The worker, started after it, is told of it."""
    with MailServer() as running:
        monkeypatch.setenv("EMAIL_URL", f"smtp://127.0.0.1:{running.port}?from=desk@line.example")
        yield running


@pytest.fixture
def order(mail_server, celery_worker_process):
    """A routine order that nothing is wrong with: promised in time for its required date."""
    works = ContractorFactory(name="Fictional Works")
    ContactFactory(contractor=works, name="Ms Desk", email="desk@works.example")
    found = OrderFactory(
        reference="EX-1",
        document_number="BISZZZ63240001",
        item__name=ITEM,
        contractor=works,
        lane=LaneFactory(planning_days=TRANSIT),
        quantity=100,
        unit_of_issue="EA",
        ordered_on=TODAY - timedelta(days=40),
        acknowledged_on=TODAY - timedelta(days=38),
        required_on=TODAY + timedelta(days=120),
    )
    PromiseFactory(
        order=found,
        ship_on=PROMISED_ON,
        said_on=TODAY - timedelta(days=12),
        recorded_at=timezone.now() - timedelta(days=12),
    )
    recompute([found.pk], at=timezone.now())
    celery_worker_process.wait_until_idle()
    return found


def test_an_emergency_need_becomes_days_gained(
    mail_server, live_server, celery_worker_process, order
):
    assert not Flag.objects.live().exists()
    receiver = UserFactory(roles=[Role.RECEIVER.value])
    expeditor = UserFactory(name="Expeditor One", roles=[Role.EXPEDITOR.value])
    address = live_server.url
    # No query stands in here: Playwright's event loop would give it a connection of its own.
    with chromium.browser() as opened:
        theirs = Visit(opened.new_context().new_page(), address)
        theirs.sign_in(receiver)
        state_the_need(theirs)
        celery_worker_process.wait_until_idle()

        ours = Visit(opened.new_context().new_page(), address)
        ours.sign_in(expeditor)
        page = ours.page
        look_at_the_item(page, address, said="60 short", sooner="by 43 days")
        ours.judge_access()
        ask_for_an_earlier_date(ours)
        celery_worker_process.wait_until_idle()

        page.goto(f"{address}/mail/")
        page.locator("[data-row-link]").first.click()
        expect(page.locator("main")).to_contain_text("Ms Desk")
        found = re.search(r"http://\S+/answer/\S+/", page.locator("pre.mail-text").inner_text())
        assert found is not None
        promise_it_sooner(opened, found.group(0))
        celery_worker_process.wait_until_idle()

        look_at_the_item(page, address, said="Covered in time", sooner="")
        close_the_case(ours)

    # Leaving a page ends what it was still asking, and htmx tells the console so.
    heard = [*theirs.complaints, *ours.complaints]
    assert [text for text in heard if not text.startswith("htmx:")] == []
    assert [message.sent_at is not None for message in OutboxMessage.objects.all()] == [True]
    assert mail_server.ids == [OutboxMessage.objects.get().message_id]
    assert Promise.objects.filter(order=order).latest("pk").ship_on == SOONER_ON
    file = Expedite.objects.get()
    assert (file.state, file.days_gained) == (ExpediteState.CLOSED.value, 48)
    assert file.expected_at_opening == PROMISED_ON + timedelta(days=TRANSIT)
    assert [each["reason"] for each in file.reasons] == ["need_uncovered", "outgrown_routine"]
    done = ExpediteAction.objects.oldest_first().values_list("kind", flat=True)
    assert list(done) == ["opened", "improvement_request", "promised", "closed"]
    assert not Flag.objects.live().filter(reason="need_uncovered").exists()
    assert Flag.objects.get(reason="need_uncovered").cleared_because == "No longer holds"


def state_the_need(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/needs/new/")
    form = page.locator("main form")
    form.get_by_label("Item").fill(ITEM)
    form.get_by_label("Quantity").fill("60")
    form.get_by_label("Needed by").fill(str(NEEDED_ON))
    form.get_by_label("Urgency").select_option("emergency")
    form.get_by_label("Stated by").fill("Receiving staff")
    page.get_by_role("button", name="Save need").click()
    expect(page.get_by_text("Need recorded: 60 of")).to_be_visible()


def look_at_the_item(page: Page, address: str, *, said: str, sooner: str) -> None:
    page.goto(f"{address}/items/?tab=needed")
    page.locator("[data-row-link]").click()
    expect(page.get_by_role("heading", name=ITEM, level=1)).to_be_visible()
    expect(page.locator("main .oh")).to_contain_text(said)
    pulls = page.get_by_role("heading", name="Orders that would close it")
    if sooner:
        expect(pulls).to_be_visible()
        expect(page.locator("main")).to_contain_text(sooner)
    else:
        expect(pulls).to_have_count(0)


def ask_for_an_earlier_date(visit: Visit) -> None:
    """From the hot list, where the shortfall stands, to the mail that is sent."""
    page = visit.page
    page.goto(f"{visit.address}/hot-list/EX-1/")
    expect(page.locator("#detail")).to_contain_text("60 EA of it would close the shortfall")
    expect(page.locator("#detail")).to_contain_text("43 days sooner")
    page.get_by_role("link", name="Contact").click()
    page.get_by_role("button", name="Take it up and call").click()
    page.get_by_label("Step").select_option("improvement_request")
    expect(page.locator("pre.mail")).to_contain_text(ITEM)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("The mail to Ms Desk about EX-1 is on its way.")).to_be_visible()
    expect(page.locator("#case-file")).to_contain_text("Contacted")
    visit.judge_access()


def promise_it_sooner(opened, address: str) -> None:
    """The contractor, on a phone without scripts, by the link alone."""
    phone = opened.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=False
    ).new_page()
    phone.goto(address)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Fictional Works")
    phone.get_by_text("On a new date").click()
    phone.locator('[name$="-new_on"]').fill(str(SOONER_ON))
    phone.get_by_role("button", name="Send the answers").click()
    expect(phone.get_by_role("heading", name="Thank you.")).to_be_visible()


def close_the_case(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/orders/EX-1/")
    expect(page.locator("#case-file")).to_contain_text("Committed")
    expect(page.locator("#case-file")).to_contain_text("48 days gained so far")
    why = page.get_by_role("region", name="Why it is flagged")
    expect(why).to_contain_text("needed in an emergency")
    expect(why).not_to_contain_text("would close the shortfall")
    gone = "Flag cleared: No longer holds. It said: 60 EA of it would close the shortfall"
    expect(page.locator("main")).to_contain_text(gone)
    page.locator("#act-close > summary").click()
    page.locator("#act-close").get_by_label("What came of it").fill("Promised sooner by Ms Desk")
    page.locator("#act-close").get_by_role("button").click()
    expect(page.get_by_role("heading", name="Earlier case files")).to_be_visible()
    expect(page.locator("main")).to_contain_text("48 days gained")
    expect(page.locator("main")).to_contain_text("on the date expected at closing")
    visit.judge_access()
