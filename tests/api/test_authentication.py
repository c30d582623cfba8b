from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from knox.models import AuthToken
from rest_framework.test import APIClient

from shipments.domain.roles import Role
from shipments.services import tokens
from tests.factories import ContractorFactory, UserFactory

ME = "/api/v1/me/"


@pytest.fixture
def machine(db):
    return UserFactory(
        email="machine@quayline.example", name="Machine", roles=[Role.INTEGRATOR.value]
    )


def bearer(token):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


def test_the_command_prints_a_token_that_works_until_it_expires(machine):
    printed = StringIO()

    call_command("api_token", "Machine@Quayline.example", "--days", "7", stdout=printed)

    shown = bearer(printed.getvalue().strip()).get(ME).json()
    assert (shown["email"], shown["name"], shown["roles"]) == (
        "machine@quayline.example",
        "Machine",
        ["integrator"],
    )
    assert shown["rights"] == [
        "record_order",
        "record_promise",
        "log_shipment",
        "record_milestone",
    ]
    lasts = datetime.fromisoformat(shown["token_expires_at"]) - datetime.now(UTC)
    assert timedelta(days=6, hours=23) < lasts <= timedelta(days=7)


def test_only_the_hash_of_a_token_is_kept(machine):
    at = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

    token = tokens.issue(email=machine.email, at=at, days=30)

    kept = AuthToken.objects.get()
    assert token.startswith("quayline_")
    assert token not in (kept.digest, kept.token_key)
    assert (kept.user, kept.expiry) == (machine, datetime(2026, 12, 20, 12, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    "options",
    [
        ("nobody@quayline.example",),
        ("machine@quayline.example", "--days", "0"),
        ("machine@quayline.example", "--days", "367"),
    ],
)
def test_a_token_that_cannot_be_made_is_refused(machine, options):
    with pytest.raises(CommandError, match=r"Nobody who may sign in|from 1 to 366 days"):
        call_command("api_token", *options)

    assert not AuthToken.objects.exists()


def test_nobody_who_may_not_sign_in_gets_a_token(machine):
    machine.is_active = False
    machine.save()

    with pytest.raises(CommandError, match="Nobody who may sign in"):
        call_command("api_token", machine.email)


def test_an_expired_token_is_refused(machine, problem):
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    token = tokens.issue(email=machine.email, at=long_ago)

    response = bearer(token).get(ME)

    assert (problem(response)["status"], response["WWW-Authenticate"]) == (401, "Bearer")


def test_the_token_of_somebody_who_left_is_refused(machine, problem):
    token = tokens.issue(email=machine.email, at=datetime.now(UTC))
    machine.is_active = False
    machine.save()

    assert problem(bearer(token).get(ME))["status"] == 401


@pytest.mark.parametrize("token", ["", "two words", "short", "quayline_" + "0" * 64, "é" * 20])
def test_what_is_no_token_is_refused(db, problem, token):
    assert problem(bearer(token).get(ME))["status"] == 401


def test_a_session_of_the_browser_is_good_too(db):
    contractor = ContractorFactory(name="Fictional Works")
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(UserFactory(roles=[Role.CONTRACTOR.value], contractor=contractor))

    shown = client.get(ME).json()

    assert (shown["roles"], shown["token_expires_at"]) == (["contractor"], None)
    assert shown["contractor"]["name"] == "Fictional Works"


def test_a_token_needs_no_csrf_token(machine):
    client = APIClient(enforce_csrf_checks=True)
    token = tokens.issue(email=machine.email, at=datetime.now(UTC))
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")

    assert client.post("/api/v1/shipments/", {}).status_code == 422
