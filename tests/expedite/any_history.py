"""Things that may happen to a small book, written straight into the tables, as anybody may."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from shipments.models import (
    Departure,
    Disruption,
    Hold,
    Lane,
    Need,
    Order,
    OutboxMessage,
    OutboxOrder,
    Place,
    Policy,
    Shipment,
    User,
)
from shipments.services import judging
from tests.factories import (
    CaseFactory,
    ContractorFactory,
    ItemFactory,
    MilestoneFactory,
    NeedFactory,
    OrderFactory,
    PlaceFactory,
    PromiseFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.expediting import (
    ContactFactory,
    DepartureFactory,
    DisruptionFactory,
    HoldFactory,
    LaneFactory,
    ReportFactory,
)
from tests.factories.moments import TODAY

LIMITS = [
    "late_grace_days", "silent_days", "no_ship_date_days", "slipping_days", "ready_days",
    "promise_grace_days", "departure_near_days", "transit_planning_days", "promises_to_correct",
    "shipments_for_median", "points_silent", "points_past_required_date",
]  # fmt: skip
KINDS = ["departed", "arrived", "discharged", "customs_released", "received"]
WHAT = [
    "promise", "promise", "promise", "report", "require", "acknowledge", "prioritise", "cancel",
    "enlarge", "reroute", "order", "ship", "ship", "milestone", "milestone", "milestone",
    "cancel_shipment", "need", "need", "close_need", "substitute", "disrupt", "end_disruption",
    "schedule", "cancel_departure", "plan_lane", "pass_through", "hold", "hold", "release",
    "policy", "refuse_mail", "next_day", "next_day", "judge", "judge", "judge",
]  # fmt: skip


class History:
    """A book of eight orders in two contractors' hands, and what befalls it.

    What the database refuses did not happen.
    """

    def __init__(self) -> None:
        self.today = TODAY
        self.hour = 0
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

    @property
    def at(self) -> datetime:
        return datetime.combine(self.today, time(6, 0), UTC) + timedelta(minutes=self.hour)

    def happens(self, what: str, which: int, days: int) -> None:
        self.hour += 1
        try:
            with transaction.atomic():
                getattr(self, what)(which, days)
        except IntegrityError:
            pass

    def judge(self, which: int, days: int) -> None:
        judging.run(as_of=self.today, at=self.at)

    def next_day(self, which: int, days: int) -> None:
        self.today += timedelta(days=1 + which % 5)
        self.hour = 0

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
            kind=KINDS[abs(days) % 5],
            classifier="actual" if days < 20 else "estimated",
            occurs_on=self.today - timedelta(days=days % 7) if days < 20 else self._on(days),
            reported_at=self.at,
            recorded_at=self.at,
        )

    def cancel_shipment(self, which: int, days: int) -> None:
        shipment = self._one(self.shipments, which)
        found = Shipment.objects.standing_live().filter(pk=shipment.pk)
        found.update(cancelled_at=self.at, cancelled_because="Not sent")
        lane = self._one(self.lanes, which)
        new = ShipmentFactory(from_place=lane.from_place, to_place=lane.to_place)
        self.shipments[which % len(self.shipments)] = new

    def need(self, which: int, days: int) -> None:
        NeedFactory(
            item=self._one(self.items, which),
            quantity=10 + abs(days),
            needed_on=self._on(days),
            stated_on=self.today,
            urgency="emergency" if days % 2 else "routine",
            reference=f"N{self.hour}",
            recorded_at=self.at,
        )

    def close_need(self, which: int, days: int) -> None:
        needs = list(Need.objects.open().order_by("pk"))
        if needs:
            Need.objects.filter(pk=self._one(needs, which).pk).update(closed_on=self.today)

    def substitute(self, which: int, days: int) -> None:
        item, accepted = self._one(self.items, which), self._one(self.items, which + 1)
        item.substitutes.create(
            accepted=accepted, rank=1 + abs(days) % 2, source="A list", recorded_at=self.at
        )

    def disrupt(self, which: int, days: int) -> None:
        begins = {"starts_on": self._on(days % 4 - 2), "starts_on_precision": "day"}
        where = {"place": self._one(self.places, which)}
        if days % 2:
            where = {"place": None, "lane": self._one(self.lanes, which)}  # type: ignore[dict-item]
        DisruptionFactory(**where, **begins, recorded_at=self.at)

    def end_disruption(self, which: int, days: int) -> None:
        found = list(Disruption.objects.order_by("pk"))
        if found:
            one = Disruption.objects.filter(pk=self._one(found, which).pk)
            one.update(ends_on=self._on(abs(days) % 5), ends_on_precision="day")

    def schedule(self, which: int, days: int) -> None:
        lane, leaves = self._one(self.lanes, which), self._on(2 + abs(days) % 30)
        DepartureFactory(
            from_place=lane.from_place,
            to_place=lane.to_place,
            cut_off_on=leaves - timedelta(days=1),
            departs_on=leaves,
            arrives_on=leaves + timedelta(days=20),
            recorded_at=self.at,
        )

    def cancel_departure(self, which: int, days: int) -> None:
        found = list(Departure.objects.order_by("pk"))
        if found:
            one = Departure.objects.filter(pk=self._one(found, which).pk)
            one.update(cancelled_on=self.today)

    def plan_lane(self, which: int, days: int) -> None:
        lane = Lane.objects.filter(pk=self._one(self.lanes, which).pk)
        lane.update(planning_days=1 + abs(days))

    def pass_through(self, which: int, days: int) -> None:
        lane, place = self._one(self.lanes, which), self._one(self.places, days)
        if days % 2:
            lane.passes.add(place)
        else:
            lane.passes.remove(place)

    def hold(self, which: int, days: int) -> None:
        covers: dict[str, Any] = [
            {"order": self._one(self.orders, which)},
            {"order": None, "item": self._one(self.items, which)},
            {"order": None, "contractor": self._one(self.contractors, which)},
            {"order": None, "case": self.case},
            {"order": None, "place": self._one(self.places, which)},
        ][abs(days) % 5]
        HoldFactory(**covers, placed_at=self.at, placed_by=self.people[0])

    def release(self, which: int, days: int) -> None:
        found = list(Hold.objects.in_place().order_by("pk"))
        if found:
            Hold.objects.filter(pk=self._one(found, which).pk).update(
                release_asked_at=self.at,
                release_asked_by=self.people[0],
                release_reason="Signed",
                released_at=self.at,
                released_by=self.people[1],
            )

    def policy(self, which: int, days: int) -> None:
        last = Policy.objects.in_force()
        limits = {**last.limits, self._one(LIMITS, which): 1 + abs(days) % 30}
        Policy.objects.create(
            version=last.version + 1, limits=limits, reason="Otherwise", made_at=self.at
        )

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

    def _on(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def _one(self, of: list[Any], which: int) -> Any:
        return of[which % len(of)]

    def _update(self, which: int, **fields: Any) -> None:
        Order.objects.filter(pk=self._one(self.orders, which).pk).update(**fields)
