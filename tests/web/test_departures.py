from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from shipments.models import Departure, User
from tests.factories import DepartureFactory, PlaceFactory
from tests.factories.moments import TODAY
from tests.web.pages import cost, text, value

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(db: None) -> None:
    PlaceFactory(code="ZZA", name="Port Alpha")
    PlaceFactory(code="ZZB", name="Port Beta")


def a_departure(**given: str) -> dict[str, str]:
    sent = {
        "mode": "sea",
        "carrier": "Fictional Line",
        "voyage": "FL77",
        "from_place": "ZZA",
        "to_place": "ZZB",
        "cut_off_on": "2026-11-28",
        "departs_on": "2026-11-30",
        "arrives_on": "2026-12-28",
        "source": "Schedule of the line",
        "certainty": "confirmed",
    }
    return sent | given


def test_a_departure_is_recorded_and_listed(site: Client, manager: User) -> None:
    response = site.post("/departures/new/", a_departure(), follow=True)

    made = Departure.objects.get()
    assert "Departure FL77 is recorded." in text(response)
    assert "FL77 Fictional Line Sea Port Alpha to Port Beta 28 Nov in 8 d 30 Nov 28 Dec" in text(
        response
    )
    assert (made.certainty, made.recorded_by) == ("confirmed", manager)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"cut_off_on": "2026-12-01"}, "Goods are taken until after it has left."),
        ({"arrives_on": "2026-11-29"}, "It arrives before it departs."),
        ({"to_place": "ZZA"}, "It goes where it leaves."),
        ({"departs_on": "0026-11-30"}, "The year 26 is too far away."),
        ({"voyage": ""}, "Enter the voyage or flight number."),
        ({"source": ""}, "Enter who published the schedule."),
        ({"certainty": "surely"}, "is not one of these"),
    ],
)
def test_a_refused_departure_keeps_what_was_typed(
    site: Client, given: dict[str, str], says: str
) -> None:
    response = site.post("/departures/new/", a_departure(**given))

    assert response.status_code == 422
    assert says in text(response)
    assert value(response, "carrier") == "Fictional Line"
    assert not Departure.objects.exists()


def test_the_very_same_sent_twice_is_one_and_another_of_that_name_is_refused(site: Client) -> None:
    site.post("/departures/new/", a_departure())

    again = site.post("/departures/new/", a_departure())
    other = site.post("/departures/new/", a_departure(arrives_on="2026-12-30"))

    assert (again.status_code, other.status_code) == (302, 422)
    assert "That departure is recorded already." in text(other)
    assert Departure.objects.count() == 1


def test_the_list_has_those_whose_cut_off_has_not_passed(site: Client) -> None:
    DepartureFactory(voyage="TODAY", cut_off_on=TODAY)
    DepartureFactory(voyage="GONE", cut_off_on=TODAY - timedelta(days=1))

    said = text(site.get("/departures/"))

    assert "TODAY" in said
    assert "GONE" not in said


def test_an_empty_list_says_so(site: Client) -> None:
    assert "No departure to make" in text(site.get("/departures/"))


def test_a_cancelled_departure_is_told_as_such_and_once(site: Client) -> None:
    departure = DepartureFactory(voyage="FL88")
    here = f"/departures/{departure.pk}/cancel/"

    cancelled, again = site.post(here, follow=True), site.post(here, follow=True)

    departure.refresh_from_db()
    assert "Departure FL88 is cancelled." in text(cancelled)
    assert "cancelled 20 Nov" in text(cancelled)
    assert "It is cancelled already." in text(again)
    assert departure.cancelled_on == TODAY


def test_who_may_not_plan_transport_records_and_cancels_none(
    as_person: Callable[[User], Client], auditor: User
) -> None:
    departure = DepartureFactory()
    theirs = as_person(auditor)

    answers = [
        theirs.get("/departures/").status_code,
        theirs.post("/departures/new/", a_departure()).status_code,
        theirs.post(f"/departures/{departure.pk}/cancel/").status_code,
    ]

    departure.refresh_from_db()
    assert answers == [200, 403, 403]
    assert (Departure.objects.count(), departure.cancelled_on) == (1, None)


def test_contractors_see_no_departures(
    as_person: Callable[[User], Client], contractors_person: User
) -> None:
    theirs = as_person(contractors_person)

    assert theirs.get("/departures/").status_code == 404
    assert theirs.get("/departures/new/").status_code == 403
    assert theirs.post("/departures/1/cancel/").status_code == 403


def test_a_departure_that_is_not_there_is_not_found(site: Client) -> None:
    assert site.post("/departures/99/cancel/").status_code == 404


def test_the_list_costs_the_same_however_long(site: Client) -> None:
    DepartureFactory()
    before = cost(site, "/departures/")
    DepartureFactory.create_batch(4)

    assert cost(site, "/departures/") == before
