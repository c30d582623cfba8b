"""Things that may happen to a small book, written straight into the tables, as anybody may."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from django.db import IntegrityError, transaction

from shipments.models import (
    Discrepancy,
    Lane,
    Order,
    OutboxMessage,
    OutboxOrder,
    Place,
    Receipt,
    Shipment,
    ShipmentLine,
    User,
)
from shipments.services import judging
from tests.expedite.any_surroundings import Surroundings
from tests.factories import (
    CaseFactory,
    ContractorFactory,
    DiscrepancyFactory,
    ItemFactory,
    LegFactory,
    MilestoneFactory,
    OrderFactory,
    PlaceFactory,
    PromiseFactory,
    ReceiptFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.expediting import (
    ContactFactory,
    LaneFactory,
    ReportFactory,
)
from tests.factories.moments import TODAY

KINDS = [
    "departed", "arrived", "discharged", "customs_released", "received",
    "arrived_at_stop", "left_stop", "passed",
]  # fmt: skip
WHAT = [
    "promise", "promise", "promise", "told_late", "told_late", "report", "require", "acknowledge", "prioritise", "cancel",
    "enlarge", "reroute", "order", "ship", "ship", "milestone", "milestone", "milestone",
    "cancel_shipment", "count", "count", "miss", "take_back", "need", "need", "close_need", "substitute", "disrupt", "end_disruption",
    "disrupt", "withdraw_disruption", "plan_legs", "plan_legs",
    "schedule", "cancel_departure", "plan_lane", "pass_through", "hold", "hold", "release",
    "policy", "refuse_mail", "next_day", "next_day", "judge", "judge", "judge",
]  # fmt: skip


class History(Surroundings):
    """A book of eight orders in two contractors' hands, and what befalls it.

    What the database refuses did not happen.
    """

    def __init__(self) -> None:
        self.today = TODAY
        self.hour = 0
        self.at = self._at()
        self.contractors = ContractorFactory.create_batch(2)
        self.items = ItemFactory.create_batch(3)
        self.case = CaseFactory()
        self.places: list[Place] = PlaceFactory.create_batch(3)
        ends = [(self.places[0], self.places[1]), (self.places[0], self.places[2])]
        self.lanes: list[Lane] = [
            LaneFactory(from_place=leaves, to_place=arrives, planning_days=20)
            for leaves, arrives in ends
        ]
        self.people: list[User] = UserFactory.create_batch(2)
        self.shipments: list[Shipment] = [
            ShipmentFactory(from_place=leaves, to_place=arrives) for leaves, arrives in ends
        ]
        self.orders: list[Order] = []
        for number in range(8):
            self.order(number, 0)

    def happens(self, what: str, which: int, days: int) -> None:
        self.hour += 1
        self.at = self._at()
        try:
            with transaction.atomic():
                getattr(self, what)(which, days)
        except IntegrityError:
            pass

    def _at(self) -> datetime:
        return datetime.combine(self.today, time(6, 0), UTC) + timedelta(minutes=self.hour)

    def judge(self, which: int, days: int) -> None:
        judging.run(as_of=self.today, at=self.at)

    def next_day(self, which: int, days: int) -> None:
        self.today += timedelta(days=1 + which % 5)
        self.hour = 0
        self.at = self._at()

    def order(self, which: int, days: int) -> None:
        required_on = self.today + timedelta(days=10 + days)
        self.orders.append(
            OrderFactory(
                case=self.case if which % 3 else CaseFactory(),
                item=self.items[which % 3],
                contractor=self.contractors[which % 2],
                lane=self.lanes[which % 2] if which % 4 else None,
                quantity=50,
                ordered_on=self.today - timedelta(days=20),
                acknowledged_on=None,
                required_on=required_on,
                first_required_on=required_on,
                priority_designator=12 if which % 2 else 3,
                recorded_at=self.at,
            )
        )

    def promise(self, which: int, days: int) -> None:
        PromiseFactory(
            order=self._one(self.orders, which),
            ship_on=self.today + timedelta(days=days),
            said_on=self.today,
            recorded_at=self.at,
        )

    def told_late(self, which: int, days: int) -> None:
        """A file brings a promise that was said some days ago, or a report."""
        said_on = self.today - timedelta(days=1 + abs(days) % 9)
        said_at = datetime.combine(said_on, time.min, UTC)
        facts: dict[str, Any] = {"reported_at": said_at, "recorded_at": self.at}
        order = self._one(self.orders, which)
        if days % 4:
            ship_on = self.today + timedelta(days=days)
            PromiseFactory(order=order, ship_on=ship_on, said_on=said_on, **facts)
        else:
            ReportFactory(order=order, occurs_on=said_on, quantity=1 + which, **facts)

    def report(self, which: int, days: int) -> None:
        ReportFactory(
            order=self._one(self.orders, which),
            kind=["ready", "status", "inspected"][days % 3],
            occurs_on=self.today - timedelta(days=abs(days) % 9),
            quantity=10 if days % 2 else None,
            reported_at=self.at,
            recorded_at=self.at,
        )

    def require(self, which: int, days: int) -> None:
        self._update(which, required_on=self.today + timedelta(days=days))

    def acknowledge(self, which: int, days: int) -> None:
        self._update(which, acknowledged_on=self.today - timedelta(days=abs(days) % 4))

    def prioritise(self, which: int, days: int) -> None:
        self._update(which, priority_designator=1 + abs(days) % 15)

    def cancel(self, which: int, days: int) -> None:
        self._update(which, cancelled_on=self.today if days % 3 else None)

    def enlarge(self, which: int, days: int) -> None:
        self._update(which, quantity=10 + abs(days))

    def reroute(self, which: int, days: int) -> None:
        self._update(which, lane=self._one(self.lanes, days) if days % 3 else None)

    def ship(self, which: int, days: int) -> None:
        ShipmentLineFactory(
            shipment=self._one(self.shipments, days),
            order=self._one(self.orders, which),
            quantity=50 if days % 2 else 10,
            lot=str(self.hour),
        )

    def milestone(self, which: int, days: int) -> None:
        MilestoneFactory(
            shipment=self._one(self.shipments, which),
            kind=KINDS[abs(days) % 8],
            place=self._one(self.places, which + days),
            classifier="actual" if days < 20 else "estimated",
            occurs_on=self.today - timedelta(days=days % 7) if days < 20 else self._on(days),
            reported_at=self.at,
            recorded_at=self.at,
        )

    def plan_legs(self, which: int, days: int) -> None:
        """Another plan: straight, or by a stop, each passing one of the places or none."""
        shipment, stop = self._one(self.shipments, which), self._one(self.places, days)
        shipment.legs.in_force().update(replaced_at=self.at)
        ends = [shipment.from_place, shipment.to_place]
        if stop not in ends and days % 2:
            ends.insert(1, stop)
        for number, (leaves, arrives) in enumerate(pairwise(ends), start=1):
            leg = LegFactory(
                shipment=shipment,
                sequence=number,
                from_place=leaves,
                to_place=arrives,
                distance_km=900 if days % 3 else None,
                planned_at=self.at,
            )
            if days % 5:
                leg.passes.add(self._one(self.places, which + days))

    def cancel_shipment(self, which: int, days: int) -> None:
        shipment = self._one(self.shipments, which)
        found = Shipment.objects.standing_live().filter(pk=shipment.pk)
        found.update(cancelled_at=self.at, cancelled_because="Not sent")
        lane = self._one(self.lanes, which)
        new = ShipmentFactory(from_place=lane.from_place, to_place=lane.to_place)
        self.shipments[which % len(self.shipments)] = new

    def count(self, which: int, days: int) -> None:
        if line := self._line(which):
            ReceiptFactory(
                line=line, quantity=1 + abs(days) % 20, received_on=self.today, recorded_at=self.at
            )

    def take_back(self, which: int, days: int) -> None:
        if wrong := Receipt.objects.standing().order_by("pk").first():
            ReceiptFactory(
                line=wrong.line,
                quantity=wrong.quantity,
                received_on=wrong.received_on,
                recorded_at=self.at,
                retracts=wrong,
                reason="Miscounted",
            )

    def miss(self, which: int, days: int) -> None:
        """Report some of a line, or take a report back."""
        stood = Discrepancy.objects.open().order_by("pk").first()
        if stood and days % 3 == 0:
            Discrepancy.objects.filter(pk=stood.pk).update(
                withdrawn_at=self.at, withdrawn_by=self.people[0], withdrawn_because="In error"
            )
        elif line := self._line(which):
            DiscrepancyFactory(
                line=line,
                kind=["shortage", "damage", "overage", "non_delivery"][abs(days) % 4],
                quantity=1 + abs(days) % 10,
                recorded_at=self.at,
            )

    def _line(self, which: int) -> ShipmentLine | None:
        lines = list(ShipmentLine.objects.order_by("pk"))
        return lines[which % len(lines)] if lines else None

    def refuse_mail(self, which: int, days: int) -> None:
        order = self._one(self.orders, which)
        message = OutboxMessage.objects.create(
            message_id=f"<{self.today}-{self.hour}@example>",
            to_address="desk@contractor.example",
            contact=ContactFactory(contractor=order.contractor),
            subject="Your order",
            text="",
            written_at=self.at,
            not_before=self.at,
        )
        OutboxOrder.objects.create(message=message, order=order)
        if days % 3:
            found = OutboxMessage.objects.filter(pk=message.pk)
            found.update(refused_at=self.at, refusal="No such mailbox")

    def _update(self, which: int, **fields: Any) -> None:
        Order.objects.filter(pk=self._one(self.orders, which).pk).update(**fields)
