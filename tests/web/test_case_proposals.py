from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from shipments.models import (
    AnswerLink,
    Order,
    Promise,
    Proposal,
    Standing,
)
from shipments.services import expedites
from shipments.standing.recompute import recompute
from tests.factories import HoldFactory, PromiseFactory
from tests.factories.case_files import answer_link, expeditor, in_hand
from tests.factories.moments import AT
from tests.factories.standings import standing_order
from tests.web.pages import cost
from tests.web.pages import said as text

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(manager, contact):
    """In the manager's hands; promised for 2 December."""
    order = in_hand(manager, reference="Q1", contractor=contact.contractor, priority_designator=12)
    PromiseFactory(order=order, ship_on=date(2026, 12, 2), recorded_at=AT - timedelta(days=9))
    recompute([order.pk], at=AT)
    return Order.objects.with_row().get(pk=order.pk)


def proposed(order, contact, *days, quantity=None):
    """A date, or the parts of one, that waits for a decision."""
    link = AnswerLink.objects.get(pk=answer_link(order, contact=contact))
    batch = uuid4()
    for day in days:
        Proposal.objects.create(
            order=order,
            contact=contact,
            link=link,
            batch=batch,
            ship_on=day,
            quantity=quantity,
            reason="Castings",
            proposed_at=AT,
        )
    return batch


def test_a_proposal_stands_against_the_date_it_would_replace(site, order, contact):
    proposed(order, contact, date(2026, 12, 20))

    said = text(site.get("/orders/Q1/"))

    assert "Ms Desk proposes 20 Dec." in said
    assert (
        "The date that stands is 2 Dec: 18 days later. Reason given: Castings. Proposed 12:00Z."
        in said
    )


def test_the_parts_of_a_proposal_stand_together(site, order, contact):
    proposed(order, contact, date(2026, 12, 10), date(2026, 12, 20), quantity=50)

    assert "Ms Desk proposes 10 Dec for 50 ea and 20 Dec for 50 ea." in text(
        site.get("/orders/Q1/")
    )


def test_an_accepted_proposal_is_a_promise(site, order, contact):
    batch = proposed(order, contact, date(2026, 12, 20))

    response = site.post(f"/orders/Q1/proposals/{batch}/accept/")

    assert response.status_code == 302
    assert Standing.objects.get(order=order).promised_ship_on == date(2026, 12, 20)


def test_a_declined_proposal_leaves_what_stood(site, order, contact):
    batch = proposed(order, contact, date(2026, 12, 20))

    site.post(f"/orders/Q1/proposals/{batch}/decline/", {f"decline-{batch}-reason": "Too late"})

    assert Promise.objects.count() == 1
    assert Proposal.objects.get().decision_reason == "Too late"


def test_declining_without_a_reason_asks_for_it_beside_that_proposal(site, order, contact):
    batch = proposed(order, contact, date(2026, 12, 20))

    response = site.post(f"/orders/Q1/proposals/{batch}/decline/")

    assert response.status_code == 422
    assert f'id="id_decline-{batch}-reason_error"' in response.content.decode()
    assert Proposal.objects.waiting().count() == 1


def test_what_was_decided_already_is_said_on_top(site, order, contact, manager):
    batch = proposed(order, contact, date(2026, 12, 20))
    Proposal.objects.update(
        decided_at=AT, decided_by=expeditor(), decision_reason="Theirs to decide"
    )

    response = site.post(f"/orders/Q1/proposals/{batch}/accept/")

    assert response.status_code == 409
    assert "declined it on 20 Nov, 12:00Z." in text(response)


def test_a_held_order_shows_the_hold_and_only_notes(site, order):
    HoldFactory(order=order)
    recompute([order.pk], at=AT)

    response = site.get("/orders/Q1/")

    html = response.content.decode()
    assert "Held: nothing of it can be shipped or expedited" in text(response)
    assert 'id="act-note"' in html
    for name in ("called", "snooze", "hand-over", "priority", "close"):
        assert f'id="act-{name}"' not in html
    assert "/calls/new/" not in html


def test_a_held_order_says_what_would_be_flagged_once_released(site):
    order = standing_order(reference="Q1", required_on=date(2026, 11, 1))
    HoldFactory(order=order)
    recompute([order.pk], at=AT)

    said = text(site.get("/orders/Q1/"))

    assert "Once released it would be flagged: Required date 1 Nov passed 19 days ago" in said


def test_it_costs_the_same_however_long_the_file(site, order, contact, manager):
    site.get("/orders/Q1/")
    proposed(order, contact, date(2026, 12, 20))
    short = cost(site, "/orders/Q1/")
    for number in range(6):
        expedites.note(reference="Q1", text=f"Note {number}", by=manager, at=AT)
        proposed(order, contact, date(2026, 12, 21 + number))

    assert cost(site, "/orders/Q1/") == short
