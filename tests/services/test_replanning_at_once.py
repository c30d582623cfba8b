"""Two planners who take another way for one shipment in the same moment."""

from __future__ import annotations

import pytest

from shipments.models import Leg
from shipments.services import replanning
from shipments.services.refusal import Refused
from tests.at_once import second_of_two
from tests.factories import UserFactory
from tests.factories.moments import AT
from tests.services.test_replanning import chosen, shipment

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["shipment"]


def test_the_second_waits_and_is_told_who_was_first(shipment):
    choice, _ = chosen(shipment)
    first, second = UserFactory(name="First"), UserFactory(name="Second")

    with pytest.raises(Refused, match="planned anew since you looked: First did at 12:00Z"):
        second_of_two(
            lambda: replanning.accept(choice, by=first, at=AT),
            lambda: replanning.accept(choice, by=second, at=AT),
        )

    (leg,) = Leg.objects.in_force()
    assert leg.planned_by == first
