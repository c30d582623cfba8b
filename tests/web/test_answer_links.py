from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from shipments.models import AnswerLink, Promise
from shipments.services import answer_links
from shipments.web import answer as page
from shipments.web.throttle import Limit
from tests.factories.case_files import answer_link, in_hand
from tests.factories.moments import AT
from tests.web.answering import asked_about, key, names, sent
from tests.web.pages import said as text

pytestmark = pytest.mark.django_db


def test_nothing_of_it_is_kept_named_or_counted_by_others(stranger, manager, contact):
    response = stranger.get(asked_about(manager, contact, "Q1"))

    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert "<script" not in response.content.decode()


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
