"""Everything the page of one shipment shows of its way and its load, in constant queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from shipments.domain.milestones import DCSA, DCSA_EVENT_TYPE, EPCIS, ORDER, MilestoneKind
from shipments.models import (
    Discrepancy,
    Milestone,
    Order,
    Receipt,
    Shipment,
    ShipmentLine,
    ShipmentStanding,
    User,
)
from shipments.queries import shipment_standings, shipment_way
from shipments.queries.shipment_way import Stage, Way

_NEVER_AGAIN = {MilestoneKind.DEPARTED, MilestoneKind.ARRIVED, MilestoneKind.RECEIVED}


@dataclass(frozen=True)
class Code:
    """What open standards call a kind of milestone; empty where they have no word for it."""

    kind: MilestoneKind
    dcsa: str
    dcsa_event: str
    epcis: str


@dataclass(frozen=True)
class Line:
    """:ivar missing: of it, how much is to be shipped again."""

    line: ShipmentLine
    received: int
    missing: int


@dataclass(frozen=True)
class ShipmentPage:
    """:ivar entries: every row of the ledger that stands, newest last.
    :ivar retracted: (what was taken back, by what).
    :ivar slack: days from the expected arrival to the soonest required date; negative is late.
    :ivar late_by: days from the planned arrival to the expected one; negative is early.
    :ivar is_overdue: the day it was expected on is over; the two above are then by today, the
        soonest that is left.
    :ivar awaited: the stage that should be heard of next.
    :ivar stalled_since: when that was due, if it is over.
    """

    shipment: Shipment
    standing: ShipmentStanding
    way: Way
    entries: list[Milestone]
    retracted: list[tuple[Milestone, Milestone]]
    lines: list[Line]
    departure: Stage
    arrival: Stage
    required_on: date | None
    slack: int | None
    late_by: int | None
    is_overdue: bool
    awaited: Stage | None
    stalled_since: date | None
    is_unreleased: bool

    @property
    def state(self) -> str:
        return self.standing.state

    @property
    def codes(self) -> list[Code]:
        """Of the kinds that the page shows."""
        shown = {stage.kind for stage in self.way.stages}
        return [_code(kind) for kind in ORDER if kind in shown]

    @property
    def next_kinds(self) -> list[MilestoneKind]:
        """What may well be recorded now, the awaited first: what follows what has happened."""
        happened = [stage.kind for stage in self.way.stages if stage.actual_on]
        reached = max((ORDER.index(kind) for kind in happened), default=-1)
        following = [
            kind
            for kind in ORDER
            if kind not in happened
            and (
                ORDER.index(kind) > reached
                or (self.state in {"departed", "in_transit"} and kind not in _NEVER_AGAIN)
            )
        ]
        if self.awaited:
            following = [self.awaited.kind, *(k for k in following if k is not self.awaited.kind)]
        return following


def find(tcn: str, *, by: User) -> Shipment | None:
    rows = Shipment.objects.visible_to(by).select_related(
        "from_place", "to_place", "logged_by", "released_by", "departure", "standing__last_place"
    )
    return rows.filter(tcn=tcn.strip().upper()).first()


def load(shipment: Shipment, *, by: User, today: date) -> ShipmentPage:
    said = list(shipment.milestones.select_related("place", "recorded_by").as_said())
    back = {each.retracts_id: each for each in said if each.retracts_id}
    entries = [each for each in said if each.pk not in back and not each.retracts_id]
    standing = shipment_standings.of(shipment)
    way = shipment_way.load(shipment, entries, awaited=standing.next_milestone)
    lines = _lines(shipment, standing, by=by)
    arrives_on, planned_on = standing.expected_arrival_on, standing.planned_arrival_on
    is_overdue = bool(arrives_on and arrives_on < today and not standing.arrived_on)
    if is_overdue and shipment.cancelled_at is None:
        # It has not come on the day it was expected: today is the soonest that is left.
        arrives_on = today
    # Of the lines that this person may see: a contractor's user is not told of the others.
    required = [each.line.order.required_on for each in lines if each.line.order.required_on]
    required_on = min(required, default=None)
    return ShipmentPage(
        shipment=shipment,
        standing=standing,
        way=way,
        entries=entries,
        retracted=[(each, back[each.pk]) for each in said if each.pk in back],
        lines=lines,
        departure=way.of(MilestoneKind.DEPARTED),
        arrival=way.of(MilestoneKind.ARRIVED),
        required_on=required_on,
        slack=(required_on - arrives_on).days if required_on and arrives_on else None,
        late_by=(arrives_on - planned_on).days if arrives_on and planned_on else None,
        is_overdue=is_overdue,
        awaited=next((stage for stage in way.stages if stage.is_next), None),
        stalled_since=shipment_standings.stalled_since(standing, today=today),
        is_unreleased=shipment_standings.has_left_unreleased(shipment, standing),
    )


def _lines(shipment: Shipment, standing: ShipmentStanding, *, by: User) -> list[Line]:
    here = {"line": OuterRef("pk")}
    came = Receipt.objects.standing().filter(**here).order_by().values("line")
    gone = Discrepancy.objects.standing().filter(**here).order_by().values("line")
    rows = (
        shipment.lines.filter(order__in=Order.objects.visible_to(by))
        .select_related("order__item", "order__standing")
        .annotate(
            came=Subquery(came.annotate(all=Sum("quantity")).values("all")),
            gone=Coalesce(Subquery(gone.annotate(all=Sum("to_replace")).values("all")), 0),
        )
        .order_by("pk")
    )
    # Without a receipt the word that all was received is taken for every line.
    whole = standing.state in {"received", "closed"} and not any(row.came for row in rows)
    told = standing.last_milestone == MilestoneKind.RECEIVED.value
    return [
        Line(row, row.quantity if whole and told and row.came is None else row.came or 0, row.gone)
        for row in rows
    ]


def _code(kind: MilestoneKind) -> Code:
    dcsa = DCSA.get(kind, "")
    return Code(kind, dcsa, DCSA_EVENT_TYPE.get(dcsa, ""), EPCIS.get(kind, ""))
