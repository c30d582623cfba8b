"""Everything the page of one shipment shows, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shipments.domain.milestones import ORDER, Classifier, MilestoneKind
from shipments.models import Milestone, Order, Shipment, ShipmentLine, User
from shipments.queries.shipment_state import State, state_of

# What every shipment should tell, even before anybody has.
ALWAYS_SHOWN = {MilestoneKind.DEPARTED, MilestoneKind.ARRIVED, MilestoneKind.RECEIVED}


@dataclass(frozen=True)
class Stage:
    """One kind of milestone with the last day said of it in each sense.

    :ivar late_by: days the actual day, else the estimated, is after the planned one.
    :ivar said: the milestone that tells most: actual, else estimated, else planned.
    """

    kind: MilestoneKind
    planned_on: date | None
    estimated_on: date | None
    actual_on: date | None
    late_by: int | None
    said: Milestone | None


@dataclass(frozen=True)
class ShipmentPage:
    """:ivar entries: every row of the ledger that stands, newest last.
    :ivar retracted: (what was taken back, by what).
    :ivar required_on: the soonest required date aboard.
    :ivar slack: days from the arrival to it; negative is late.
    """

    shipment: Shipment
    state: State
    stages: list[Stage]
    entries: list[Milestone]
    retracted: list[tuple[Milestone, Milestone]]
    lines: list[ShipmentLine]
    departure: Stage
    arrival: Stage
    required_on: date | None
    slack: int | None


def find(tcn: str, *, by: User) -> Shipment | None:
    rows = Shipment.objects.visible_to(by).select_related("from_place", "to_place", "logged_by")
    return rows.filter(tcn=tcn.strip().upper()).first()


def load(shipment: Shipment, *, by: User) -> ShipmentPage:
    said = list(
        shipment.milestones.select_related("place", "recorded_by").order_by("recorded_at", "pk")
    )
    back = {each.retracts_id: each for each in said if each.retracts_id}
    entries = [each for each in said if each.pk not in back and not each.retracts_id]
    visible = shipment.lines.filter(order__in=Order.objects.visible_to(by))
    lines = list(visible.select_related("order__item", "order__standing").order_by("pk"))
    stages = {kind: _stage(kind, entries) for kind in ORDER}
    arrival = stages[MilestoneKind.ARRIVED]
    arrives_on = arrival.actual_on or arrival.estimated_on or arrival.planned_on
    required = [line.order.required_on for line in lines if line.order.required_on]
    return ShipmentPage(
        shipment=shipment,
        state=state_of(shipment, entries),
        stages=[s for kind, s in stages.items() if s.said or kind in ALWAYS_SHOWN],
        entries=entries,
        retracted=[(each, back[each.pk]) for each in said if each.pk in back],
        lines=lines,
        departure=stages[MilestoneKind.DEPARTED],
        arrival=arrival,
        required_on=min(required, default=None),
        slack=(min(required) - arrives_on).days if required and arrives_on else None,
    )


def _stage(kind: MilestoneKind, entries: list[Milestone]) -> Stage:
    """Of several entries in one sense the last recorded holds."""
    last = {each.classifier: each for each in entries if each.kind == kind.value}
    planned, estimated, actual = (
        last.get(each.value)
        for each in (Classifier.PLANNED, Classifier.ESTIMATED, Classifier.ACTUAL)
    )
    now = actual or estimated
    return Stage(
        kind=kind,
        planned_on=planned.occurs_on if planned else None,
        estimated_on=estimated.occurs_on if estimated else None,
        actual_on=actual.occurs_on if actual else None,
        late_by=(now.occurs_on - planned.occurs_on).days if now and planned else None,
        said=actual or estimated or planned,
    )
