"""Other ways for a run of stretches by one mode: round what is closed, each with its distance."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator
from dataclasses import replace

from shipments.domain import great_circle
from shipments.domain.modes import Mode
from shipments.models import Place
from shipments.routing.air import NoAirRoute, air
from shipments.routing.facts import Facts, Point, degrees
from shipments.routing.going import Stretch
from shipments.routing.passages import Passage, passages
from shipments.routing.sea import NoSeaRoute, sea

# As far as goods are carried overland to or from another port.
OVERLAND_KM = 600
OTHER_PORTS = 2
LINE_STEPS = 12
Run = tuple[Stretch, ...]


def measured(stretch: Stretch, facts: Facts) -> Stretch:
    """As it is planned: over the sea by the passages it names, else along the great circle.

    Where it names none it is taken to go the shortest way. Without a distance where an end has no
    coordinates or no sea.
    """
    if degrees(stretch.origin) is None or degrees(stretch.end) is None:
        return stretch
    if stretch.mode != Mode.SEA.value:
        return _straight(stretch)
    named = passages({place.code for place in stretch.ahead})
    if not named:
        return _sailed(stretch, frozenset(), None if stretch.passes else facts) or stretch
    others = frozenset(Passage) - named
    return _sailed(stretch, others) or _sailed(stretch, frozenset()) or stretch


def by_sea(run: Run, facts: Facts, avoided: Collection[int]) -> Iterator[Run]:
    """Round every avoided passage; by another port where an end is closed, or that is shorter."""
    closed = frozenset(
        passage for passage in Passage if (place := facts.passages.get(passage.value))
        and place.pk in avoided
    )  # fmt: skip
    run = _without_stops(run, avoided)
    if run[0].is_begun or run[0].start.pk not in avoided:
        if run[-1].end.pk not in avoided:
            sailed = [_sailed(stretch, closed, facts) for stretch in run]
            if all(sailed):
                yield tuple(each for each in sailed if each)
        for port in _others(run[-1].end, facts.ports, avoided):
            head = [_sailed(each, closed, facts) for each in run[:-1]]
            last = _sailed(replace(run[-1], end=port, leg=None), closed, facts)
            if last and all(head):
                road = _straight(Stretch(Mode.ROAD.value, port, run[-1].end))
                yield (*(each for each in head if each), last, road)
    elif run[-1].end.pk not in avoided:
        for port in _others(run[0].start, facts.ports, avoided):
            first = _sailed(replace(run[0], start=port, leg=None), closed, facts)
            rest = [_sailed(each, closed, facts) for each in run[1:]]
            if first and all(rest):
                road = _straight(Stretch(Mode.ROAD.value, run[0].start, port))
                yield (road, first, *(each for each in rest if each))


def by_air(run: Run, facts: Facts, avoided: Collection[int]) -> Iterator[Run]:
    """Through open landing places; the second way does without the first one's first stop."""
    start, end = run[0].start, run[-1].end
    open_ = {
        code: place
        for code, place in facts.landings.items()
        if place.pk not in avoided or (place.pk == start.pk and run[0].is_begun)
    }
    fields = {start.code: [start], end.code: [end]}
    countries: dict[str, list[Place]] = {}
    for place in open_.values():
        countries.setdefault(place.country_code, []).append(place)
    if start.code not in open_:
        fields[start.code] = _others(start, countries, avoided)
    if end.code not in open_:
        fields[end.code] = _others(end, countries, avoided)
    for leaves in fields[start.code]:
        for lands in fields[end.code]:
            for flown in _flights(leaves, lands, open_, facts):
                before = [Stretch(Mode.ROAD.value, start, leaves)] if leaves != start else []
                after = [Stretch(Mode.ROAD.value, lands, end)] if lands != end else []
                first = replace(flown[0], is_begun=run[0].is_begun and not before)
                roads = [[_straight(each) for each in part] for part in (before, after)]
                yield (*roads[0], first, *flown[1:], *roads[1])


def _flights(leaves: Place, lands: Place, open_: dict[str, Place], facts: Facts) -> Iterator[Run]:
    points = {code: point for code, place in open_.items() if (point := degrees(place))}
    stop_km = facts.limits["air_stop_days"] * facts.limits["air_km_a_day"]
    for _ in range(2):
        try:
            found = air(
                leaves.code,
                lands.code,
                points,
                range_km=facts.limits["air_range_km"],
                stop_km=stop_km,
            )
        except NoAirRoute:
            return
        stops = [open_[code] for code in found.stops]
        yield tuple(
            _straight(Stretch(Mode.AIR.value, here, there))
            for here, there in itertools.pairwise(stops)
        )
        if len(found.stops) == 2:
            return
        del points[found.stops[1]]


def _without_stops(run: Run, avoided: Collection[int]) -> Run:
    """Leave out the ports between that are closed: the ship goes on to the next."""
    kept: list[Stretch] = []
    for stretch in run:
        if kept and kept[-1].end.pk in avoided:
            kept[-1] = replace(kept[-1], end=stretch.end, leg=None)
        else:
            kept.append(stretch)
    return tuple(kept)


def _others(
    place: Place, by_country: dict[str, list[Place]], avoided: Collection[int]
) -> list[Place]:
    """Open ones of its country that goods can be carried to or from overland, the nearest first."""
    here = degrees(place)
    if here is None:
        return []
    found = [
        (great_circle.distance_km(*here, *there), other.pk, other)
        for other in by_country.get(place.country_code, [])
        if other.pk != place.pk and other.pk not in avoided and (there := degrees(other))
    ]
    near = sorted(each for each in found if each[0] <= OVERLAND_KM)
    return [other for _, _, other in near[:OTHER_PORTS]]


def _sailed(
    stretch: Stretch, closed: frozenset[Passage], facts: Facts | None = None
) -> Stretch | None:
    """Sail it round what is closed; None where that cannot be done.

    :param facts: given where the passages of the new way are to be written down.
    """
    start, end = degrees(stretch.origin), degrees(stretch.end)
    if start is None or end is None:
        return None
    try:
        found = sea(start, end, closed)
    except NoSeaRoute:
        return None
    if facts is None:
        order = {passage.value: nth for nth, passage in enumerate(found.passes)}
        left = sorted(stretch.ahead, key=lambda place: order.get(place.code, len(order)))
        ordered = replace(stretch, passes=(*stretch.behind, *left))
        return ordered.with_measure(found.distance_km, found.points)
    ahead = tuple(facts.passages[each] for each in found.passes if each in facts.passages)
    passes = (*stretch.behind, *(place for place in ahead if place not in stretch.behind))
    return replace(stretch, passes=passes).with_measure(found.distance_km, found.points)


def _straight(stretch: Stretch) -> Stretch:
    start, end = degrees(stretch.origin), degrees(stretch.end)
    if start is None or end is None:
        return stretch
    between: list[Point] = [
        point for place in stretch.ahead if (point := degrees(place)) is not None
    ]
    stops = [start, *between, end]
    points: list[Point] = []
    far = 0.0
    for here, there in itertools.pairwise(stops):
        far += great_circle.distance_km(*here, *there)
        points += great_circle.points(*here, *there, LINE_STEPS)[1 if points else 0 :]
    return stretch.with_measure(round(far), tuple(points))
