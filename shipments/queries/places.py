"""Places to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from shipments.models import Place
from shipments.models.place import PASSAGE

Choices = list[tuple[str, str | list[tuple[str, str]]]]


def place_choices(empty: str = "Choose a place", *, passages: bool = False) -> Choices:
    """Every place by country, the United States first, where the way begins.

    :param passages: those as well, which nothing is shipped from or to.
    """
    known_places = Place.objects.all() if passages else Place.objects.ends()
    rows = known_places.order_by("country", "name", "code")
    known = sorted(
        ((_group(place), place.code, place.name) for place in rows), key=lambda each: each[0]
    )
    grouped: Iterator[tuple[str, list[tuple[str, str]]]] = (
        (country, [(code, f"{name} ({code})") for _, code, name in places])
        for country, places in groupby(known, key=lambda each: each[0])
    )
    ordered = sorted(grouped, key=lambda group: group[0] != "United States")
    return [("", empty), *ordered]


def _group(place: Place) -> str:
    return "Passages" if place.kind == PASSAGE else place.country or "Elsewhere"
