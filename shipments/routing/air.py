"""The shortest way by air between two places, landing only where that is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

from shipments.domain import great_circle

Point = tuple[float, float]


class NoAirRoute(Exception):
    """No way by air leads there with the open landing places and this range."""


@dataclass(frozen=True, slots=True)
class AirRoute:
    """:ivar stops: where it lands, both ends included, by the names that they were given."""

    distance_km: int
    stops: tuple[str, ...]
    longest_km: int


def air(
    start: str,
    end: str,
    places: Mapping[str, Point],
    *,
    range_km: int,
    stop_km: int,
) -> AirRoute:
    """Find the stops that make the way shortest, each stretch along the great circle.

    :param places: the open landing places, each with latitude and longitude.
    :param range_km: of the longest stretch without a landing.
    :param stop_km: what a landing costs, as kilometres flown in that time.
    :raises NoAirRoute: none of them is near enough, or an end is not among them.
    """
    if start not in places or end not in places:
        raise NoAirRoute("No way by air is open to there.")
    before: dict[str, str] = {}
    settled: set[str] = set()
    waiting: list[tuple[float, str, str]] = [(0.0, start, "")]
    while waiting:
        spent, here, came_from = heappop(waiting)
        if here in settled:
            continue
        settled.add(here)
        before[here] = came_from
        if here == end:
            return _route(before, end, places)
        for there in places.keys() - settled:
            far = great_circle.distance_km(*places[here], *places[there])
            if far <= range_km:
                heappush(waiting, (spent + far + (0 if there == end else stop_km), there, here))
    raise NoAirRoute("No open landing place lies within range on the way.")


def _route(before: Mapping[str, str], end: str, places: Mapping[str, Point]) -> AirRoute:
    stops = [end]
    while before[stops[-1]]:
        stops.append(before[stops[-1]])
    stops.reverse()
    far = [
        great_circle.distance_km(*places[here], *places[there]) for here, there in pairwise(stops)
    ]
    return AirRoute(round(sum(far)), tuple(stops), round(max(far, default=0)))
