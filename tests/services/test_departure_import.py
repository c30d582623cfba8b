from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from shipments.domain.roles import Role
from shipments.models import Departure
from shipments.services import departure_import
from shipments.services.refusal import NotAllowed, Refused
from tests.factories import PlaceFactory, UserFactory
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db

HEADINGS = "mode,carrier,voyage,from,to,cut-off,departs,arrives,capacity_kg"
RIGHT = "sea,Fictional Line,FL{},zza,ZZB,2026-11-28,30 Nov 2026,2026-12-28,24500"


@pytest.fixture(autouse=True)
def _places(db):
    PlaceFactory(code="ZZA")
    PlaceFactory(code="ZZB")


def read(*lines, whole=True, by=None):
    return departure_import.read(
        "\n".join(lines), source="The line", whole=whole, by=by or UserFactory(), at=AT
    )


def test_every_line_is_a_departure():
    result = read("\ufeff" + HEADINGS, RIGHT.format(1), "", RIGHT.format(2))

    made = Departure.objects.get(voyage="FL1")
    assert (result.made, result.known, result.refused) == (2, 0, [])
    assert (made.departs_on, made.capacity_kg) == (date(2026, 11, 30), Decimal(24500))
    assert (made.source, made.certainty) == ("The line", "reported")


@pytest.mark.parametrize("between", ["\t", ";"])
def test_a_schedule_pasted_from_a_spreadsheet_is_read_as_it_comes(between):
    result = read(
        "Mode;Carrier;Flight;From;To;Cut off;Departs on;Arrives on".replace(";", between),
        "air;Kite;K1;ZZA;ZZB;2026-11-28;2026-11-29;2026-11-30".replace(";", between),
    )

    assert (result.made, result.refused) == (1, [])


BAD = "sea,Fictional Line,FL3,ZZA,NOPE,soon,2026-11-30,2026-12-28,heavy"


def test_a_line_that_cannot_be_read_is_refused_with_its_reasons_and_none_is_recorded():
    result = read(HEADINGS, RIGHT.format(1), BAD)

    (refused,) = result.refused
    assert (refused.line, refused.text) == (3, BAD)
    assert refused.reasons == [
        "cut-off: “soon” is not a day. Write one like 2026-11-25.",
        "capacity_kg: “heavy” is not a weight. Write kilograms like 24500.",
    ]
    assert (result.saved, Departure.objects.count()) == (False, 0)


def test_the_right_lines_are_recorded_where_that_is_asked():
    late = RIGHT.format(4).replace("2026-12-28", "2026-11-01")
    result = read(HEADINGS, RIGHT.format(1), late, BAD, whole=False)

    assert [each.line for each in result.refused] == [3, 4]
    assert result.refused[0].reasons == ["arrives: It arrives before it departs. Check both days."]
    assert (result.saved, result.made) == (True, 1)
    assert Departure.objects.get().voyage == "FL1"


def test_what_is_on_record_is_counted_and_another_word_of_it_refused():
    read(HEADINGS, RIGHT.format(1))

    again = departure_import.read(
        "\n".join([HEADINGS, RIGHT.format(1), RIGHT.format(1).replace("24500", "30000")]),
        source="The line",
        whole=False,
        by=UserFactory(),
        at=AT.replace(hour=13),
    )

    assert (again.made, again.known) == (0, 1)
    assert again.refused[0].reasons[0].startswith("voyage: That departure is recorded already.")


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["  "], "required"),
        (["mode,carrier"], "no_headings"),
        ([HEADINGS, *["x"] * 2001], "too_many_lines"),
    ],
)
def test_what_is_no_schedule_is_refused(lines, code):
    with pytest.raises(Refused) as refused:
        read(*lines)

    assert [problem.code for problem in refused.value.problems] == [code]


def test_who_may_not_plan_transport_imports_none():
    with pytest.raises(NotAllowed):
        read(HEADINGS, RIGHT.format(1), by=UserFactory(roles=[Role.EXPEDITOR.value]))
