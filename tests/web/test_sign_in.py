from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import UserFactory
from tests.web.pages import text, value

pytestmark = pytest.mark.django_db


def test_a_person_signs_in_by_email():
    UserFactory(email="maya@quayline.example")
    page = Client()

    response = page.post(
        "/accounts/login/",
        {"login": "maya@quayline.example", "password": "correct-horse-battery"},
    )

    assert (response.status_code, response["Location"]) == (302, "/")
    assert page.get("/disruptions/").status_code == 200


def test_a_wrong_password_says_no_more_than_that_and_keeps_the_address():
    UserFactory(email="maya@quayline.example")

    response = Client().post(
        "/accounts/login/", {"login": "maya@quayline.example", "password": "wrong"}
    )

    assert "The email address and/or password you specified are not correct." in text(response)
    assert "<title>Error: Sign in" in response.content.decode()
    assert value(response, "login") == "maya@quayline.example"


def test_nobody_signs_up():
    response = Client().get("/accounts/signup/")

    assert "password1" not in response.content.decode()


def test_signing_out_takes_a_form(site):
    asked = site.get("/accounts/logout/")
    gone = site.post("/accounts/logout/")

    assert "Sign out?" in text(asked)
    assert gone["Location"] == "/accounts/login/"
    assert site.get("/disruptions/").status_code == 302


@pytest.mark.parametrize(
    "path", ["/accounts/password/change/", "/accounts/2fa/", "/accounts/password/reset/"]
)
def test_the_pages_of_ones_account_stand_in_our_design(site, path):
    response = site.get(path)

    assert response.status_code == 200
    assert "Quayline" in text(response)
    assert "shipments/css/tokens.css" in response.content.decode()
