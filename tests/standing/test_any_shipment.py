"""Whatever happens to a shipment, and by whatever path: where it stands is what its ledgers say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.forms import model_to_dict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from shipments.domain.milestones import MilestoneKind
from shipments.models import Leg, Milestone, Receipt, Shipment, ShipmentStanding
from shipments.standing import shipments as standings
from shipments.standing.recompute import stale
from tests.factories import (
    DiscrepancyFactory,
    LaneFactory,
    LegFactory,
    MilestoneFactory,
    PlaceFactory,
    ReceiptFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.moments import AT, TODAY

SOME_DAYS = st.integers(0, 12)
KINDS = st.sampled_from([kind.value for kind in MilestoneKind])
HAPPENINGS = st.one_of(
    st.tuples(
        st.just("told"), KINDS, st.sampled_from(["planned", "estimated", "actual"]), SOME_DAYS
    ),
    st.tuples(st.just("taken_back"), SOME_DAYS),
    st.tuples(st.just("planned_anew"), st.sampled_from([("sea",), ("road", "sea")]), SOME_DAYS),
    st.tuples(st.just("received"), st.integers(1, 10), SOME_DAYS),
    st.tuples(st.just("retracted"), SOME_DAYS),
    st.tuples(st.just("short"), st.integers(1, 10)),
    st.tuples(st.just("acted"), st.sampled_from(["ready", "released", "closed"])),
)


class Way:
    """One shipment of ten, on a way with one stop, of which half is on a known lane."""

    def __init__(self) -> None:
        self.line = ShipmentLineFactory(quantity=10)
        self.shipment: Shipment = self.line.shipment
        self.stop = PlaceFactory()
        self.clock = AT - timedelta(days=1)
        LaneFactory(mode="sea", from_place=self.stop, to_place=self.shipment.to_place)

    def happens(self, what: str, *facts: Any) -> None:
        """What the database refuses did not happen."""
        self.clock += timedelta(minutes=1)
        act: Callable[..., None] = getattr(self, what)
        try:
            with transaction.atomic():
                act(*facts)
        except IntegrityError:
            return

    def told(self, kind: str, classifier: str, ago: int) -> None:
        MilestoneFactory(
            shipment=self.shipment,
            kind=kind,
            classifier=classifier,
            occurs_on=TODAY - timedelta(days=1 + ago),
            place=self.stop if kind in {"arrived_at_stop", "left_stop", "passed"} else None,
            recorded_at=self.clock,
        )

    def taken_back(self, nth: int) -> None:
        standing = list(Milestone.objects.standing().order_by("pk"))
        if standing:
            wrong = standing[nth % len(standing)]
            same = model_to_dict(wrong, exclude=["id", "shipment", "place", "recorded_by"])
            facts = {"retracts": wrong, "reason": "Wrong", "recorded_at": self.clock}
            MilestoneFactory(shipment=self.shipment, place=wrong.place, **same | facts)

    def planned_anew(self, modes: tuple[str, ...], ahead: int) -> None:
        Leg.objects.in_force().update(replaced_at=self.clock)
        places = [self.shipment.from_place, *[self.stop] * (len(modes) - 1), self.shipment.to_place]
        for sequence, mode in enumerate(modes, 1):
            LegFactory(
                shipment=self.shipment,
                sequence=sequence,
                mode=mode,
                from_place=places[sequence - 1],
                to_place=places[sequence],
                planned_arrival_on=TODAY + timedelta(days=ahead) if ahead % 2 else None,
                planned_at=self.clock,
            )

    def received(self, quantity: int, ago: int) -> None:
        on = TODAY - timedelta(days=1 + ago)
        ReceiptFactory(line=self.line, quantity=quantity, received_on=on, recorded_at=self.clock)

    def retracted(self, nth: int) -> None:
        standing = list(Receipt.objects.standing().order_by("pk"))
        if standing:
            wrong = standing[nth % len(standing)]
            ReceiptFactory(
                line=self.line,
                quantity=wrong.quantity,
                received_on=wrong.received_on,
                recorded_at=self.clock,
                retracts=wrong,
                reason="Wrong",
            )

    def short(self, quantity: int) -> None:
        DiscrepancyFactory(line=self.line, quantity=quantity)

    def acted(self, act: str) -> None:
        by = UserFactory()
        Shipment.objects.update(**{f"{act}_at": self.clock, f"{act}_by": by})


def stands() -> dict[str, Any]:
    return model_to_dict(ShipmentStanding.objects.get())


@pytest.mark.django_db
class TestAnyShipment(TestCase):
    @settings(
        deadline=None,
        max_examples=25,
        suppress_health_check=[HealthCheck.too_slow],
        derandomize=True,
    )
    @given(st.lists(HAPPENINGS, max_size=8))
    def test_computed_step_by_step_it_stands_as_computed_from_nothing(self, happenings):
        way = Way()
        for happening in happenings:
            way.happens(*happening)
            stale(at=AT)
        stale(at=AT)
        followed = stands()

        ShipmentStanding.objects.all().delete()
        standings.recompute(None, at=AT)
        again = standings.recompute(None, at=AT)

        assert stands() == followed
        assert again == 0
        assert followed["received_quantity"] <= 10
        assert (followed["next_milestone"] == "") == (
            followed["state"] in {"received", "closed", "cancelled"}
        )
