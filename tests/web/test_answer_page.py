from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from shipments.models import AnswerLink, Order, Promise, Proposal, Report
from shipments.services import answer_links, answers
from shipments.standing.recompute import recompute
from shipments.web import answer as page
from shipments.web.throttle import Limit
from tests.factories import ContactFactory, ContractorFactory, HoldFactory, PromiseFactory
from tests.factories.case_files import answer_link, in_hand
from tests.factories.moments import AT
from tests.web.pages import cost
from tests.web.pages import text as text_of

pytestmark = pytest.mark.django_db


def text(response):
    """What the page says, with no space left by a mark before a stop."""
    return re.sub(r" ([.,:;])", r"\1", text_of(response))


@pytest.fixture
def stranger():
    """A browser of nobody we know, at an address of its own."""
    return Client(REMOTE_ADDR=f"10.{uuid4().int % 250}.{uuid4().int % 250}.{uuid4().int % 250}")


@pytest.fixture
def contact():
    return ContactFactory(contractor=ContractorFactory(name="Fictional Works"), name="Ms Desk")


def asked_about(manager, contact, *references, promised=date(2026, 12, 2)):
    """Orders of the contact in hand, promised, and the address at which it answers for them."""
    orders = [
        in_hand(manager, reference=reference, contractor=contact.contractor)
        for reference in references
    ]
    for order in orders:
        if promised:
            PromiseFactory(
                order=order, ship_on=promised, recorded_at=AT - timedelta(days=9), quantity=None
            )
            recompute([order.pk], at=AT)
    return f"/answer/{answer_links.signed(answer_link(*orders, contact=contact))}/"


def names(response):
    """The prefix of each order's fields, from the top."""
    found = re.findall(r'name="(o[0-9a-f]{10})-said"', response.content.decode())
    return list(dict.fromkeys(found))


def sent(browser, address, *answered):
    """Fill in the page as it stands, one dictionary an order, and send it."""
    response = browser.get(address)
    data = {"key": key(response)}
    for prefix, fields in zip(names(response), answered, strict=True):
        data |= {f"{prefix}-{name}": value for name, value in fields.items()}
    return browser.post(address, data)


def key(response):
    return unescape(re.search(r'name="key" value="([^"]+)"', response.content.decode()).group(1))


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


def test_nothing_of_it_is_kept_named_or_counted_by_others(stranger, manager, contact):
    response = stranger.get(asked_about(manager, contact, "Q1"))

    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert "<script" not in response.content.decode()


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


def test_a_form_from_elsewhere_records_nothing_and_keeps_what_was_typed(stranger, manager, contact):
    address = asked_about(manager, contact, "Q1")
    (prefix,) = names(stranger.get(address))
    typed = {f"{prefix}-said": "propose", f"{prefix}-new_on": "2026-11-30", "key": "forged"}

    response = stranger.post(address, typed)

    assert response.status_code == 422
    assert "This page had grown old." in text(response)
    assert 'value="2026-11-30"' in response.content.decode()
    assert Promise.objects.count() == 1


def test_the_key_of_another_links_form_is_not_taken(stranger, manager, contact):
    address = asked_about(manager, contact, "Q1")
    other = asked_about(manager, contact, "Q2")
    (prefix,) = names(stranger.get(address))
    borrowed = key(stranger.get(other))

    response = stranger.post(address, {f"{prefix}-said": "confirm", "key": borrowed})

    assert response.status_code == 422
    assert not Promise.objects.filter(recorded_at=AT).exists()


def test_sent_twice_it_is_recorded_once(stranger, manager, contact):
    address = asked_about(manager, contact, "Q1")
    answered = {"said": "propose", "new_on": "2026-11-30"}

    first, second = sent(stranger, address, answered), sent(stranger, address, answered)

    assert (first.status_code, second.status_code) == (200, 200)
    assert Promise.objects.filter(recorded_at=AT).count() == 1


def closed_links(manager, contact):
    """Every address that opens nothing: forged, expired, revoked, and of no link at all."""
    order = in_hand(manager, reference="GONE", contractor=contact.contractor)
    expired, revoked = answer_link(order, contact=contact), answer_link(order, contact=contact)
    AnswerLink.objects.filter(pk=expired).update(
        made_at=AT - timedelta(days=20), expires_at=AT - timedelta(days=6)
    )
    AnswerLink.objects.filter(pk=revoked).update(revoked_at=AT)
    good = answer_links.signed(answer_link(order, contact=contact))
    return [
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        "nonsense",
        answer_links.signed(expired),
        answer_links.signed(revoked),
        answer_links.signed(uuid4()),
    ]


@pytest.mark.parametrize("method", ["get", "post"])
def test_whatever_is_wrong_with_a_link_the_answer_is_the_same(
    stranger, manager, contact, method, django_assert_num_queries
):
    tokens = closed_links(manager, contact)
    seen = set()
    for token in tokens:
        # As much work for a forged one as for one that has expired.
        with django_assert_num_queries(1):
            response = getattr(stranger, method)(f"/answer/{token}/")
        seen.add((response.status_code, response.content, str(sorted(response.items()))))

    assert len(seen) == 1
    assert response.status_code == 404
    assert "This link opens nothing" in text(response)
    assert "GONE" not in text(response)


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


def test_a_link_that_is_opened_too_often_says_when_to_try_again(
    stranger, manager, contact, monkeypatch
):
    monkeypatch.setattr(page, "PER_LINK", Limit("answer-link", 2, timedelta(minutes=10)))
    address = asked_about(manager, contact, "Q1")

    statuses = [stranger.get(address).status_code for _ in range(3)]

    response = stranger.get(address)
    assert statuses == [200, 200, 429]
    assert "Try again after 12:10Z." in text(response)
    assert response["Retry-After"] == "600"


def test_an_address_that_tries_links_is_stopped_whatever_they_are(
    stranger, manager, contact, monkeypatch
):
    monkeypatch.setattr(page, "PER_ADDRESS", Limit("answer-address", 2, timedelta(minutes=10)))
    address = asked_about(manager, contact, "Q1")

    statuses = [stranger.get(f"/answer/guess-{n}/").status_code for n in range(2)]

    assert statuses == [404, 404]
    assert stranger.get(address).status_code == 429
    assert Client(REMOTE_ADDR="10.255.0.1").get(address).status_code == 200


def test_without_redis_a_contact_still_gets_its_answer_through(
    stranger, manager, contact, settings
):
    address = asked_about(manager, contact, "Q1")
    settings.CACHES = settings.CACHES | {
        "default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    }

    response = sent(stranger, address, {"said": "propose", "new_on": "2026-11-30"})

    assert response.status_code == 200
    assert Promise.objects.filter(recorded_at=AT).count() == 1


def test_it_needs_the_link_again_after_it_expired(stranger, manager, contact, monkeypatch):
    address = asked_about(manager, contact, "Q1")
    (prefix,) = names(stranger.get(address))
    form_key = key(stranger.get(address))
    monkeypatch.setattr(timezone, "now", lambda: AT + timedelta(days=15))

    response = stranger.post(address, {f"{prefix}-said": "confirm", "key": form_key})

    assert response.status_code == 404
    assert not Promise.objects.filter(recorded_at__gte=AT).exists()
