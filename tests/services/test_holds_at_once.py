"""A hold and what it forbids, at once: the hold is obeyed, or the other was there before it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from shipments.domain.roles import Role
from shipments.models import Expedite, Hold, Milestone, Order, ShipmentLine, Standing, User
from shipments.services import expedites, holds, milestones, shipments
from shipments.services.refusal import Refused
from shipments.services.shipments import LineEntry, ShipmentEntry
from tests.at_once import second_of_two
from tests.factories import (
    CaseFactory,
    PlaceFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.flags import FlagFactory
from tests.factories.moments import AT, TODAY
from tests.factories.standings import standing_order

pytestmark = pytest.mark.django_db(transaction=True)


class Story:
    """A case with two orders, one of them aboard a shipment that waits to depart."""

    def __init__(self) -> None:
        self.case = CaseFactory(case_id="ZZ-B-001")
        self.order = standing_order(reference="EX-1", case=self.case, quantity=100)
        self.aboard = standing_order(reference="EX-2", case=self.case, quantity=100)
        self.ship = ShipmentFactory()
        ShipmentLineFactory(shipment=self.ship, order=self.aboard)
        FlagFactory(order=self.order)
        self.manager: User = UserFactory()
        self.officer: User = UserFactory(roles=[Role.COMPLIANCE.value])
        self.places = PlaceFactory().code, PlaceFactory().code

    def hold(self) -> Hold:
        return holds.place(
            covers={"case": "ZZ-B-001"},
            kind="Suspended",
            legal_basis="Decision 12",
            review_on=TODAY + timedelta(days=30),
            by=self.officer,
            at=AT,
        )

    def log(self) -> None:
        start, end = self.places
        line = LineEntry("EX-1", 10)
        entry = ShipmentEntry("sea", start, end, (line,), tcn="BISZZZ63240001XXX")
        shipments.log(entry, by=self.manager, at=AT)

    def depart(self) -> None:
        milestones.record(
            tcn=self.ship.tcn,
            kind="departed",
            classifier="actual",
            occurs_on=TODAY,
            source="Carrier",
            by=self.manager,
            at=AT,
        )

    def take_up(self) -> None:
        expedites.take_up(reference="EX-1", by=self.manager, at=AT)

    @property
    def written(self) -> list[int]:
        """How many lines of the order, departures and case files there are."""
        counts = (
            ShipmentLine.objects.filter(order=self.order),
            Milestone.objects.filter(shipment=self.ship),
            Expedite.objects.filter(order=self.order),
        )
        return [rows.count() for rows in counts]


FORBIDDEN = [Story.log, Story.depart, Story.take_up]
forbidden = pytest.mark.parametrize("write", FORBIDDEN, ids=lambda write: write.__name__)


@forbidden
def test_who_comes_while_a_hold_is_placed_waits_and_is_refused(
    write: Callable[[Story], None],
) -> None:
    story = Story()

    with pytest.raises(Refused, match=r"is held since 20 Nov 2026: Suspended \(Decision 12\)"):
        second_of_two(story.hold, lambda: write(story))

    assert story.written == [0, 0, 0]


@forbidden
def test_a_hold_waits_for_who_came_before_it_and_then_covers_the_order(
    write: Callable[[Story], None],
) -> None:
    story = Story()

    hold = second_of_two(lambda: write(story), story.hold)

    assert sum(story.written) == 1
    assert set(Order.objects.filter(held_by__hold=hold)) == {story.order, story.aboard}
    assert set(Standing.objects.filter(is_held=True).values_list("order", flat=True)) == {
        story.order.pk,
        story.aboard.pk,
    }


@forbidden
def test_in_any_race_the_hold_is_obeyed_or_the_other_was_there_before(
    write: Callable[[Story], None],
) -> None:
    story = Story()
    began = Barrier(2)

    def run(act: Callable[[], object]) -> str:
        try:
            began.wait()
            act()
        except Refused as refused:
            return refused.problems[0].message
        else:
            return "written"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        placing = threads.submit(run, story.hold)
        writing = threads.submit(run, lambda: write(story))
        placed, wrote = placing.result(), writing.result()

    assert placed == "written"
    assert (wrote == "written", sum(story.written)) in [(True, 1), (False, 0)]
    assert wrote == "written" or "is held since" in wrote
