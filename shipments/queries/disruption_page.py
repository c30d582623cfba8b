"""Everything the page of one disruption shows, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shipments.models import Disruption, User
from shipments.models.choices import Passability
from shipments.queries import affected, disruption_list
from shipments.queries.affected import AffectedOrder, AffectedShipment, Counts


@dataclass(frozen=True)
class Reading:
    """One report of a place or lane, and what it would mean if it is the true one."""

    disruption: Disruption
    counts: Counts
    is_this: bool

    @property
    def means(self) -> str:
        going = f"{self.counts.shipments:,} shipment{'' if self.counts.shipments == 1 else 's'}"
        left = self.counts.orders
        orders = f"{left:,} order{'' if left == 1 else 's'}"
        match self.disruption.passability:
            case Passability.OPEN.value:
                return f"{going} with {orders} go as planned."
            case Passability.CLOSED.value:
                return f"{going} with {orders} must go another way, or wait."
            case _:
                return f"{going} with {orders} may be held up."


@dataclass(frozen=True)
class DisruptionPage:
    """:ivar readings: this report and those that contradict it, side by side; one alone where
        nothing contradicts it.
    :ivar state: in_force, to_come, over or withdrawn.
    """

    disruption: Disruption
    state: str
    readings: list[Reading]
    counts: Counts
    shipments: list[AffectedShipment]
    orders: list[AffectedOrder]

    @property
    def more_shipments(self) -> int:
        return self.counts.shipments + self.counts.past - len(self.shipments)

    @property
    def more_orders(self) -> int:
        return self.counts.planned - len(self.orders)


def find(disruption_id: int) -> Disruption | None:
    return disruption_list.loaded().filter(pk=disruption_id).first()


def load(found: Disruption, *, by: User, on: date) -> DisruptionPage:
    against = disruption_list.contradictions([found]).get(found.pk, [])
    told = [found, *against]
    counted = affected.counts([each.pk for each in told], by=by, on=on)
    readings = [Reading(each, counted.get(each.pk, Counts()), each.pk == found.pk) for each in told]
    return DisruptionPage(
        disruption=found,
        state=_state(found, on),
        readings=readings,
        counts=readings[0].counts,
        shipments=affected.shipments(found.pk, by=by, on=on),
        orders=affected.orders(found.pk, by=by, on=on),
    )


def _state(found: Disruption, on: date) -> str:
    if found.withdrawn_at:
        return "withdrawn"
    if found.starts_on > on:
        return "to_come"
    return "over" if found.ends_on and found.ends_on < on else "in_force"
