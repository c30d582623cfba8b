from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest

from shipments.models import (
    Expedite,
    ExpediteAction,
    Order,
    PriorityChange,
)
from shipments.standing.recompute import recompute
from tests.factories import PromiseFactory
from tests.factories.case_files import done_in, expeditor, file_of, in_hand
from tests.factories.moments import AT, TODAY
from tests.factories.standings import standing_order
from tests.web.pages import said as text

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(manager, contact):
    """In the manager's hands; promised for 2 December."""
    order = in_hand(manager, reference="Q1", contractor=contact.contractor, priority_designator=12)
    PromiseFactory(order=order, ship_on=date(2026, 12, 2), recorded_at=AT - timedelta(days=9))
    recompute([order.pk], at=AT)
    return Order.objects.with_row().get(pk=order.pk)


def post(site, name, **typed):
    return site.post(f"/orders/Q1/{name}/", typed)


def test_it_says_who_has_it_since_when_and_what_is_gained_so_far(site, order):
    Expedite.objects.update(expected_at_opening=order.standing.expected_delivery_on + timedelta(6))

    said = text(site.get("/orders/Q1/"))

    assert "Case file Open CM Case Manager Case Manager (you)" in said
    assert "Nothing was asked yet." in said
    assert "So far 6 days gained so far" in said


def test_days_lost_are_said_too(site, order):
    Expedite.objects.update(expected_at_opening=order.standing.expected_delivery_on - timedelta(1))

    assert "So far 1 day lost so far" in text(site.get("/orders/Q1/"))


def test_the_ladder_says_what_is_next_when_and_to_whom(site, order):
    Expedite.objects.update(next_step="follow_up", next_step_on=date(2026, 11, 25))

    said = text(site.get("/orders/Q1/"))

    assert "Follow-up, next due 25 Nov, to Ms Desk" in said
    assert "Request for an improved ship date 5 working days without an answer later" in said


def test_a_step_that_was_taken_says_when_and_to_whom(site, order, contact, manager):
    file = file_of(order)
    Expedite.objects.update(
        state="contacted", rung="follow_up", next_step="improvement_request", next_step_on=TODAY
    )
    ExpediteAction.objects.create(
        expedite=file,
        kind="follow_up",
        state_before="open",
        state_after="contacted",
        at=AT - timedelta(days=2),
        by=manager,
        contact=contact,
        text="Follow-up to Ms Desk.",
    )

    said = text(site.get("/orders/Q1/"))

    assert "Follow-up, taken 18 Nov, to Ms Desk" in said
    assert (
        "The contractor was asked; no answer yet. Request for an improved ship date is due today."
        in said
    )
    assert "Follow-up · Ms Desk: Follow-up to Ms Desk. · Case Manager 18 Nov 12:00Z" in said


def test_the_governor_says_when_a_chase_may_go(site, order):
    said = text(site.get("/orders/Q1/"))

    assert "Its promised date, 2 Dec, is still ahead: ask for an improved date instead." in said


def test_a_contractors_person_sees_no_case_file(as_person, contractors_person, manager):
    in_hand(manager, reference="Q1", contractor=contractors_person.contractor)

    response = as_person(contractors_person).get("/orders/Q1/")

    assert response.status_code == 200
    assert "Case file" not in text(response)
    assert "Nothing was asked" not in text(response)


def test_an_auditor_reads_it_and_changes_nothing(as_person, auditor, order):
    browser = as_person(auditor)

    assert 'class="case-acts"' not in browser.get("/orders/Q1/").content.decode()
    assert browser.post("/orders/Q1/case/notes/", {"note-text": "Mine"}).status_code == 403
    assert done_in(order) == ["opened"]


def test_a_colleague_may_note_and_hand_over_but_not_take_the_step(as_person, order):
    html = as_person(expeditor()).get("/orders/Q1/").content.decode()

    assert 'id="act-note"' in html
    assert 'id="act-hand-over"' in html
    assert 'id="act-close"' not in html
    assert "/calls/new/" not in html


def test_a_note_is_kept_with_who_and_when(site, order):
    response = post(site, "case/notes", **{"note-text": "Closed on Friday afternoons"})

    assert response["Location"] == "/orders/Q1/#case-file"
    said = text(site.get("/orders/Q1/"))
    assert "Note: Closed on Friday afternoons · Case Manager 12:00Z" in said


def test_the_same_form_sent_twice_notes_once(site, order):
    key = str(uuid4())
    for _ in range(2):
        post(site, "case/notes", **{"note-text": "Once", "note-call": key})

    assert done_in(order) == ["opened", "noted"]


def test_a_call_is_noted_with_whom(site, order, contact):
    post(site, "case/calls", **{"called-text": "No news", "called-contact": contact.pk})

    action = ExpediteAction.objects.get(kind="called")
    assert (action.contact, action.text) == (contact, "No news")


def test_a_file_is_handed_over_to_a_colleague(site, order):
    other = expeditor()

    post(site, "case/hand-over", **{"hand-over-to": other.pk, "hand-over-reason": "On leave"})

    assert file_of(order).owner == other


def test_nobody_is_handed_a_file_who_may_not_expedite(site, order, auditor, manager):
    response = post(
        site, "case/hand-over", **{"hand-over-to": auditor.pk, "hand-over-reason": "On leave"}
    )

    assert response.status_code == 422
    assert 'value="On leave"' in response.content.decode()
    assert file_of(order).owner == manager


def test_it_is_put_off_to_a_day_with_a_reason_and_woken(site, order):
    put_off = {"snooze-until": "2026-11-27", "snooze-reason": "Waits for the customs paper"}
    post(site, "case/snooze", **put_off)

    said = text(site.get("/orders/Q1/"))
    assert "It is put off until 27 Nov: Waits for the customs paper." in said
    assert "Snoozed until 27 Nov" in said

    post(site, "case/wake")
    assert file_of(order).snoozed_until is None


def test_a_refusal_opens_its_form_again_with_what_was_typed(site, order):
    response = post(site, "case/snooze", **{"snooze-until": "2026-11-01", "snooze-reason": "Why"})

    html = response.content.decode()
    assert response.status_code == 422
    assert re.search(r'id="act-snooze" data-focus open', html)
    assert 'value="Why"' in html
    assert "Enter a day after today, within a year." in text(response)
    assert html.index("<title>Error: ") > 0


def test_a_raise_is_an_event_with_who_and_why(site, order, manager):
    raised = {"priority-designator": "5", "priority-reason": "UND from B to A"}
    response = post(site, "priority", **raised)

    assert response.status_code == 302
    change = PriorityChange.objects.get()
    assert (change.designator_before, change.designator_after) == (12, 5)
    assert (change.by, change.reason) == (manager, "UND from B to A")
    assert "UND from B to A" in text(site.get("/orders/Q1/"))


def test_closing_keeps_the_outcome_and_the_days_gained(site, order):
    Expedite.objects.update(expected_at_opening=order.standing.expected_delivery_on + timedelta(4))
    post(site, "case/close", **{"close-outcome": "Ships by air"})

    said = text(site.get("/orders/Q1/"))

    assert "Earlier case files 1 closed" in said
    assert "Ships by air 4 days gained, on the date expected at closing" in said
    assert 'id="case-file"' not in site.get("/orders/Q1/").content.decode()


def test_the_page_says_when_the_order_is_judged_again(site):
    standing_order(reference="Q1", required_on=date(2026, 12, 1))

    assert "Judged again" in text(site.get("/orders/Q1/"))


def test_no_order_no_case_file(site):
    response = site.post("/orders/NONE/case/notes/", {"note-text": "x"})

    assert response.status_code == 404
