from __future__ import annotations

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from shipments.models import Contact, Departure, Disruption, Expedite, Hold, Lane, Report
from tests.factories.moments import AT, TODAY
from tests.factories.orders import ContractorFactory, OrderFactory
from tests.factories.people import UserFactory
from tests.factories.shipments import PlaceFactory


class ContactFactory(DjangoModelFactory[Contact]):
    class Meta:
        model = Contact

    contractor = factory.SubFactory(ContractorFactory)
    name = "Order desk"
    email = factory.Sequence(lambda n: f"desk{n}@contractor.example")


class LaneFactory(DjangoModelFactory[Lane]):
    class Meta:
        model = Lane

    mode = "sea"
    from_place = factory.SubFactory(PlaceFactory)
    to_place = factory.SubFactory(PlaceFactory)
    planning_days = 28
    recorded_at = AT


class DepartureFactory(DjangoModelFactory[Departure]):
    class Meta:
        model = Departure

    mode = "sea"
    carrier = "Fictional Line"
    voyage = factory.Sequence(lambda n: f"FL{n:04}")
    from_place = factory.SubFactory(PlaceFactory)
    to_place = factory.SubFactory(PlaceFactory)
    cut_off_on = TODAY + timedelta(days=8)
    departs_on = TODAY + timedelta(days=10)
    arrives_on = TODAY + timedelta(days=38)
    source = "Schedule of the line"
    recorded_at = AT


class DisruptionFactory(DjangoModelFactory[Disruption]):
    class Meta:
        model = Disruption

    kind = "Closure"
    what = "Closed to shipping"
    place = factory.SubFactory(PlaceFactory)
    starts_on = TODAY - timedelta(days=3)
    starts_on_precision = "day"
    recorded_at = AT


class HoldFactory(DjangoModelFactory[Hold]):
    """A hold on one order; pass order=None and another of Hold's things to cover that."""

    class Meta:
        model = Hold

    order = factory.SubFactory(OrderFactory)
    kind = "End-use note unsigned"
    legal_basis = "End-use monitoring terms of the case"
    placed_at = AT
    placed_by = factory.SubFactory(UserFactory)
    review_on = TODAY + timedelta(days=30)


class ReportFactory(DjangoModelFactory[Report]):
    class Meta:
        model = Report

    order = factory.SubFactory(OrderFactory)
    kind = "ready"
    occurs_on = TODAY - timedelta(days=1)
    said_by = "Order desk"
    channel = "email"
    reported_at = factory.SelfAttribute("recorded_at")
    recorded_at = AT


class ExpediteFactory(DjangoModelFactory[Expedite]):
    class Meta:
        model = Expedite

    order = factory.SubFactory(OrderFactory)
    owner = factory.SubFactory(UserFactory)
    opened_at = AT
