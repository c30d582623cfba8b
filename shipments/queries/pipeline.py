"""What the map shows: places of the record, lanes of logged shipments, disruptions in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from shipments.models import Disruption, Place, Shipment
from shipments.models.place import PASSAGE

if TYPE_CHECKING:
    from datetime import date

    from shipments.models import User


@dataclass(frozen=True, slots=True)
class Lane:
    """All the shipments that go the same way by the same mode."""

    start: Place
    end: Place
    mode: str
    shipments: int


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The parts of the map."""

    places: list[Place]
    lanes: list[Lane]
    disruptions: list[Disruption]


def pipeline(*, user: User, on: date) -> Pipeline:
    """Load the map's parts. Four queries, however many shipments."""
    places = {place.pk: place for place in Place.objects.order_by("country", "name")}
    counted = (
        Shipment.objects.visible_to(user)
        .standing_live()
        .values("from_place", "to_place", "mode")
        .annotate(shipments=Count("pk"))
        .order_by("-shipments", "from_place", "to_place", "mode")
    )
    lanes = [
        Lane(places[row["from_place"]], places[row["to_place"]], row["mode"], row["shipments"])
        for row in counted
    ]
    found = Disruption.objects.in_force(on).newest_first().select_related("place")
    in_force = list(found.prefetch_related("sources"))
    # A passage is on the map while something is wrong there.
    warned = {each.place_id for each in in_force}
    drawn = [place for place in places.values() if place.kind != PASSAGE or place.pk in warned]
    return Pipeline(drawn, lanes, in_force)
