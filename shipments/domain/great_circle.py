"""The shortest way between two places over the earth, taken as a sphere."""

from __future__ import annotations

from math import asin, atan2, cos, degrees, hypot, pi, radians, sin, sqrt

MEAN_RADIUS_KM = 6371.0088
# Nearer to opposite than this, in radians, every direction is as short as any other.
_OPPOSITE = 1e-6


class InvalidSteps(ValueError):
    """A line needs at least one step."""


def distance_km(from_lat: float, from_lon: float, to_lat: float, to_lon: float) -> float:
    """In kilometres, within half a per cent: the earth is not quite a sphere.

    Source: docs/sources.md, "Great circle".
    """
    return MEAN_RADIUS_KM * _angle(from_lat, from_lon, to_lat, to_lon)


def points(
    from_lat: float, from_lon: float, to_lat: float, to_lon: float, steps: int
) -> list[tuple[float, float]]:
    """``steps + 1`` places evenly along the way, both ends as given, as (latitude, longitude).

    Longitudes lie from -180 to 180, so a line over the Pacific jumps from one edge to the
    other: whoever draws it must cut it there. Between opposite places every way is equally
    short; the one over the north pole is given.

    :raises InvalidSteps: fewer than one step.
    """
    if steps < 1:
        raise InvalidSteps(f"Steps: found {steps}; it needs 1 or more.")
    angle = _angle(from_lat, from_lon, to_lat, to_lon)
    if pi - angle < _OPPOSITE:
        between = [
            _over_the_pole(from_lat, from_lon, to_lon, step / steps) for step in range(1, steps)
        ]
    elif angle == 0:
        between = [(from_lat, from_lon)] * (steps - 1)
    else:
        start, end = _vector(from_lat, from_lon), _vector(to_lat, to_lon)
        between = [_along(start, end, angle, step / steps) for step in range(1, steps)]
    return [(from_lat, from_lon), *between, (to_lat, to_lon)]


def _angle(from_lat: float, from_lon: float, to_lat: float, to_lon: float) -> float:
    lat_1, lat_2 = radians(from_lat), radians(to_lat)
    half_lat, half_lon = (lat_2 - lat_1) / 2, radians(to_lon - from_lon) / 2
    haversine = sin(half_lat) ** 2 + cos(lat_1) * cos(lat_2) * sin(half_lon) ** 2
    return 2 * asin(min(1.0, sqrt(haversine)))


def _vector(lat: float, lon: float) -> tuple[float, float, float]:
    phi, theta = radians(lat), radians(lon)
    return cos(phi) * cos(theta), cos(phi) * sin(theta), sin(phi)


def _along(
    start: tuple[float, float, float],
    end: tuple[float, float, float],
    angle: float,
    share: float,
) -> tuple[float, float]:
    before, after = sin((1 - share) * angle) / sin(angle), sin(share * angle) / sin(angle)
    x, y, z = (before * a + after * b for a, b in zip(start, end, strict=True))
    return degrees(atan2(z, hypot(x, y))), degrees(atan2(y, x))


def _over_the_pole(
    from_lat: float, from_lon: float, to_lon: float, share: float
) -> tuple[float, float]:
    climbed = from_lat + 180 * share
    return (climbed, from_lon) if climbed <= 90 else (180 - climbed, to_lon)
