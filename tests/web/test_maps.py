from __future__ import annotations

import re
from datetime import date

import pytest

from shipments.models import Disruption, Place
from shipments.queries.pipeline import Lane, Pipeline
from shipments.web import world_map
from shipments.web.globe import RADIUS, globe
from shipments.web.pipeline_map import drawn
from shipments.web.world_map import GIBRALTAR, NARROW, SICILY_CHANNEL, WIDE

NEW_YORK, HOUSTON, HAIFA = (40.7, -74.0), (29.7, -95.0), (32.8, 35.0)


def place(pk: int, name: str, at: tuple[float, float] | None, country: str = "US") -> Place:
    latitude, longitude = at or (None, None)
    return Place(
        pk=pk,
        name=name,
        country=country,
        country_code=country,
        latitude=latitude,
        longitude=longitude,
    )


@pytest.mark.parametrize("window", [WIDE, NARROW])
def test_the_land_is_one_path_of_rings_small_enough_to_send(window):
    path = world_map.land(window)

    assert path.startswith("M")
    assert path.endswith("Z")
    assert 5_000 < len(path) < 30_000


@pytest.mark.parametrize("window", [WIDE, NARROW])
def test_both_coasts_are_in_the_drawing(window):
    for point in (NEW_YORK, HAIFA):
        assert window.holds(window.place(*point))
    assert not window.holds(window.place(-33.9, 151.2))


def _ends(path: str) -> tuple[tuple[float, float], tuple[float, float]]:
    x, y, moves = re.match(r"M([\d.]+) ([\d.]+)(.*)", path).groups()
    start = here = (float(x), float(y))
    for across, down in re.findall(r"l(-?[\d.e-]+) (-?[\d.e-]+)", moves):
        here = (here[0] + float(across), here[1] + float(down))
    return start, here


def test_a_lane_leads_from_one_place_to_the_other():
    start, end = _ends(world_map.lane(WIDE, "air", NEW_YORK, HAIFA))

    assert start == WIDE.place(*NEW_YORK)
    assert end == pytest.approx(WIDE.place(*HAIFA), abs=0.5)


def test_a_ship_to_the_mediterranean_passes_gibraltar_and_a_plane_does_not():
    by_sea = world_map._passages(NEW_YORK, HAIFA)

    assert by_sea == [GIBRALTAR, SICILY_CHANNEL]
    assert world_map._passages(HAIFA, NEW_YORK) == [SICILY_CHANNEL, GIBRALTAR]
    assert len(world_map._passages(HOUSTON, HAIFA)) == 3
    assert world_map._passages(NEW_YORK, (51.9, 4.1)) == []


def test_more_shipments_make_a_wider_lane():
    home, port, base = place(1, "Home", NEW_YORK), place(2, "Port", HAIFA), place(3, "B", (31, 35))
    lanes = [Lane(home, port, "sea", 9), Lane(home, base, "air", 3)]

    drawing = drawn(Pipeline([home, port, base], lanes, []), WIDE)

    assert [line.classes for line in drawing.lines] == ["sea w4", "air w2"]


def test_what_has_no_coordinates_is_left_to_the_table():
    known, unknown = place(1, "Home", NEW_YORK), place(2, "Somewhere", None)

    drawing = drawn(Pipeline([known, unknown], [Lane(known, unknown, "sea", 1)], []), WIDE)

    assert len(drawing.dots) == 1
    assert drawing.lines == []


def test_a_disruption_is_a_triangle_with_a_label_and_two_at_one_place_are_one():
    port = place(1, "Far Port", HAIFA, "IL")
    reports = [
        Disruption(place=port, kind="port closed", starts_on=date(2024, 5, 1)),
        Disruption(place=port, kind="slow-down", starts_on=date(2024, 6, 1)),
    ]

    one = drawn(Pipeline([port], [], reports[:1]), WIDE)
    two = drawn(Pipeline([port], [], reports), WIDE)

    assert one.triangles == two.triangles == [WIDE.place(*HAIFA)]
    assert [(label.title, label.second, label.warning) for label in one.labels] == [
        ("Far Port", "Port closed", True)
    ]
    assert [label.second for label in two.labels] == ["2 reports"]


def test_places_close_together_share_a_label_and_no_two_labels_overlap():
    near = [place(pk, f"Base {pk}", (32 + pk / 10, 35), "Israel") for pk in range(1, 5)]
    far = place(9, "Home", NEW_YORK)

    drawing = drawn(Pipeline([*near, far], [], []), WIDE)

    assert [(label.title, label.second) for label in drawing.labels] == [
        ("Israel", "4 ports and bases"),
        ("Home", "US"),
    ]


def test_a_label_that_fits_nowhere_is_left_out():
    crowd = [
        place(pk, f"A place with quite a long name {pk}", (33 + pk / 4, 35), f"C{pk}")
        for pk in range(30)
    ]

    drawing = drawn(Pipeline(crowd, [], []), NARROW)

    assert 0 < len(drawing.labels) < 30


def test_the_globe_keeps_its_land_on_the_disc():
    found = globe()

    points = re.findall(r"M([\d.]+) ([\d.]+)", found.land)
    assert len(points) > 50
    for x, y in points:
        off = ((float(x) - found.centre) ** 2 + (float(y) - found.centre) ** 2) ** 0.5
        assert off <= RADIUS + 0.2
