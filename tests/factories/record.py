from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from shipments.models import Disruption, Expedite, JudgingPass, Policy, PublicReport, SourceDocument
from tests.factories.moments import AT, TODAY
from tests.factories.orders import OrderFactory
from tests.factories.people import UserFactory


class SourceDocumentFactory(DjangoModelFactory[SourceDocument]):
    class Meta:
        model = SourceDocument

    address = factory.Sequence(lambda n: f"https://www.paper{n}.example/a/story?page={n}")
    recorded_at = AT


class DisruptionFactory(DjangoModelFactory[Disruption]):
    """A port closed in May 2024, nobody says until when."""

    class Meta:
        model = Disruption

    kind = "port closed"
    what = "A fictional port is closed"
    place_as_printed = "Fictional Port"
    starts_on = date(2024, 5, 1)
    starts_on_precision = "month"
    recorded_at = AT


class PublicReportFactory(DjangoModelFactory[PublicReport]):
    """One aircraft on 3 May 2025, the hundredth by its reporter's count."""

    class Meta:
        model = PublicReport

    record_ref = factory.Sequence(lambda n: f"R{n}")
    happened_on = date(2025, 5, 3)
    happened_on_precision = "day"
    mode = "air"
    what = "A fictional aircraft landed"
    aircraft_so_far = 100
    reported_by = "A Ministry"
    recorded_at = AT


class ExpediteFactory(DjangoModelFactory[Expedite]):
    class Meta:
        model = Expedite

    order = factory.SubFactory(OrderFactory)
    owner = factory.SubFactory(UserFactory)
    opened_at = AT


class JudgingPassFactory(DjangoModelFactory[JudgingPass]):
    """A quiet pass, this minute."""

    class Meta:
        model = JudgingPass

    as_of = TODAY
    full = False
    policy = factory.LazyFunction(Policy.objects.in_force)
    started_at = AT
    finished_at = AT
    judged = 5
    raised = 0
    cleared = 0
    changed = 0
    live = 0
