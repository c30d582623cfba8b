"""Milestones of stops on the way that the database refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.factories import MilestoneFactory, PlaceFactory
from tests.factories.moments import TODAY

YESTERDAY = TODAY - timedelta(days=1)


def a_stop_before_the_departure() -> None:
    left = MilestoneFactory(kind="departed", occurs_on=YESTERDAY)
    MilestoneFactory(
        shipment=left.shipment,
        kind="arrived_at_stop",
        place=PlaceFactory(),
        occurs_on=YESTERDAY - timedelta(days=1),
    )


def an_arrival_before_a_stop_was_left() -> None:
    stop = MilestoneFactory(kind="left_stop", place=PlaceFactory(), occurs_on=TODAY)
    MilestoneFactory(shipment=stop.shipment, kind="arrived", occurs_on=YESTERDAY)


def a_stop_nobody_says_where() -> None:
    MilestoneFactory(kind="arrived_at_stop", occurs_on=YESTERDAY)


REFUSED: list[tuple[str, Callable[[], object]]] = [
    ("milestone_arrival_not_before_stop", an_arrival_before_a_stop_was_left),
    ("milestone_stop_has_a_place", a_stop_nobody_says_where),
    ("milestone_stop_not_before_departure", a_stop_before_the_departure),
]
