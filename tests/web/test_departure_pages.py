from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shipments.models import Departure
from tests.factories import DepartureFactory, PlaceFactory, ShipmentFactory, ShipmentLineFactory
from tests.web.pages import cost, text, value
from tests.web.test_departures import a_departure

pytestmark = pytest.mark.django_db

HEADINGS = "mode\tcarrier\tvoyage\tfrom\tto\tcut-off\tdeparts\tarrives"
RIGHT = "sea\tLine\tFL1\tZZA\tZZB\t2026-11-28\t2026-11-30\t2026-12-28"
WRONG = "sea\tLine\tFL2\tZZA\tNOPE\t2026-11-28\t2026-11-30\t2026-12-28"


@pytest.fixture(autouse=True)
def _places(db):
    PlaceFactory(code="ZZA", name="Port Alpha")
    PlaceFactory(code="ZZB", name="Port Beta")


def test_another_word_of_a_departure_takes_the_place_of_the_first_which_stays_readable(site):
    site.post("/departures/new/", a_departure())
    here = f"/departures/{Departure.objects.get().pk}/"

    told = site.post(
        here,
        a_departure(cut_off_on="2026-11-27", capacity_kg="24,500", explosive_limit_kg="900"),
        follow=True,
    )

    made = Departure.objects.get()
    assert "Departure FL77 is changed." in text(told)
    assert (made.capacity_kg, made.explosive_limit_kg) == (Decimal(24500), Decimal(900))
    said = text(told)
    history = said[said.index("the newest first Recorded") :]
    assert history.index("27 Nov") < history.index("28 Nov")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"capacity_kg": "heavy"}, "“heavy” is not a weight."),
        ({"capacity_kg": "0"}, "Enter kilograms above nought"),
        ({"explosive_others_kg": "-1"}, "Enter kilograms above nought"),
        ({"explosive_limit_kg": "1000000000"}, "no more than 9 digits"),
        ({"arrives_on": "2026-11-29"}, "It arrives before it departs."),
    ],
)
def test_a_refused_change_keeps_what_was_typed_and_changes_nothing(site, given, says):
    site.post("/departures/new/", a_departure())
    made = Departure.objects.get()

    response = site.post(f"/departures/{made.pk}/", a_departure(source="Another") | given)

    assert response.status_code == 422
    assert says in text(response)
    assert value(response, "source") == "Another"
    assert Departure.objects.get().source == made.source


def test_a_cancelled_departure_is_not_changed(site):
    made = DepartureFactory(from_place__code="ZZC", to_place__code="ZZD")
    site.post(f"/departures/{made.pk}/cancel/")

    page = site.get(f"/departures/{made.pk}/")
    refused = site.post(f"/departures/{made.pk}/", a_departure())

    assert "Save changes" not in text(page)
    assert refused.status_code == 422


def test_the_list_says_how_full_each_is_and_is_narrowed(site):
    full = DepartureFactory(
        voyage="FULL", capacity_kg=Decimal(2000), explosive_limit_kg=Decimal(500)
    )
    DepartureFactory(voyage="FLOWN", mode="air")
    aboard = ShipmentFactory(departure=full, gross_weight_kg=Decimal(500))
    ShipmentLineFactory(shipment=aboard)

    every = text(site.get("/departures/"))
    narrowed = text(site.get(f"/departures/?mode=sea&from_place={full.from_place.code}"))
    odd = text(site.get("/departures/?mode=tube&colour=red"))

    assert "1 shipment 500 kg of 2,000 kg, 25 %" in every
    assert "NEW 0 kg of 500 kg; 1 line of unknown NEW" in every
    assert "FULL" in narrowed
    assert "FLOWN" not in narrowed
    assert "Mode: “tube” cannot be used." in odd
    assert "“colour” is not a filter of this list." in odd
    assert aboard.tcn in text(site.get(f"/departures/{full.pk}/"))


def test_fullness_costs_the_same_for_few_and_for_many(site):
    ShipmentLineFactory(shipment__departure=DepartureFactory())
    before = cost(site, "/departures/")
    for made in DepartureFactory.create_batch(3):
        ShipmentLineFactory(shipment__departure=made)

    assert cost(site, "/departures/") == before


def schedule(*lines, takes="whole", **given):
    return {"text": "\n".join(lines), "source": "The line", "takes": takes} | given


def test_a_pasted_schedule_is_recorded(site):
    told = site.post("/departures/import/", schedule(HEADINGS, RIGHT), follow=True)

    assert "1 departure recorded." in text(told)
    assert Departure.objects.get().voyage == "FL1"


def test_a_file_is_read_and_one_that_is_no_text_is_refused(site):
    good = SimpleUploadedFile("s.csv", f"{HEADINGS}\n{RIGHT}".encode())
    bad = SimpleUploadedFile("s.csv", b"\xff\xfe\x00")

    refused = site.post("/departures/import/", schedule(file=bad))
    told = site.post("/departures/import/", schedule(file=good), follow=True)

    assert "The file is not UTF-8." in text(refused)
    assert "1 departure recorded." in text(told)


def test_refused_lines_say_why_and_nothing_typed_is_lost(site):
    whole = site.post("/departures/import/", schedule(HEADINGS, RIGHT, WRONG))
    none = Departure.objects.count()
    right = site.post("/departures/import/", schedule(HEADINGS, RIGHT, WRONG, takes="right"))
    empty = site.post("/departures/import/", schedule())

    assert (whole.status_code, right.status_code, empty.status_code) == (422, 422, 422)
    assert "Nothing was recorded: 1 line cannot be" in text(whole)
    assert "to: Choose where it goes." in text(whole)
    assert RIGHT in whole.content.decode()
    assert none == 0
    assert "1 departure recorded." in text(right)
    assert RIGHT not in right.content.decode()
    assert f"{HEADINGS}\n{WRONG}" in right.content.decode()
    assert "Paste a schedule, or choose a file." in text(empty)


def test_departures_are_changed_and_imported_by_who_may_plan(
    as_person, auditor, contractors_person
):
    made = DepartureFactory()
    theirs, foreign = as_person(auditor), as_person(contractors_person)

    assert theirs.get(f"/departures/{made.pk}/").status_code == 200
    assert theirs.get("/departures/import/").status_code == 403
    assert foreign.get(f"/departures/{made.pk}/").status_code == 404
    assert theirs.get("/departures/999/").status_code == 404
