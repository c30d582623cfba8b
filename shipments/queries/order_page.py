"""Everything the page of one order shows, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Prefetch

from shipments.compliance import covered
from shipments.compliance.covered import HoldSummary
from shipments.expedite import Saving, Savings, sentences
from shipments.models import (
    Contact,
    Expedite,
    Flag,
    Milestone,
    Order,
    Policy,
    Promise,
    Shipment,
    ShipmentLine,
    User,
)
from shipments.queries import (
    days_saved,
    order_timeline,
    reasons,
    received_records,
    shipment_standings,
)
from shipments.queries.account import Account, of_order
from shipments.queries.order_list import late_by
from shipments.queries.order_steps import Step, steps
from shipments.queries.order_timeline import Event
from shipments.queries.received_records import Records


@dataclass(frozen=True)
class Quantities:
    """Where what was ordered is. In the order's unit.

    :ivar missing: shipped and reported missing: to be shipped again.
    :ivar left: still to ship, an accepted overage and what is missing included; None where the
        ordered quantity is not published.
    """

    received: int
    in_transit: int
    logged: int
    missing: int
    left: int | None
    segments: list[tuple[float, str]]


@dataclass(frozen=True)
class Entry:
    """One promise with how far it moved from the one before, in days; None for the first."""

    promise: Promise
    moved: int | None


@dataclass(frozen=True)
class Ledger:
    """:ivar slipped: days from the first promise to the last; negative when it improved."""

    entries: list[Entry]
    slipped: int
    moves: int


@dataclass(frozen=True)
class Aboard:
    """What of the order one shipment carries."""

    shipment: Shipment
    quantity: int
    state: str
    departed_on: date | None
    arrives_on: date | None
    arrived: bool


@dataclass(frozen=True)
class Flagged:
    """A live flag in words, and what gains the most days against it."""

    flag: Flag
    label: str
    icon: str
    sentence: str
    saving: Saving | None


@dataclass(frozen=True)
class OrderPage:
    """:ivar must_ship_by: the last day to ship and still make the required date."""

    order: Order
    late_by: int | None
    steps: list[Step]
    quantities: Quantities
    account: Account
    ledger: Ledger
    must_ship_by: date | None
    transit_days: int
    flags: list[Flagged]
    expedite: Expedite | None
    aboard: list[Aboard]
    records: Records
    contacts: list[Contact]
    timeline: list[Event]
    holds: tuple[HoldSummary, ...]


def find(reference: str, *, by: User) -> Order | None:
    """The order as the person may see it, with the outside facts it rests on."""
    orders = (
        Order.objects.visible_to(by)
        .with_row()
        .select_related("notification", "case", "lane__from_place", "lane__to_place")
    )
    sources = ("sources", "contract__sources", "notification__sources")
    return orders.prefetch_related(*sources).filter(reference=reference).first()


def load(order: Order, *, by: User, today: date) -> OrderPage:
    promises = list(order.promises.oldest_first().select_related("recorded_by"))
    own = Flag.objects.visible_to(by).filter(order=order)
    flags = list(own.weightiest_first().select_related("policy"))
    files = Expedite.objects.visible_to(by).filter(order=order)
    expedites = list(files.select_related("owner").order_by("-opened_at", "-pk"))
    lines = _lines(order)
    kept = order_timeline.Kept(promises, flags, expedites, lines)
    transit_days = _transit_days(order)
    account = of_order(order)
    contractor = order.contractor
    return OrderPage(
        order=order,
        late_by=late_by(order, order.standing, today=today),
        steps=steps(order),
        quantities=quantities(order, account),
        account=account,
        ledger=ledger(promises),
        must_ship_by=order.required_on - timedelta(days=transit_days)
        if order.required_on and not order.possible_sale
        else None,
        transit_days=transit_days,
        flags=_flagged(order, flags, today=today),
        expedite=next((each for each in expedites if each.closed_at is None), None),
        aboard=_aboard(lines),
        records=received_records.of_order(order, by=by),
        contacts=list(contractor.contacts.order_by("name", "pk")) if contractor else [],
        timeline=order_timeline.events(order, kept, today=today),
        holds=covered.holds_on([order.pk]).get(order.pk, ()),
    )


def _flagged(order: Order, flags: list[Flag], *, today: date) -> list[Flagged]:
    savings = days_saved.of([order.pk], on=today).get(order.pk, reasons.NOTHING)
    return [_worded(flag, savings, today=today) for flag in flags if flag.cleared_at is None]


def _worded(flag: Flag, savings: Savings, *, today: date) -> Flagged:
    rule = sentences.rule(flag.reason)
    return Flagged(
        flag,
        label=rule.chip if rule else flag.reason.replace("_", " ").capitalize(),
        icon=rule.icon if rule else "flag",
        sentence=sentences.sentence(flag, today),
        saving=savings.best_for(flag.reason),
    )


def quantities(order: Order, account: Account) -> Quantities:
    standing = order.standing
    logged = max(0, standing.shipped_quantity - standing.departed_quantity)
    in_transit = max(0, account.under_way - logged)
    segments = []
    if order.quantity is not None:
        whole = order.quantity + order.accepted_overage
        parts = (
            (account.good, "green"),
            (in_transit, "blue"),
            (logged, "amber"),
            (account.missing, "red"),
        )
        segments = [(100 * part / whole, tone) for part, tone in parts]
    return Quantities(account.good, in_transit, logged, account.missing, account.left, segments)


def ledger(promises: list[Promise]) -> Ledger:
    moves = [None, *((b.ship_on - a.ship_on).days for a, b in pairwise(promises))]
    entries = [Entry(promise, moved) for promise, moved in zip(promises, moves, strict=False)]
    slipped = (promises[-1].ship_on - promises[0].ship_on).days if promises else 0
    return Ledger(entries, slipped, sum(1 for move in moves if move))


def _transit_days(order: Order) -> int:
    """The days on the way that its expected delivery rests on, or else the general figure."""
    ships, comes = order.standing.expected_ship_on, order.standing.expected_delivery_on
    if ships and comes and ships <= comes:
        return (comes - ships).days
    return int(Policy.objects.in_force().limits.get("transit_planning_days", 0))


def _lines(order: Order) -> list[ShipmentLine]:
    """Every line of the order with its shipment and all that was said of it, retracted too."""
    milestones = Milestone.objects.select_related("place", "recorded_by", "retracts").as_said()
    found = order.shipment_lines.select_related(
        "shipment__from_place", "shipment__to_place", "shipment__logged_by", "shipment__standing"
    ).prefetch_related(Prefetch("shipment__milestones", queryset=milestones))
    return list(found.order_by("-shipment__logged_at", "-pk"))


def _aboard(lines: list[ShipmentLine]) -> list[Aboard]:
    """One row a shipment, whatever number of lots it carries."""
    carried: dict[int, list[ShipmentLine]] = {}
    for line in lines:
        carried.setdefault(line.shipment_id, []).append(line)
    return [_carried(parts) for parts in carried.values()]


def _carried(parts: list[ShipmentLine]) -> Aboard:
    shipment = parts[0].shipment
    said = shipment.milestones.all()
    retracted = {m.retracts_id for m in said if m.retracts_id}
    standing = [m for m in said if m.pk not in retracted and m.retracts_id is None]
    days = {(m.kind, m.classifier): m.occurs_on for m in standing}
    arrival = [days.get(("arrived", each)) for each in ("actual", "estimated", "planned")]
    return Aboard(
        shipment=shipment,
        quantity=sum(line.quantity for line in parts),
        state=shipment_standings.of(shipment).state,
        departed_on=days.get(("departed", "actual")),
        arrives_on=next((each for each in arrival if each), None),
        arrived=arrival[0] is not None,
    )
