"""Where a shipment is, as far as its actual milestones tell."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import Case, CharField, Exists, OuterRef, Value, When

from shipments.domain.milestones import ORDER, Classifier, MilestoneKind
from shipments.models import Milestone, Shipment


class State(StrEnum):
    LOGGED = "logged"
    IN_TRANSIT = "in_transit"
    ARRIVED = "arrived"
    RECEIVED = "received"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


def states() -> list[tuple[str, str]]:
    return [(state.value, state.label) for state in State]


_ARRIVED = ORDER.index(MilestoneKind.ARRIVED)
_ARRIVALS = [kind.value for kind in ORDER[_ARRIVED:-1]]


def state_of(shipment: Shipment, milestones: Iterable[Milestone]) -> State:
    """Read the state off the milestones that stand. A gap in them hides nothing that came later."""
    if shipment.cancelled_at:
        return State.CANCELLED
    happened = {m.kind for m in milestones if m.classifier == Classifier.ACTUAL.value}
    if MilestoneKind.RECEIVED.value in happened:
        return State.RECEIVED
    if happened & set(_ARRIVALS):
        return State.ARRIVED
    return State.IN_TRANSIT if MilestoneKind.DEPARTED.value in happened else State.LOGGED


def state_in_sql() -> Case:
    """The same as ``state_of``, for a list to be filtered by."""

    def happened(*kinds: str) -> Exists:
        actual = Milestone.objects.standing().actual()
        return Exists(actual.filter(shipment=OuterRef("pk"), kind__in=kinds))

    return Case(
        When(cancelled_at__isnull=False, then=Value(State.CANCELLED.value)),
        When(happened(MilestoneKind.RECEIVED.value), then=Value(State.RECEIVED.value)),
        When(happened(*_ARRIVALS), then=Value(State.ARRIVED.value)),
        When(happened(MilestoneKind.DEPARTED.value), then=Value(State.IN_TRANSIT.value)),
        default=Value(State.LOGGED.value),
        output_field=CharField(),
    )
