"""A hold and a release, at once: the hold is obeyed, or the release was there before it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shipments.models import HeldOrder, Hold, Shipment
from shipments.services import holds, release
from shipments.services.refusal import Refused
from tests.at_once import second_of_two
from tests.factories import UserFactory
from tests.factories.moments import AT, TODAY
from tests.services.loads import TCN, loaded_order, officer, ready_shipment

pytestmark = pytest.mark.django_db(transaction=True)


class Story:
    """A shipment with every gate clear, and a hold that somebody is about to place."""

    def __init__(self) -> None:
        self.order = loaded_order(reference="EX-1")
        self.shipment = ready_shipment(self.order)
        self.manager, self.officer = UserFactory(), officer()

    def hold(self) -> Hold:
        return holds.place(
            covers={"order": "EX-1"},
            kind="Suspended",
            legal_basis="Decision 12",
            review_on=TODAY + timedelta(days=30),
            by=self.officer,
            at=AT,
        )

    def release(self) -> Shipment:
        return release.release(tcn=TCN, by=self.manager, at=AT)

    @property
    def is_released(self) -> bool:
        return Shipment.objects.filter(tcn=TCN, released_at__isnull=False).exists()


def test_a_release_begun_while_a_hold_is_placed_waits_and_is_refused() -> None:
    story = Story()

    with pytest.raises(Refused, match=r"EX-1 is held since 20 Nov 2026: Suspended"):
        second_of_two(story.hold, story.release)

    assert story.is_released is False


def test_a_hold_placed_while_it_is_released_waits_and_the_release_was_before_it() -> None:
    story = Story()

    hold = second_of_two(story.release, story.hold)

    assert story.is_released is True
    assert HeldOrder.objects.filter(hold=hold, order=story.order).exists()


def test_of_two_who_release_at_once_one_is_told_of_the_other() -> None:
    story = Story()

    with pytest.raises(Refused, match="released it on 20 Nov 2026"):
        second_of_two(story.release, story.release)

    assert Shipment.objects.get(tcn=TCN).released_by == story.manager
