from __future__ import annotations

import subprocess
import sys

import pytest

from shipments.routing.passages import Passage
from shipments.routing.sea import NoSeaRoute, sea

CHARLESTON, HAIFA, EILAT = (32.78, -79.93), (32.8, 34.99), (29.55, 34.95)
LOS_ANGELES, MUMBAI = (33.7, -118.2), (18.9, 72.9)
BAB, SUEZ, GIBRALTAR = Passage.BAB_AL_MANDAB, Passage.SUEZ, Passage.GIBRALTAR


@pytest.mark.parametrize(
    ("start", "end", "closed", "passes"),
    [
        (CHARLESTON, HAIFA, set(), (GIBRALTAR,)),
        (CHARLESTON, EILAT, set(), (GIBRALTAR, SUEZ)),
        (CHARLESTON, EILAT, {BAB}, (GIBRALTAR, SUEZ)),
        (CHARLESTON, EILAT, {SUEZ}, (Passage.GOOD_HOPE, BAB)),
        (CHARLESTON, HAIFA, {GIBRALTAR}, (Passage.GOOD_HOPE, BAB, SUEZ)),
        (MUMBAI, EILAT, set(), (BAB,)),
        (MUMBAI, EILAT, {BAB}, (Passage.GOOD_HOPE, GIBRALTAR, SUEZ)),
        (LOS_ANGELES, HAIFA, set(), (Passage.PANAMA, GIBRALTAR)),
        (LOS_ANGELES, HAIFA, {Passage.PANAMA}, (Passage.MALACCA, BAB, SUEZ)),
    ],
)
def test_the_way_passes_only_what_is_open_and_names_it_in_order(start, end, closed, passes):
    assert sea(start, end, frozenset(closed)).passes == passes


def test_round_africa_is_some_eleven_thousand_kilometres_more():
    short, long = sea(CHARLESTON, EILAT), sea(CHARLESTON, EILAT, frozenset({SUEZ}))

    assert 10_500 < short.distance_km < 11_500
    assert 21_500 < long.distance_km < 23_000
    assert (short.points[0], short.points[-1]) == (CHARLESTON, EILAT)


def test_between_two_closed_ends_of_the_red_sea_there_is_no_way():
    with pytest.raises(NoSeaRoute, match="No way by sea is left"):
        sea(CHARLESTON, EILAT, frozenset({SUEZ, BAB}))


def test_a_place_far_inland_has_no_way_by_sea():
    with pytest.raises(NoSeaRoute, match="does not lie by the sea"):
        sea((49.4, 7.6), HAIFA)


def test_what_one_call_closes_is_open_to_the_next():
    sea(CHARLESTON, HAIFA, frozenset({GIBRALTAR}))

    assert sea((32.79, -79.93), HAIFA).passes == (GIBRALTAR,)


def test_the_network_is_not_loaded_before_somebody_asks():
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; import shipments.routing.sea; print('searoute' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.strip() == "False"
