from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from shipments.web.middleware import POLICY, ContentSecurityPolicy
from tests.factories import MilestoneFactory, ShipmentFactory
from tests.factories.hot import flagged_order
from tests.factories.moments import AT
from tests.factories.record import DisruptionFactory, JudgingPassFactory
from tests.factories.standings import standing_order
from tests.web.pages import text

pytestmark = pytest.mark.django_db

PAGES = ["overview", "hot-list", "imports", "disruptions", "reports", "about"]


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_is_asked_to_sign_in_and_brought_back(name):
    response = Client().get(reverse(name))

    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next={reverse(name)}"


def test_an_open_page_that_outlived_its_session_is_told_so_and_not_given_the_form():
    response = Client().get("/live/", headers={"HX-Request": "true"})

    assert (response.status_code, response.content) == (401, b"You are signed out.")


@pytest.mark.parametrize("name", [*PAGES, "account_login"])
def test_a_page_runs_and_styles_nothing_that_is_written_into_it(site, name):
    page = site if name in PAGES else Client()

    response = page.get(reverse(name))

    html = response.content.decode()
    assert response["Content-Security-Policy"] == POLICY
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", html) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", html) == []


def test_a_view_may_set_a_policy_of_its_own(rf):
    own = HttpResponse(headers={"Content-Security-Policy": "default-src 'self'"})

    response = ContentSecurityPolicy(lambda _: own)(rf.get("/"))

    assert response["Content-Security-Policy"] == "default-src 'self'"


def _counts(response):
    return dict(re.findall(r'id="count-([\w-]+)"[^>]*>([\d,]+)<', response.content.decode()))


def test_the_navigation_counts_what_is_open_flagged_and_under_way(site):
    flagged_order()
    standing_order()
    standing_order(
        possible_sale=True, ordered_on=None, ordered_on_precision="", acknowledged_on=None
    )
    ShipmentFactory()
    MilestoneFactory(kind="received")
    DisruptionFactory()

    response = site.get("/disruptions/")

    assert _counts(response) == {
        "inbox": "0",
        "hot-list": "1",
        "orders": "2",
        "imports": "0",
        "shipments": "1",
        "disruptions": "1",
        "holds": "0",
    }


def test_a_contractors_person_sees_its_own_counts_only(as_person, contractors_person):
    flagged_order()
    flagged_order(contractor=contractors_person.contractor)
    ShipmentFactory()

    response = as_person(contractors_person).get("/disruptions/")

    assert _counts(response) == {
        "hot-list": "1",
        "orders": "1",
        "shipments": "0",
        "disruptions": "0",
    }


def test_a_worker_on_time_is_named_with_its_last_pass(site):
    JudgingPassFactory(finished_at=AT - timedelta(minutes=4), started_at=AT - timedelta(minutes=4))

    response = site.get("/disruptions/")

    assert "Flag worker OK · 11:56Z" in text(response)
    assert "Ask operations" not in text(response)


def test_a_phone_shows_no_side_so_the_foot_of_its_pages_names_the_worker_too(site):
    JudgingPassFactory(finished_at=AT - timedelta(minutes=4), started_at=AT - timedelta(minutes=4))

    page = site.get("/disruptions/").content.decode()
    later = site.get("/live/").content.decode()

    assert '<p class="worker-foot" id="worker-foot">Flag worker: OK · <time' in page
    assert (
        '<p class="worker-foot" id="worker-foot" data-hx-swap-oob="true">Flag worker: OK' in later
    )


def test_a_worker_not_seen_is_said_on_top_of_the_page(site):
    hours_ago = AT - timedelta(hours=3)
    JudgingPassFactory(finished_at=hours_ago, started_at=hours_ago)

    response = site.get("/disruptions/")

    assert "The worker has not been seen for 3 hours" in text(response)
    assert "Not seen since 09:00Z" in text(response)


def test_a_worker_never_seen_is_said_too(site):
    response = site.get("/disruptions/")

    assert "The worker has not been seen: no order has been judged yet." in text(response)


def test_an_open_page_is_told_when_nothing_changed(site):
    JudgingPassFactory()
    first = site.get("/live/")

    again = site.get("/live/", headers={"If-None-Match": first["ETag"]})

    assert first.status_code == 200
    assert _counts(first)["hot-list"] == "0"
    assert (again.status_code, again.content) == (304, b"")


def test_the_button_to_log_a_shipment_is_only_for_those_who_may(site, as_person, auditor):
    assert "Log shipment" in text(site.get("/disruptions/"))
    assert "Log shipment" not in text(as_person(auditor).get("/disruptions/"))


def test_the_page_names_where_one_is(site):
    html = site.get("/lanes/").content.decode()

    here = re.findall(r'<a href="([^"]+)"[^>]*aria-current="page"', html)
    assert here == ["/lanes/"]


def test_an_address_that_is_none_is_said_in_our_design(site):
    response = site.get("/no/such/page/")

    assert response.status_code == 404
    assert "There is no such page" in text(response)


def test_a_contractor_is_not_led_to_the_needs_it_may_not_see(as_person, contractors_person, site):
    assert 'href="/needs/"' in site.get("/disruptions/").content.decode()

    page = as_person(contractors_person).get("/disruptions/").content.decode()

    assert 'href="/needs/"' not in page
