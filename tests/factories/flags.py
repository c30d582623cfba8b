from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from shipments.models import Flag, Policy
from tests.factories.moments import AT
from tests.factories.orders import OrderFactory


class FlagFactory(DjangoModelFactory[Flag]):
    """A live flag that nothing was heard since 1 October 2026."""

    class Meta:
        model = Flag

    order = factory.SubFactory(OrderFactory)
    reason = "silent"
    kind = "speed_up"
    since = date(2026, 11, 1)
    points = 20
    evidence = factory.LazyFunction(lambda: {"last_heard_on": "2026-10-01"})
    policy = factory.LazyFunction(Policy.objects.in_force)
    raised_at = AT
    evidence_at = AT
