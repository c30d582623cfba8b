"""What may happen around the orders of a small book: needs, ways, holds, limits."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from shipments.models import (
    Case,
    Contractor,
    Departure,
    Disruption,
    Hold,
    Item,
    Lane,
    Need,
    Order,
    Place,
    Policy,
    User,
)
from tests.factories import NeedFactory
from tests.factories.expediting import DepartureFactory, DisruptionFactory, HoldFactory

LIMITS = [
    "late_grace_days", "silent_days", "no_ship_date_days", "slipping_days", "ready_days",
    "promise_grace_days", "departure_near_days", "transit_planning_days", "promises_to_correct",
    "shipments_for_median", "points_silent", "points_past_required_date",
]  # fmt: skip


class Surroundings:
    """Each is told which of the things it concerns, and a number of days."""

    today: date
    hour: int
    at: datetime
    case: Case
    contractors: list[Contractor]
    items: list[Item]
    lanes: list[Lane]
    places: list[Place]
    orders: list[Order]
    people: list[User]

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
        said = ["closed", "restricted", "closed", "open"][abs(days) % 4]
        DisruptionFactory(**where, **begins, passability=said, recorded_at=self.at)

    def withdraw_disruption(self, which: int, days: int) -> None:
        found = list(Disruption.objects.standing().order_by("pk"))
        if found:
            Disruption.objects.filter(pk=self._one(found, which).pk).update(
                withdrawn_at=self.at, withdrawn_by=self.people[0], withdrawn_because="In error"
            )

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

    def _on(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def _one(self, of: list[Any], which: int) -> Any:
        return of[which % len(of)]
