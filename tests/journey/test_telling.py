"""Being told, from what the worker notices to the inbox in a real browser."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from logistics import celery_app
from shipments import enqueue
from shipments.models import Notice, OutboxMessage
from tests import chromium
from tests.factories import ExpediteFactory, UserFactory
from tests.factories.standings import standing_order
from tests.factories.telling import NoticeFactory
from tests.journey.test_browser import Visit


def test_fifty_broken_promises_are_one_mail_and_an_inbox_to_work_through(
    live_server, celery_worker_process
):
    now = timezone.now()
    owner = UserFactory(digest_rhythm="off")
    for number in range(50):
        order = standing_order(reference=f"BROKE{number:02}")
        NoticeFactory(
            user=owner,
            order=order,
            expedite=ExpediteFactory(order=order, owner=owner, opened_at=now - timedelta(days=9)),
            text=f"BROKE{number:02} was promised and did not ship.",
            at=now - timedelta(minutes=5),
        )
    celery_app.signature(enqueue.TELL).apply_async()
    celery_app.signature(enqueue.TELL).apply_async()
    celery_worker_process.wait_until_idle()
    # No query stands in here: Playwright's event loop would give it a connection of its own.
    with chromium.browser() as opened:
        page = opened.new_page()
        visit = Visit(page, live_server.url)
        visit.sign_in(owner)
        page.locator("nav.side").get_by_role("link", name="Inbox").click()
        expect(page.get_by_role("heading", name="Inbox", level=1)).to_be_visible()
        expect(page.locator("#count-inbox")).to_have_text("50")
        visit.judge_access()

        page.keyboard.press("j")
        expect(page.locator("[data-row-link]").first).to_be_focused()
        page.keyboard.press("r")
        expect(page.get_by_text("1 marked as read.")).to_be_focused()
        expect(page.locator("#count-inbox")).to_have_text("49")
        page.get_by_role("button", name="Mark all as read").click()
        expect(page.get_by_text("49 marked as read.")).to_be_focused()
        expect(page.locator("#count-inbox")).to_have_text("0")
        visit.judge_access()
        page.get_by_role("button", name="Undo").click()
        expect(page.locator("#count-inbox")).to_have_text("49")
        page.set_viewport_size({"width": 390, "height": 844})
        visit.judge_access()

    [mail] = OutboxMessage.objects.all()
    assert visit.complaints == []
    assert mail.to_address == owner.email
    assert mail.subject == "Orders you have taken up: 50 broken"
    assert mail.text.count("was promised and did not ship.") == 50
    assert Notice.objects.unread().count() == 49
