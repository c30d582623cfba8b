from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client

pytestmark = pytest.mark.django_db

BANNER = "Exercise: every order here is invented"
PAGES = ["/", "/hot-list/", "/orders/", "/shipments/", "/needs/", "/api/v1/docs/", "/about/"]
STRANGERS = ["/accounts/login/", "/no-such-page/"]


@pytest.mark.parametrize("address", [*PAGES, *STRANGERS])
def test_every_page_of_an_exercise_says_so(site, settings, address):
    settings.EXERCISE = True
    page = Client() if address in STRANGERS else site

    response = page.get(address)

    assert response.content.decode().count(BANNER) == 1
    assert response["Quayline-Exercise"] == "every order here is invented"


def test_a_page_of_an_exercise_that_failed_says_so(settings):
    settings.EXERCISE = True

    assert BANNER in render_to_string("500.html")


def test_an_answer_to_a_program_says_so(site, settings):
    settings.EXERCISE = True

    response = site.get("/api/v1/orders/")

    assert (response.status_code, response["Quayline-Exercise"]) == (
        200,
        "every order here is invented",
    )


@pytest.mark.parametrize("address", ["/", "/accounts/login/"])
def test_no_other_page_says_so(site, address):
    page = site if address == "/" else Client()

    response = page.get(address)

    assert BANNER not in response.content.decode()
    assert "Quayline-Exercise" not in response
