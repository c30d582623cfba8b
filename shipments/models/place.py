from __future__ import annotations

from typing import Self

import pghistory
from django.db import models
from django.db.models import Q

from shipments.models.source_document import SourceDocument

# The kind of a place that ships go through and nothing is shipped to.
PASSAGE = "passage"


class PlaceQuerySet(models.QuerySet["Place"]):
    def passages(self) -> Self:
        return self.filter(kind=PASSAGE)

    def ends(self) -> Self:
        """Leave out the passages: what a shipment can leave, stop at or reach."""
        return self.exclude(kind=PASSAGE)


@pghistory.track()
class Place(models.Model):
    """A port, airport, base or plant on the way, or a passage between."""

    code = models.CharField(max_length=12, unique=True, help_text="ICAO, UN/LOCODE, or our own.")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    icao = models.CharField(max_length=4, blank=True)
    iata = models.CharField(max_length=3, blank=True)
    un_locode = models.CharField(max_length=5, blank=True)
    city = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=60, blank=True)
    country_code = models.CharField(max_length=2, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    coordinates_source = models.CharField(max_length=120, blank=True)
    duty = models.CharField(max_length=160, blank=True, help_text="What it does in the flow.")
    note = models.TextField(blank=True)
    sources = models.ManyToManyField(SourceDocument, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | (
                    # Said, because a check whose outcome is unknown lets the row in.
                    Q(latitude__isnull=False, longitude__isnull=False)
                    & Q(latitude__range=(-90, 90))
                    & Q(longitude__range=(-180, 180))
                ),
                name="place_coordinates_are_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
