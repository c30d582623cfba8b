from __future__ import annotations

from datetime import date

import pytest

from shipments.models import Promise
from tests.factories.hot import flagged_order
from tests.web.pages import text, value

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
GIVEN = {"ship_on": "2026-12-15", "said_by": "Order desk", "channel": "phone"}


def test_the_form_opens_without_a_script(site):
    flagged_order(reference="Q1")

    assert "Save agreed date" not in text(site.get("/hot-list/Q1/"))
    assert "Save agreed date" in text(site.get("/hot-list/Q1/?promise=1"))


def test_an_agreed_date_is_recorded_and_the_panel_shows_it(site, manager):
    flagged_order(reference="Q1")

    response = site.post("/hot-list/Q1/promises/", GIVEN, headers=HTMX)

    promise = Promise.objects.get()
    assert (promise.ship_on, promise.said_by) == (date(2026, 12, 15), "Order desk")
    assert promise.recorded_by == manager
    assert "15 Dec first promise" in text(response)
    assert "Agreed date recorded for Q1." in text(response)


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("given", "said"),
    [
        (GIVEN | {"ship_on": ""}, "Enter the day it will ship."),
        (GIVEN | {"ship_on": "2026-11-01"}, "1 Nov 2026 is before 20 Nov 2026"),
    ],
)
def test_a_refused_date_keeps_what_was_typed(site, headers, given, said):
    flagged_order(reference="Q1")

    response = site.post("/hot-list/Q1/promises/", given, headers=headers)

    assert response.status_code == 422
    assert said in text(response)
    assert value(response, "said_by") == "Order desk"
    assert value(response, "ship_on") == given["ship_on"]
    assert "<title>Error: " in response.content.decode()
    assert Promise.objects.count() == 0
