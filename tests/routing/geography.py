"""A small world of ports and bases where they really lie, under names of our own."""

from __future__ import annotations

from shipments.models import Place, Shipment
from shipments.routing import facts, going, options
from tests.factories import PlaceFactory
from tests.factories.moments import TODAY

AT = {
    "WEST": ("seaport", "US", 32.78, -79.93),
    "EAST": ("seaport", "IN", 18.9, 72.9),
    "NORTH": ("seaport", "IL", 31.82, 34.67),
    "SOUTH": ("seaport", "IL", 29.55, 34.95),
    "BASEA": ("air base", "US", 39.13, -75.47),
    "BASEB": ("air base", "DE", 49.44, 7.6),
    "BASEC": ("air base", "IT", 37.4, 14.92),
    "BASED": ("air base", "IL", 31.21, 35.01),
}


def place(code: str) -> Place:
    """Drawn when first asked for."""
    found = Place.objects.filter(code=code).first()
    if found:
        return found
    kind, country, latitude, longitude = AT[code]
    return PlaceFactory(
        code=code, name=f"Place {code.title()}", kind=kind, country_code=country,
        country=country, latitude=latitude, longitude=longitude,
    )  # fmt: skip


def passage(code: str) -> Place:
    """One of those that every installation has."""
    return Place.objects.get(code=code)


def worked_out(shipment: Shipment, **given: int) -> options.Options:
    """What else it could do, today."""
    known = facts.load([Shipment.objects.select_related().get(pk=shipment.pk)], on=TODAY)
    return options.options(going.going(known.shipments[shipment.pk], known), known, **given)


def ways(found: options.Options) -> list[str]:
    """As codes, with the passages between."""
    return [_way(option) for option in found.others]


def _way(option: options.Option) -> str:
    codes = [option.stretches[0].start.code]
    for stretch in option.stretches:
        codes += [each.code for each in stretch.ahead]
        codes.append(f"{stretch.mode}:{stretch.end.code}")
    return " ".join(codes)
