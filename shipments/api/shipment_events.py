from __future__ import annotations

from datetime import UTC, date, datetime

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from shipments.api.examples import shown
from shipments.api.resource import Resource
from shipments.domain.event_feed import FeedMilestone, FeedShipment, Publisher, dcsa, epcis
from shipments.domain.milestones import Classifier, MilestoneKind
from shipments.domain.modes import Mode
from shipments.queries import shipment_events

PUBLISHER = Publisher("Quayline")


# Named by the standards, whose names are not spelled as ours are.
Unmapped = inline_serializer(
    "UnmappedMilestone",
    {
        "eventID": serializers.CharField(help_text="The entry's own."),
        "milestone": serializers.CharField(),
        "classifier": serializers.CharField(),
        "because": serializers.CharField(help_text="Why the standard cannot say it."),
    },
    many=True,
)
EventFeed = inline_serializer(
    "EventFeed",
    {
        "events": serializers.ListField(
            child=serializers.DictField(),
            help_text="Each has metadata and a payload; one that retracts another has no payload.",
        ),
        "unmapped": Unmapped,
    },
)
EpcisDocument = inline_serializer(
    "EpcisDocument",
    {
        "@context": serializers.ListField(),
        "type": serializers.CharField(),
        "schemaVersion": serializers.CharField(),
        "creationDate": serializers.DateTimeField(),
        "epcisBody": inline_serializer(
            "EpcisBody",
            {"eventList": serializers.ListField(child=serializers.DictField())},
        ),
        "quayline": inline_serializer("EpcisBeside", {"unmapped": Unmapped}),
    },
)


# Made as the feeds are, so that it cannot say anything else than they do.
_LEFT = FeedMilestone(
    id="urn:uuid:6f2c5b0e-6a53-5a39-9c0c-1a5a6e0f7f11",
    shipment=FeedShipment(
        tcn="BISZZZ63240001XXX",
        uri="https://quayline.example/shipments/BISZZZ63240001XXX/",
        mode=Mode.SEA,
        carrier="Imaginary Lines",
        voyage="IL-44",
    ),
    kind=MilestoneKind.DEPARTED,
    classifier=Classifier.ACTUAL,
    occurs_on=date(2026, 11, 12),
    source="Port agent",
    reported_at=datetime(2026, 11, 12, 15, tzinfo=UTC),
    recorded_at=datetime(2026, 11, 12, 15, 20, tzinfo=UTC),
)
_FEED_EXAMPLE = shown("It left", dcsa.feed([_LEFT], PUBLISHER))
_EPCIS_EXAMPLE = shown(
    "It left",
    epcis.document(
        [_LEFT], created_at=_LEFT.recorded_at, vocabulary="https://quayline.example/about/"
    ),
)


class ShipmentEvents(Resource):
    """What happened to one shipment, in the words of DCSA. Made anew at each request."""

    @extend_schema(responses=EventFeed, examples=[_FEED_EXAMPLE])
    def get(self, request: Request, tcn: str) -> Response:
        return Response(dcsa.feed(self.found(tcn), PUBLISHER))

    def found(self, tcn: str) -> list[FeedMilestone]:
        """:raises Http404: no such shipment that the person may see."""
        site = self.request.build_absolute_uri("/")
        found = shipment_events.load(tcn, by=self.person, site=site)
        if found is None:
            raise Http404
        return found


class ShipmentEpcis(ShipmentEvents):
    """What happened to one shipment, as a document of EPCIS."""

    @extend_schema(responses=EpcisDocument, examples=[_EPCIS_EXAMPLE])
    def get(self, request: Request, tcn: str) -> Response:
        vocabulary = request.build_absolute_uri(reverse("about"))
        found = self.found(tcn)
        return Response(epcis.document(found, created_at=timezone.now(), vocabulary=vocabulary))
