"""The shortest way by sea between two places, round the passages that are closed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from shipments.domain import great_circle
from shipments.routing.passages import IN_NETWORK, NEVER, Passage

if TYPE_CHECKING:
    from collections.abc import Callable

Point = tuple[float, float]
# The nearest point of the network is taken for the port. Farther inland there is no port.
NEAREST_KM = 300


class NoSeaRoute(Exception):
    """No way by sea leads there with these passages closed."""


@dataclass(frozen=True, slots=True)
class SeaRoute:
    """:ivar passes: in the order in which the ship comes to them.
    :ivar points: (latitude, longitude), the two ends included.
    """

    distance_km: int
    passes: tuple[Passage, ...]
    points: tuple[Point, ...]


@lru_cache(maxsize=2048)
def sea(start: Point, end: Point, closed: frozenset[Passage] = frozenset()) -> SeaRoute:
    """Find the shortest way, one of lanes that ships use and not for a mariner to steer by.

    The first call of a process loads the network: half a second and some 40 MB.

    Source: docs/sources.md, "Passages".

    :param start: latitude and longitude; likewise ``end``.
    :raises NoSeaRoute: none is left, or one of the two is nowhere near the sea.
    """
    # Here, because most processes never ask.
    import networkx  # noqa: PLC0415

    network = _network()
    first, last = _nearest(start), _nearest(end)
    try:
        _, nodes = networkx.bidirectional_dijkstra(network, first, last, _open(closed))
    except networkx.NetworkXNoPath as error:
        raise NoSeaRoute("No way by sea is left with these passages closed.") from error
    passes: list[Passage] = []
    for here, there in pairwise(nodes):
        passage = IN_NETWORK.get(network[here][there].get("passage", ""))
        if passage and passage not in passes:
            passes.append(passage)
    points = (start, *((_within(lat), _east(lon)) for lon, lat in nodes), end)
    length = sum(great_circle.distance_km(*here, *there) for here, there in pairwise(points))
    return SeaRoute(round(length), tuple(passes), points)


@cache
def _network() -> Any:
    """Nodes are (longitude, latitude). It is shared, so nobody may change it.

    That is why the library's own search is not used: it keeps what is closed on the network,
    where two requests at once would find each other's.
    """
    import searoute  # noqa: PLC0415

    return searoute.setup_M()


def _nearest(point: Point) -> Point:
    latitude, longitude = point
    found: Point = _network().kdtree.query((longitude, latitude))
    if great_circle.distance_km(latitude, longitude, found[1], found[0]) > NEAREST_KM:
        raise NoSeaRoute("It does not lie by the sea.")
    return found


def _open(closed: frozenset[Passage]) -> Callable[[Point, Point, dict[str, Any]], float | None]:
    shut = {name for name, passage in IN_NETWORK.items() if passage in closed} | {NEVER}

    def weight(_here: Point, _there: Point, edge: dict[str, Any]) -> float | None:
        """Of None the search makes no edge at all."""
        return None if edge.get("passage") in shut else float(edge["weight"])

    return weight


def _east(longitude: float) -> float:
    """The network goes on beyond the date line."""
    return (longitude + 180) % 360 - 180


def _within(latitude: float) -> float:
    return max(-90.0, min(90.0, latitude))
