"""Other limits tried out and saved in a real browser, and the worker's next pass by them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from shipments.models import Flag, Policy
from shipments.services import judging
from shipments.standing.recompute import recompute
from tests import chromium
from tests.factories import OrderFactory, PromiseFactory, UserFactory
from tests.factories.policies import INSTALLED
from tests.journey.test_browser import Visit


def test_limits_are_previewed_saved_and_judged_by(live_server, celery_worker_process):
    now = timezone.now()
    late = OrderFactory(reference="SLIPS", required_on=now.date() + timedelta(days=58))
    PromiseFactory(order=late, ship_on=now.date() + timedelta(days=30), said_on=now.date())
    recompute(None, at=now)
    judging.run(as_of=now.date(), at=now)
    person = UserFactory()
    # No query stands in here: Playwright's event loop would give it a connection of its own.
    with chromium.browser() as opened:
        page = opened.new_page()
        visit = Visit(page, live_server.url)
        visit.sign_in(person)
        page.get_by_role("link", name="Policy").first.click()
        page.get_by_label("Grace after the required date").fill("1")
        page.get_by_role("button", name="Preview").click()
        expect(page.get_by_role("heading", name="What these limits would do")).to_be_visible()
        expect(page.get_by_role("link", name="SLIPS")).to_be_visible()
        visit.judge_access()
        page.set_viewport_size({"width": 390, "height": 844})
        visit.judge_access()

        page.get_by_role("button", name=f"Save as version {INSTALLED + 1}").click()
        expect(page.get_by_role("link", name="Enter why the limits change.")).to_be_visible()
        visit.judge_access()
        page.get_by_label("Why the limits change").fill("Two days late is late")
        page.get_by_role("button", name=f"Save as version {INSTALLED + 1}").click()
        expect(
            page.get_by_role("heading", name=f"In force: version {INSTALLED + 1}")
        ).to_be_visible()
        visit.judge_access()
        celery_worker_process.wait_until_idle()

    assert [said for said in visit.complaints if "422" not in said] == []
    assert [(flag.order, flag.reason, flag.policy) for flag in Flag.objects.live()] == [
        (late, "late_for_required_date", Policy.objects.get(version=INSTALLED + 1))
    ]
