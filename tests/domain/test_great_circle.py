from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipments.domain.great_circle import InvalidSteps, distance_km, points

DOVER = (39.1295, -75.4660)
NEVATIM = (31.2083, 35.0123)
latitudes = st.floats(min_value=-89, max_value=89)
longitudes = st.floats(min_value=-180, max_value=180)


def test_a_quarter_of_the_equator_is_a_quarter_of_the_circumference() -> None:
    assert distance_km(0, 0, 0, 90) == pytest.approx(10_007.557, abs=0.001)


def test_dover_to_nevatim_is_the_same_both_ways() -> None:
    there, back = distance_km(*DOVER, *NEVATIM), distance_km(*NEVATIM, *DOVER)

    assert there == pytest.approx(back)
    assert round(there, -2) == 9400


def test_the_line_has_both_ends_and_even_steps() -> None:
    line = points(*DOVER, *NEVATIM, 8)

    lengths = [distance_km(*a, *b) for a, b in pairwise(line)]
    assert (line[0], line[-1], len(line)) == (DOVER, NEVATIM, 9)
    assert lengths == pytest.approx([distance_km(*DOVER, *NEVATIM) / 8] * 8)


def test_the_shortest_way_bends_towards_the_pole() -> None:
    middle = points(40, -70, 40, 30, 2)[1]

    assert middle == pytest.approx((52.547, -20), abs=0.001)


def test_a_line_over_the_pacific_stays_within_180_degrees() -> None:
    assert points(0, 170, 0, -170, 4) == [
        (0, 170),
        pytest.approx((0, 175)),
        pytest.approx((0, 180)),
        pytest.approx((0, -175)),
        (0, -170),
    ]


def test_opposite_places_are_joined_over_the_north_pole() -> None:
    assert points(0, 0, 0, 180, 4) == [(0, 0), (45, 0), (90, 0), (45, 180), (0, 180)]


def test_a_place_to_itself_stays_there() -> None:
    assert points(*DOVER, *DOVER, 3) == [DOVER] * 4


def test_no_steps_are_refused() -> None:
    with pytest.raises(InvalidSteps, match="found 0; it needs 1 or more"):
        points(*DOVER, *NEVATIM, 0)


@given(latitudes, longitudes, latitudes, longitudes, st.integers(min_value=1, max_value=50))
def test_every_point_is_on_the_map_and_the_steps_add_up(
    lat_1: float, lon_1: float, lat_2: float, lon_2: float, steps: int
) -> None:
    line = points(lat_1, lon_1, lat_2, lon_2, steps)

    assert all(-90 <= lat <= 90 and -180 <= lon <= 180 for lat, lon in line)
    walked = sum(distance_km(*a, *b) for a, b in pairwise(line))
    assert walked == pytest.approx(distance_km(lat_1, lon_1, lat_2, lon_2), rel=1e-6, abs=0.1)
