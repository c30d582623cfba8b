from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from shipments.domain.roles import Role
from shipments.models import DueOrder, Flag, Policy
from shipments.services import policies
from tests.expedite.judged import judge, quiet
from tests.factories import UserFactory
from tests.factories.moments import AT
from tests.factories.policies import INSTALLED
from tests.web.pages import cost, text, value

pytestmark = pytest.mark.django_db


def entered(**given):
    """What a form in which everything stands as in force sends."""
    policy = Policy.objects.in_force()
    limits = {name: str(days) for name, days in policy.limits.items()}
    return {**limits, "reason": "Too quiet", "on_version": str(policy.version), **given}


def previewed(site, **given):
    """Preview, and what the form on that page then sends."""
    sent = entered(**given)
    page = site.post("/policy/preview/", sent)
    return page, {**sent, "previewed": value(page, "previewed")}


def save_version(**limits):
    policy = Policy.objects.in_force()
    return policies.put_in_force(
        {**policy.limits, **limits},
        reason="Other figures",
        by=UserFactory(name="A. Quick"),
        at=AT,
        on_version=policy.version,
    )


def test_the_limits_in_force_stand_with_unit_and_what_each_rule_does(site):
    said = text(site.get("/policy/"))

    assert (
        f"In force: version {INSTALLED} The installation, 00:00Z : First planning figures" in said
    )
    assert (
        "Silence that is too long 30 calendar days Nothing heard (chase): nothing has been heard "
        "about the order for too long."
    ) in said
    assert "Time to acknowledge an order 10 US federal working days Not acknowledged" in said
    assert "Transit, as a planning figure 30 calendar days Added to the expected" in said


def test_earlier_versions_stand_with_what_changed_who_and_why(site):
    save_version(silent_days=20, late_grace_days=0)

    said = text(site.get("/policy/"))

    assert (
        f"Version {INSTALLED + 1} In force Other figures Grace after the required date 3 became 0 "
        f"Silence that is too long 30 became 20 A. Quick, 12:00Z Version {INSTALLED} First planning"
    ) in said


def test_a_preview_shows_what_would_change_and_saves_nothing(site):
    order = quiet(reference="SLIPS", required_on=date(2027, 2, 12))
    judge()

    page, sent = previewed(site, late_grace_days="0", reason="")

    said = text(page)
    assert page.status_code == 200
    assert "Grace after the required date: 3 becomes 0" in said
    assert "Raised 1 Cleared 0 Live after that 1" in said
    assert "Expected late +1 0 0 1" in said
    assert f"Raised SLIPS {order.item.name} Expected late. Expected 14 Feb 2027, 2 days" in said
    assert 'href="/orders/SLIPS/"' in page.content.decode()
    assert "As of 12:00Z" in said
    assert f"Save as version {INSTALLED + 1}" in said
    assert "has not judged the whole book" not in said
    assert (Policy.objects.count(), Flag.objects.count(), DueOrder.objects.count()) == (
        INSTALLED,
        0,
        0,
    )
    assert value(page, "late_grace_days") == "0"
    assert sent["previewed"] != ""


def test_a_preview_says_when_the_worker_is_behind(site):
    quiet()

    page, _ = previewed(site, silent_days="20")

    assert "The worker has not judged the whole book as it stands now." in text(page)
    assert "No flag would be raised or cleared." in text(page)


def test_what_was_previewed_is_saved(site, manager):
    _, sent = previewed(site, silent_days="20")

    response = site.post("/policy/save/", sent, follow=True)

    policy = Policy.objects.in_force()
    assert response.redirect_chain == [("/policy/", 302)]
    assert f"Version {INSTALLED + 1} is in force." in text(response)
    assert (policy.version, policy.reason, policy.made_by) == (INSTALLED + 1, "Too quiet", manager)
    assert policy.limits["silent_days"] == 20


@pytest.mark.parametrize("mark", ["", "silent_days=9"])
def test_what_was_not_previewed_is_shown_before_it_is_saved(site, mark):
    refused = site.post("/policy/save/", entered(silent_days="20", previewed=mark))

    assert refused.status_code == 422
    assert "These limits are not the ones you previewed." in text(refused)
    assert "What these limits would do" in text(refused)
    assert Policy.objects.count() == INSTALLED


def test_a_version_without_a_reason_is_refused(site):
    _, sent = previewed(site, silent_days="20")

    refused = site.post("/policy/save/", {**sent, "reason": " "})

    assert refused.status_code == 422
    assert text(refused).count("Enter why the limits change.") == 2
    assert f"Save as version {INSTALLED + 1}" in text(refused)
    assert value(refused, "silent_days") == "20"
    assert Policy.objects.count() == INSTALLED


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("", "Silence that is too long: enter a number."),
        ("x", "“x” is not a whole number."),
        ("1.5", "“1.5” is not a whole number."),
        ("-1", "Silence that is too long: enter a whole number from 0 to 3,650."),
        ("3651", "Silence that is too long: enter a whole number from 0 to 3,650."),
        ("9" * 40, "is not a whole number."),
    ],
)
@pytest.mark.parametrize("door", ["preview", "save"])
def test_a_limit_out_of_bounds_is_refused_and_kept_as_typed(site, door, given, sentence):
    refused = site.post(f"/policy/{door}/", entered(silent_days=given))

    assert refused.status_code == 422
    assert sentence in text(refused)
    assert value(refused, "silent_days") == given
    assert Policy.objects.count() == INSTALLED


def test_a_preview_of_what_changes_nothing_is_refused(site):
    refused = site.post("/policy/preview/", entered())

    assert refused.status_code == 422
    assert f"These are the limits of version {INSTALLED}: nothing would change." in text(refused)


def test_who_comes_second_is_told_who_saved_and_keeps_what_was_typed(site):
    _, sent = previewed(site, silent_days="20")
    save_version(silent_days=25)

    refused = site.post("/policy/save/", sent)
    _, again = previewed(site, silent_days="20", on_version=value(refused, "on_version"))
    site.post("/policy/save/", again)

    assert refused.status_code == 409
    assert f"Version {INSTALLED + 1} is in force: A. Quick saved it on 20 Nov 2026, 12:00Z" in text(
        refused
    )
    assert value(refused, "silent_days") == "20"
    assert value(refused, "previewed") == ""
    assert "Save as version" not in text(refused)
    assert (Policy.objects.in_force().version, Policy.objects.count()) == (
        INSTALLED + 2,
        INSTALLED + 2,
    )


def test_who_may_not_change_the_policy_reads_it(as_person, auditor):
    browser = as_person(auditor)

    page = browser.get("/policy/")
    tried = [
        browser.post(f"/policy/{door}/", entered(silent_days="20")) for door in ("preview", "save")
    ]

    assert page.status_code == 200
    assert "Propose other limits" not in text(page)
    assert [response.status_code for response in tried] == [403, 403]
    assert Policy.objects.count() == INSTALLED


def test_an_administrator_may_change_it(as_person):
    browser = as_person(UserFactory(roles=[Role.ADMINISTRATOR.value]))

    assert "Propose other limits" in text(browser.get("/policy/"))


def test_the_policy_is_not_for_contractors(as_person, contractors_person):
    browser = as_person(contractors_person)

    codes = [
        browser.get("/policy/").status_code,
        browser.post("/policy/preview/", entered(silent_days="20")).status_code,
        browser.post("/policy/save/", entered(silent_days="20")).status_code,
    ]

    assert codes == [404, 404, 404]
    assert "/policy/" not in browser.get("/orders/").content.decode()
    assert Policy.objects.count() == INSTALLED


def test_everybody_else_finds_it_in_the_navigation(as_person, auditor):
    page = as_person(auditor).get("/orders/").content.decode()

    assert page.count('href="/policy/"') == 2


def test_it_is_saved_from_our_own_page_alone(manager):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(manager)

    assert browser.post("/policy/save/", entered(silent_days="20")).status_code == 403
    assert browser.get("/policy/save/").status_code == 405


def test_the_page_costs_the_same_for_few_and_for_many_versions(site):
    save_version(silent_days=20)
    few = cost(site, "/policy/")
    for days in range(60):
        save_version(silent_days=100 + days)

    assert cost(site, "/policy/") == few
    assert "the 50 newest" in text(site.get("/policy/"))
