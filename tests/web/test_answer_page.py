from __future__ import annotations

import re
from datetime import date

import pytest

from shipments.models import Order, Promise, Proposal, Report
from shipments.services import answers
from shipments.standing.recompute import recompute
from tests.factories import HoldFactory
from tests.factories.case_files import in_hand
from tests.factories.moments import AT
from tests.web.answering import asked_about, names, sent
from tests.web.pages import cost
from tests.web.pages import said as text

pytestmark = pytest.mark.django_db


def test_it_shows_the_orders_of_the_link_and_nothing_else(stranger, manager, contact):
    address = asked_about(manager, contact, "Q1")
    in_hand(manager, reference="Q2", contractor=contact.contractor)

    response = stranger.get(address)

    said = text(response)
    assert response.status_code == 200
    assert "Fictional Works, Springfield: when do these ship?" in said
    assert "Q1 Left to ship 100 ea Required 1 Mar 2027 Promised to ship 2 Dec" in said
    assert "until 4 Dec, 12:00Z" in said
    assert "Q2" not in said
    assert "<nav" not in response.content.decode()
    assert str(manager) not in said


def test_it_costs_the_same_however_many_orders(manager, contact, stranger):
    one = cost(stranger, asked_about(manager, contact, "Q1"))
    many = cost(stranger, asked_about(manager, contact, *(f"R{n}" for n in range(8))))

    assert one == many


def test_a_date_as_good_is_recorded_as_a_promise(stranger, manager, contact):
    address = asked_about(manager, contact, "Q1")

    response = sent(stranger, address, {"said": "propose", "new_on": "2026-11-30"})

    assert response.status_code == 200
    assert "Thank you. This was recorded." in text(response)
    last = Promise.objects.oldest_first().last()
    assert (last.ship_on, last.said_by, last.channel) == (date(2026, 11, 30), "Ms Desk", "portal")
    again = text(stranger.get(address))
    assert "Ships 30 Nov: recorded as a promise, 12:00Z" in again


def test_a_later_date_waits_and_says_why(stranger, manager, contact):
    address = asked_about(manager, contact, "Q1")
    late = {"said": "propose", "new_on": "2027-01-05", "new_reason": "Castings"}

    response = sent(stranger, address, late)

    said = text(response)
    assert "It counts once we have accepted it" in said
    assert "It waits because it is later, or less, than what stands: 2 Dec." in said
    assert Proposal.objects.waiting().get().reason == "Castings"
    again = text(stranger.get(address))
    assert "Waits to be accepted: 5 Jan 2027." in again
    assert "Ships 5 Jan 2027: waits to be accepted, 12:00Z" in again


def test_what_became_of_a_proposal_shows_when_it_is_opened_again(stranger, manager, contact):
    address = asked_about(manager, contact, "Q1", "Q2")
    late = {"said": "propose", "new_on": "2027-01-05", "new_reason": "Castings"}
    sent(stranger, address, late, late)
    first, second = Proposal.objects.order_by("order__reference")
    answers.accept(batch=first.batch, by=manager, at=AT)
    answers.decline(batch=second.batch, reason="Too late for the vessel", by=manager, at=AT)

    said = text(stranger.get(address))

    assert "Ships 5 Jan 2027: accepted, 12:00Z" in said
    assert "Ships 5 Jan 2027: not accepted (Too late for the vessel), 12:00Z" in said


def test_several_orders_are_answered_at_once_each_in_its_own_way(stranger, manager, contact):
    address = asked_about(manager, contact, "Q1", "Q2", "Q3", "Q4")

    response = sent(
        stranger,
        address,
        {"said": "confirm"},
        {
            "said": "split",
            "part_1_on": "2026-11-25",
            "part_1_quantity": "40",
            "part_2_on": "2026-12-01",
            "part_2_quantity": "60",
        },
        {"said": "ready", "ready_quantity": "30"},
        {"said": "nothing"},
    )

    assert response.status_code == 200
    new = Promise.objects.filter(recorded_at=AT).order_by("order__reference", "ship_on")
    assert [(each.order.reference, each.ship_on, each.quantity) for each in new] == [
        ("Q1", date(2026, 12, 2), None),
        ("Q2", date(2026, 11, 25), 40),
        ("Q2", date(2026, 12, 1), 60),
    ]
    ready = Report.objects.filter(kind="ready").get()
    assert (ready.order.reference, ready.quantity) == ("Q3", 30)


def test_a_refusal_says_each_error_beside_its_field_and_loses_nothing(stranger, manager, contact):
    address = asked_about(manager, contact, "Q1", "Q2")

    response = sent(
        stranger,
        address,
        {"said": "propose", "new_on": "2027-01-05", "new_quantity": "50"},
        {
            "said": "split",
            "part_1_on": "2026-11-25",
            "part_1_quantity": "400",
            "part_2_on": "2026-12-01",
            "split_reason": "Two lots",
        },
    )

    html = response.content.decode()
    assert response.status_code == 422
    assert "That is later, or less, than what was promised before. Say why." in html
    assert "Enter how many ship on that day, 1 or more." in html
    first, second = names(response)
    assert re.search(rf'name="{first}-new_quantity" value="50"', html)
    assert re.search(rf'name="{second}-part_1_quantity" value="400"', html)
    assert f'id="id_{first}-new_reason_error"' in html
    assert f'id="id_{second}-part_2_quantity_error"' in html
    assert not Proposal.objects.exists()
    assert Promise.objects.count() == 2


def test_what_cannot_be_read_is_said_beside_its_field(stranger, manager, contact):
    address = asked_about(manager, contact, "Q1")

    response = sent(
        stranger, address, {"said": "propose", "new_on": "soon", "ready_quantity": "many"}
    )

    said = text(response)
    assert response.status_code == 422
    assert "“soon” is not a day." in said
    assert "“many” is not a quantity" not in said


def test_without_an_answer_it_asks_for_one(stranger, manager, contact):
    address = asked_about(manager, contact, "Q1")

    response = sent(stranger, address, {"said": "nothing"})

    assert response.status_code == 422
    assert "Answer for at least one order, then send." in text(response)


def test_sent_twice_it_is_recorded_once(stranger, manager, contact):
    address = asked_about(manager, contact, "Q1")
    answered = {"said": "propose", "new_on": "2026-11-30"}

    first, second = sent(stranger, address, answered), sent(stranger, address, answered)

    assert (first.status_code, second.status_code) == (200, 200)
    assert Promise.objects.filter(recorded_at=AT).count() == 1


def test_a_held_order_cannot_be_answered_and_does_not_say_why(stranger, manager, contact):
    address = asked_about(manager, contact, "Q1")
    order = Order.objects.get(reference="Q1")
    HoldFactory(order=order, kind="Secret kind")
    recompute([order.pk], at=AT)

    said = text(stranger.get(address))

    assert "Q1 is on hold." in said
    assert "Secret kind" not in said


def test_a_promised_day_that_has_passed_is_not_offered_to_be_confirmed(stranger, manager, contact):
    address = asked_about(manager, contact, "Q1", promised=date(2026, 11, 1))

    assert "as promised" not in text(stranger.get(address))
