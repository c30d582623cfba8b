from __future__ import annotations

import pytest

from shipments.routing.air import NoAirRoute, air

DOVER, RAMSTEIN, SIGONELLA, NEVATIM = "KDOV", "ETAR", "LICZ", "LLNV"
PLACES = {
    DOVER: (39.1, -75.5),
    RAMSTEIN: (49.4, 7.6),
    SIGONELLA: (37.4, 14.9),
    NEVATIM: (31.2, 35.0),
}


def found(closed=(), range_km=7000):
    places = {code: point for code, point in PLACES.items() if code not in closed}
    return air(DOVER, NEVATIM, places, range_km=range_km, stop_km=800)


@pytest.mark.parametrize(
    ("closed", "range_km", "stops"),
    [
        ((), 10_000, (DOVER, NEVATIM)),
        ((), 7000, (DOVER, RAMSTEIN, NEVATIM)),
        ((RAMSTEIN,), 8000, (DOVER, SIGONELLA, NEVATIM)),
    ],
)
def test_it_lands_where_that_is_open_and_in_range(closed, range_km, stops):
    assert found(closed, range_km).stops == stops


def test_the_distance_is_that_of_its_stretches():
    way = found()

    assert (way.distance_km, way.longest_km) == (9_428, 6_377)


@pytest.mark.parametrize("closed", [(DOVER,), (NEVATIM,), (RAMSTEIN, SIGONELLA)])
def test_without_an_open_place_in_range_there_is_none(closed):
    with pytest.raises(NoAirRoute):
        found(closed)
