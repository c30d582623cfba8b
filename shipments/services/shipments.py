"""Logging shipments, and taking back one that was logged in error."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from shipments import enqueue
from shipments.domain.milestones import Classifier, MilestoneKind
from shipments.domain.roles import Right
from shipments.models import (
    Milestone,
    Order,
    Package,
    PackageContent,
    Place,
    Receipt,
    Shipment,
    ShipmentLine,
    User,
)
from shipments.services import (
    days,
    departure_checks,
    drafts,
    finding,
    load_checks,
    refusal,
    shipment_checks,
    tcn_checks,
)
from shipments.services.refusal import Problem
from shipments.services.shipment_entry import (
    Checked,
    CheckedLine,
    ContentEntry,
    LineEntry,
    PackageEntry,
    ShipmentEntry,
)
from shipments.standing.recompute import recompute, with_orders

__all__ = [
    "Checked",
    "CheckedLine",
    "ContentEntry",
    "LineEntry",
    "PackageEntry",
    "ShipmentEntry",
    "cancel",
    "check",
    "find_order",
    "log",
]

# How often a TCN is made anew after somebody else was quicker.
TRIES = 5
_TCN_IS_TAKEN = "shipments_shipment_tcn_key"

check = shipment_checks.check


def find_order(text: str, *, by: User) -> Order | None:
    """Find the one order that any identifier names, among those the person may see."""
    return finding.order(text, by=by)


def log(entry: ShipmentEntry, *, by: User, at: datetime, draft: UUID | None = None) -> Shipment:
    """Log a shipment with its lines, its packages and the milestones it is entered with.

    Everything is written in one transaction, or nothing is. What a check cannot see coming,
    two people logging the last of one order at once, the database refuses. Of two who are at
    once given one TCN by the rule, the second is given the next.

    :param at: aware; stored as given.
    :param draft: what it was typed in; it is a draft no more.
    :raises NotAllowed: no right to log shipments.
    :raises Refused: with every problem there is, none hidden behind another.
    """
    refusal.require(by, Right.LOG_SHIPMENT)
    for tries_left in reversed(range(TRIES)):
        checked = check(entry, by=by, at=at)
        if checked.all_problems:
            raise refusal.Refused(checked.all_problems)
        try:
            return _log(entry, checked, by=by, at=at, draft=draft)
        except IntegrityError as error:
            made = tcn_checks.is_made(entry)
            if made and tries_left and refusal.constraint_of(error) == _TCN_IS_TAKEN:
                continue
            raise refusal.from_database(error) from error
    raise AssertionError  # the last try returns or raises


@transaction.atomic
def _log(
    entry: ShipmentEntry, checked: Checked, *, by: User, at: datetime, draft: UUID | None
) -> Shipment:
    departure = checked.departure
    if departure and not (departure.capacity_kg is departure.explosive_limit_kg is None):
        _make_room(entry, checked, at=at)
    shipment = _write(entry, checked, by=by, at=at)
    recompute({line.order.pk for line in checked.lines if line.order}, at=at)
    if draft:
        drafts.finish(draft, by=by, at=at)
    enqueue.judge()
    return shipment


def _make_room(entry: ShipmentEntry, checked: Checked, *, at: datetime) -> None:
    """Judge what the departure can take again while nobody else can put goods aboard."""
    departure = departure_checks.find(entry.departure, locked=True)
    kg, today = checked.load.gross_weight_kg, days.last_begun(at)
    problems = departure_checks.check(entry, departure, kg, today=today)
    problems += load_checks.over_limit(load_checks.of_lines(entry, checked.lines, departure))
    if problems:
        raise refusal.Refused(problems)


def _write(entry: ShipmentEntry, checked: Checked, *, by: User, at: datetime) -> Shipment:
    places = Place.objects.in_bulk([entry.from_place, entry.to_place], field_name="code")
    shipment = Shipment.objects.create(
        tcn=checked.tcn,
        mode=entry.mode,
        carrier=entry.carrier.strip(),
        voyage=entry.voyage.strip(),
        from_place=places[entry.from_place],
        to_place=places[entry.to_place],
        planned_departure_on=entry.planned_departure_on,
        planned_arrival_on=entry.planned_arrival_on,
        departure=checked.departure,
        gross_weight_kg=checked.load.gross_weight_kg,
        cube_m3=checked.load.cube_m3,
        containers=entry.containers,
        note=entry.note,
        logged_at=at,
        logged_by=by,
    )
    lines = [
        ShipmentLine(
            shipment=shipment,
            order=line.order,
            quantity=typed.quantity or 0,
            lot=typed.lot,
            serial_from=typed.serial_from,
            serial_to=typed.serial_to,
        )
        for line, typed in zip(checked.lines, entry.lines, strict=True)
    ]
    # In the order of their keys, so that two shipments of the same orders cannot each wait
    # for the other's lock.
    ShipmentLine.objects.bulk_create(sorted(lines, key=lambda line: line.order_id))
    _write_packages(shipment, lines, checked)
    Milestone.objects.bulk_create(
        Milestone(
            shipment=shipment,
            source=entry.source or str(by),
            reported_at=at,
            recorded_at=at,
            recorded_by=by,
            **known,
        )
        for known in _milestones(entry, shipment)
    )
    return shipment


def _write_packages(shipment: Shipment, lines: list[ShipmentLine], checked: Checked) -> None:
    packing = checked.load.packages
    packages = Package.objects.bulk_create(
        Package(
            shipment=shipment,
            number=each.number,
            kind=each.entry.kind,
            marking=each.entry.marking,
            gross_weight_kg=each.entry.gross_weight_kg,
            cube_m3=each.entry.cube_m3,
        )
        for each in packing
    )
    PackageContent.objects.bulk_create(
        PackageContent(package=package, line=lines[place], quantity=quantity)
        for package, each in zip(packages, packing, strict=True)
        for place, quantity in each.holds.items()
    )


def _milestones(entry: ShipmentEntry, shipment: Shipment) -> list[dict[str, Any]]:
    """The days entered with a shipment, as the first rows of its ledger, departures first."""
    departed = {"kind": MilestoneKind.DEPARTED.value, "place": shipment.from_place}
    arrived = {"kind": MilestoneKind.ARRIVED.value, "place": shipment.to_place}
    entered = (
        (departed, Classifier.PLANNED, entry.planned_departure_on),
        (arrived, Classifier.PLANNED, entry.planned_arrival_on),
        (departed, Classifier.ACTUAL, entry.departed_on),
        (arrived, Classifier.ACTUAL, entry.arrived_on),
    )
    return [
        {**what, "classifier": classifier.value, "occurs_on": day}
        for what, classifier, day in entered
        if day
    ]


def cancel(*, tcn: str, reason: str, by: User, at: datetime) -> Shipment:
    """Take back a shipment that did not take place: its quantities are left to ship again.

    A shipment that departed took place; its milestones must be retracted first.

    :raises Shipment.DoesNotExist: none with this TCN that the person may see.
    :raises NotAllowed: a contractor's user, and orders of others are aboard.
    :raises Refused: no reason, departed, or cancelled before.
    """
    refusal.require(by, Right.LOG_SHIPMENT)
    if not reason.strip():
        raise refusal.refuse("reason", "Say why it is cancelled.", "required")
    shipment = Shipment.objects.visible_to(by).get(tcn=tcn)
    with transaction.atomic():
        locked = Shipment.objects.select_for_update(no_key=True).get(pk=shipment.pk)
        if locked.lines.exclude(order__in=Order.objects.visible_to(by)).exists():
            message = "It is not yours alone. Ask a shipment clerk to cancel it."
            raise refusal.NotAllowed([Problem("", message, "not_allowed")])
        if Milestone.objects.standing().actual().filter(shipment=locked).exists():
            raise refusal.refuse(
                "", "It has moved already. Retract its actual milestones first.", "has_moved"
            )
        # Who receives locks the shipment too.
        if Receipt.objects.standing().filter(line__shipment=locked).exists():
            message = "Some of it is received. Retract its receipts first."
            raise refusal.refuse("", message, "received")
        standing = Shipment.objects.standing_live().filter(pk=locked.pk)
        if not standing.update(cancelled_at=at, cancelled_because=reason.strip()):
            raise refusal.refuse("", "It is cancelled already.", "cancelled")
        with_orders(locked.pk, at=at)
        enqueue.judge()
    return Shipment.objects.get(pk=shipment.pk)
