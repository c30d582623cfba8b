"""Splitting a shipment on the way: a part of its lines goes on under a TCN of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from shipments import enqueue
from shipments.compliance import gone
from shipments.domain import tcn as tcns
from shipments.domain.milestones import MilestoneKind
from shipments.domain.roles import Right
from shipments.models import Discrepancy, Milestone, Order, Receipt, Shipment, ShipmentLine, User
from shipments.services import refusal, split_packages
from shipments.services.packing import said
from shipments.services.refusal import Problem
from shipments.standing.recompute import recompute

TRIES = 5
_TCN_IS_TAKEN = "shipments_shipment_tcn_key"
# What a part shares with the whole it was taken from.
_SHARED = (
    "mode",
    "carrier",
    "voyage",
    "from_place_id",
    "to_place_id",
    "planned_departure_on",
    "planned_arrival_on",
    "departure_id",
)


@dataclass(frozen=True)
class Split:
    """What is split off.

    :ivar quantities: how much of each line, by its key.
    :ivar gross_weight_kg: of that part; needed where its packages do not tell.
    """

    quantities: Mapping[int, int]
    gross_weight_kg: Decimal | None = None


def split(*, tcn: str, part: Split, by: User, at: datetime) -> Shipment:
    """Take a part off a shipment, under the next split code, with what has happened so far.

    The quantities of the whole shrink in the same transaction, so that at no moment more is
    aboard than was. Whole packages go along; what is taken out of a package is not packed.

    :raises Shipment.DoesNotExist: none with this TCN that the person may see.
    :raises NotAllowed: no right, or goods of others are aboard.
    :raises Refused: nothing or everything is taken, more than a line holds, or too late.
    """
    refusal.require(by, Right.LOG_SHIPMENT)
    found = Shipment.objects.visible_to(by).get(tcn=tcn)
    for tries_left in reversed(range(TRIES)):
        try:
            return _split(found.pk, part, by=by, at=at)
        except IntegrityError as error:
            if tries_left and refusal.constraint_of(error) == _TCN_IS_TAKEN:
                continue
            raise refusal.from_database(error) from error
    raise AssertionError  # the last try returns or raises


@transaction.atomic
def _split(key: int, part: Split, *, by: User, at: datetime) -> Shipment:
    whole = Shipment.objects.select_for_update(no_key=True).get(pk=key)
    lines = list(whole.lines.select_related("order").order_by("order_id", "pk"))
    if not _all_own(lines, by):
        message = "It is not yours alone. Ask a shipment clerk to split it."
        raise refusal.NotAllowed([Problem("", message, "not_allowed")])
    taken = {line: part.quantities.get(line.pk, 0) for line in lines}
    if problems := _too_late(whole, taken) or _wrong(part, taken):
        raise refusal.Refused(problems)
    made = Shipment.objects.create(
        tcn=_next(whole),
        split_from=whole,
        note=f"Split from {whole.tcn}.",
        logged_at=at,
        logged_by=by,
        **{name: getattr(whole, name) for name in _SHARED},
    )
    moved = _take(taken, made)
    packages = split_packages.take(whole, made, {line: n for line, n in taken.items() if n}, moved)
    _weigh(whole, made, part, packages)
    _carry_over(whole, made, by=by, at=at)
    recompute({line.order_id for line in lines}, at=at)
    enqueue.judge()
    return made


def _all_own(lines: list[ShipmentLine], by: User) -> bool:
    own = Order.objects.visible_to(by).filter(pk__in={line.order_id for line in lines})
    return own.count() == len({line.order_id for line in lines})


def _too_late(whole: Shipment, taken: Mapping[ShipmentLine, int]) -> list[Problem]:
    if whole.cancelled_at or whole.closed_at:
        word = "cancelled" if whole.cancelled_at else "closed"
        return [Problem("", f"It is {word}: nothing of it can be split off.", word)]
    # What was released was this load; once it has left, each part of it left under that release.
    if whole.released_at and not gone.has_left(whole):
        message = "It is released as it is. Take its release back first, or split it on the way."
        return [Problem("", message, "released")]
    received = (
        Milestone.objects.standing()
        .actual()
        .filter(shipment=whole, kind=MilestoneKind.RECEIVED.value)
    )
    if received.exists():
        return [Problem("", "It was received: nothing of it can be split off.", "received")]
    # A line that goes whole would take along what was received and reported of it.
    whole_lines = [line for line, quantity in taken.items() if quantity >= line.quantity]
    accounted = {
        *Receipt.objects.filter(line__in=whole_lines).values_list("line", flat=True),
        *Discrepancy.objects.filter(line__in=whole_lines).values_list("line", flat=True),
    }
    return [
        Problem(
            f"line-{line.pk}",
            f"Part of {line.order.reference} was received or reported here. Leave that part.",
            "accounted_for",
        )
        for line in whole_lines
        if line.pk in accounted
    ]


def _wrong(part: Split, taken: Mapping[ShipmentLine, int]) -> list[Problem]:
    problems = [
        Problem(
            f"line-{line.pk}",
            f"{line.order.reference} has {line.quantity:,} aboard. Enter {line.quantity:,} or fewer.",
            "more_than_aboard",
        )
        for line, quantity in taken.items()
        if not 0 <= quantity <= line.quantity
    ]
    if part.quantities.keys() - {line.pk for line in taken}:
        problems.append(Problem("", "One of these lines is on another shipment.", "unknown_line"))
    if not problems and not any(taken.values()):
        problems.append(Problem("", "Enter how much of which line is split off.", "nothing"))
    if not problems and all(quantity == line.quantity for line, quantity in taken.items()):
        message = "That is all of it. Leave something on this shipment, or correct its TCN instead."
        problems.append(Problem("", message, "everything"))
    return problems


def _next(whole: Shipment) -> str:
    """The part of a part is a part of the same whole."""
    undivided = tcns.Tcn(f"{whole.tcn[:-1]}{tcns.NONE}")
    alike = Shipment.objects.filter(tcn__startswith=whole.tcn[:-1]).values_list("tcn", flat=True)
    try:
        code = tcns.next_split(tcns.splits_taken(alike, undivided))
    except tcns.NoSplitLeft as error:
        raise refusal.refuse("", str(error), "no_split_left") from error
    return tcns.split_of(undivided, code).value


def _take(taken: Mapping[ShipmentLine, int], made: Shipment) -> dict[ShipmentLine, ShipmentLine]:
    """Move the lines that go whole, divide the others; say which line each becomes."""
    moved = {}
    for line, quantity in taken.items():
        if not quantity:
            continue
        if quantity == line.quantity:
            ShipmentLine.objects.filter(pk=line.pk).update(shipment=made)
            moved[line] = line
            continue
        ShipmentLine.objects.filter(pk=line.pk).update(
            quantity=line.quantity - quantity, serial_from="", serial_to=""
        )
        moved[line] = ShipmentLine.objects.create(
            shipment=made, order_id=line.order_id, quantity=quantity, lot=line.lot
        )
    return moved


def _weigh(whole: Shipment, made: Shipment, part: Split, packages: split_packages.Taken) -> None:
    """What the part weighs is taken off the whole; what is not known is not made up."""
    kg = part.gross_weight_kg or packages.gross_weight_kg
    if whole.gross_weight_kg is not None and kg is None:
        message = (
            f"Enter what the part weighs: its packages do not tell, and the whole is recorded "
            f"with {said(whole.gross_weight_kg)} kg."
        )
        raise refusal.refuse("gross_weight_kg", message, "required")
    if kg is not None and kg <= 0:
        raise refusal.refuse("gross_weight_kg", "Enter more than 0 kg.", "not_positive")
    if whole.gross_weight_kg is not None and kg is not None:
        if kg >= whole.gross_weight_kg:
            message = f"The whole weighs {said(whole.gross_weight_kg)} kg. Enter less than that."
            raise refusal.refuse("gross_weight_kg", message, "more_than_the_whole")
        whole.gross_weight_kg -= kg
    made.gross_weight_kg, made.cube_m3 = kg, packages.cube_m3
    if whole.cube_m3 is not None:
        left = whole.cube_m3 - (packages.cube_m3 or 0)
        whole.cube_m3 = left if packages.cube_m3 is not None and left > 0 else None
    made.save(update_fields=["gross_weight_kg", "cube_m3"])
    whole.save(update_fields=["gross_weight_kg", "cube_m3"])


def _carry_over(whole: Shipment, made: Shipment, *, by: User, at: datetime) -> None:
    """What has happened to the whole has happened to the part, by the same sources."""
    Milestone.objects.bulk_create(
        Milestone(
            shipment=made,
            kind=each.kind,
            classifier=each.classifier,
            occurs_on=each.occurs_on,
            place_id=each.place_id,
            leg=each.leg,
            source=each.source,
            reported_at=each.reported_at,
            recorded_at=at,
            recorded_by=by,
        )
        for each in Milestone.objects.standing()
        .filter(shipment=whole)
        .order_by("recorded_at", "pk")
    )
    for leg in whole.legs.in_force().in_sequence():
        passes = list(leg.passes.all())
        leg.pk, leg.shipment, leg.planned_at, leg.planned_by = None, made, at, by
        leg.because = f"Split from {whole.tcn}."
        leg._state.adding = True
        leg.save()
        leg.passes.set(passes)
    # Who made the whole ready and released it answers for each part of it.
    Shipment.objects.filter(pk=made.pk).update(
        ready_at=whole.ready_at,
        ready_by=whole.ready_by,
        released_at=whole.released_at,
        released_by=whole.released_by,
    )
