"""Receiving what a shipment brought, and taking back what was received in error."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from shipments import enqueue
from shipments.domain.roles import Right
from shipments.models import Milestone, Order, Receipt, Shipment, ShipmentLine, User, line_sums
from shipments.services import aboard, days, refusal
from shipments.services.receipt_entry import ReceiptEntry, Recorded
from shipments.services.refusal import Problem
from shipments.standing.recompute import recompute

# A clock that is fast by more than this tells nothing about when something was counted.
_CLOCK_SKEW = timedelta(minutes=10)
_UNDONE = "Undone while receiving"


def record(entry: ReceiptEntry, *, by: User, at: datetime) -> Recorded:
    """Record a quantity of a line, a whole package, or all that is left of a shipment.

    No milestone is written: where nobody reported the arrival, the receipt tells of it. The
    same operation again is answered with what it left, whatever it says now.

    :raises Shipment.DoesNotExist: no such shipment that the person may see.
    :raises NotAllowed: no right to receive.
    :raises Refused: nothing left, more than is left, in the future, before it departed, or what
        is in the package is not known.
    """
    refusal.require(by, Right.RECEIVE_SHIPMENT)
    try:
        with transaction.atomic():
            shipment = _locked(entry.tcn, by=by)
            done = _by(entry.operation)
            if done:
                return Recorded(done, again=True)
            received_on = entry.received_on or _day(entry.counted_at, at=at)
            problems = _problems(shipment, received_on, at=at)
            if problems:
                raise refusal.Refused(problems)
            parts = _parts(entry, shipment, by=by)
            receipts = [
                Receipt.objects.create(
                    line_id=line,
                    package_id=package,
                    quantity=quantity,
                    received_on=received_on,
                    place_id=shipment.to_place_id,
                    operation=entry.operation,
                    source=str(by),
                    note=entry.note.strip(),
                    recorded_at=at,
                    recorded_by=by,
                )
                for line, package, quantity in parts
            ]
            _follow(shipment, at=at)
    except IntegrityError as error:
        raise refusal.from_database(error) from error
    return Recorded(receipts, again=False)


def _locked(tcn: str, *, by: User) -> Shipment:
    """The shipment, so that whoever else receives of it waits, and sees what this left."""
    rows = Shipment.objects.visible_to(by).select_for_update(no_key=True)
    return rows.get(tcn=tcn.strip().upper())


def _by(operation: UUID) -> list[Receipt]:
    rows = Receipt.objects.filter(operation=operation, retracts__isnull=True)
    return list(rows.select_related("line__order").order_by("pk"))


def _day(counted_at: datetime | None, *, at: datetime) -> date:
    """The day on which it was counted, where that clock can be believed."""
    if counted_at is None or counted_at > at + _CLOCK_SKEW:
        counted_at = at
    return min(days.last_begun(counted_at), days.last_begun(at))


def _problems(shipment: Shipment, received_on: date, *, at: datetime) -> list[Problem]:
    problems = days.out_of_reach(at=at, received_on=received_on)
    if shipment.cancelled_at:
        problems.append(Problem("", f"{shipment.tcn} is cancelled.", "cancelled"))
    if received_on > days.last_begun(at):
        message = f"{received_on:%-d %b %Y} has not come yet. Enter the day it was received."
        problems.append(Problem("received_on", message, "in_the_future"))
    departed = (
        Milestone.objects.standing()
        .actual()
        .filter(shipment=shipment, kind="departed", occurs_on__gt=received_on)
        .first()
    )
    if departed:
        message = f"It departed only on {departed.occurs_on:%-d %b %Y}. Check both days."
        problems.append(Problem("received_on", message, "before_departure"))
    return problems


def _parts(
    entry: ReceiptEntry, shipment: Shipment, *, by: User
) -> Sequence[tuple[int, int | None, int]]:
    """Line, package and quantity of each receipt that the entry means."""
    own = shipment.lines.filter(order__in=Order.objects.visible_to(by))
    if entry.quantity is not None and entry.quantity <= 0:
        raise refusal.refuse("quantity", "Enter a quantity, 1 or more.", "required")
    if entry.package is not None:
        return _of_package(entry.package, entry.quantity, shipment, own)
    if entry.line is not None or entry.order:
        line = aboard.line(shipment, key=entry.line, order=entry.order, lot=entry.lot, by=by)
        return [(line.pk, None, _of_line(line, entry.quantity))]
    if entry.quantity is not None:
        message = "Say of which line so many came, or leave the quantity empty for all."
        raise refusal.refuse("line", message, "required")
    left = {key: sums.left for key, sums in line_sums.of_lines(own).items() if sums.left > 0}
    if not left:
        message = f"Nothing is left to receive of {shipment.tcn}."
        raise refusal.refuse("", message, "nothing_left")
    return [(key, None, quantity) for key, quantity in sorted(left.items())]


def _of_line(line: ShipmentLine, quantity: int | None) -> int:
    left = line_sums.of_lines([line])[line.pk].left
    if left <= 0:
        message = f"Nothing is left to receive of {line.order.reference}. Report an overage first."
        raise refusal.refuse("quantity", message, "nothing_left")
    if quantity is not None and quantity > left:
        message = (
            f"Only {left:,} are left to receive of {line.order.reference}. Enter {left:,} or "
            "fewer, or report an overage first."
        )
        raise refusal.refuse("quantity", message, "more_than_left")
    return quantity or left


def _of_package(
    number: int, quantity: int | None, shipment: Shipment, own: QuerySet[ShipmentLine]
) -> Sequence[tuple[int, int | None, int]]:
    package = shipment.packages.filter(number=number).first()
    if package is None:
        message = f"{shipment.tcn} has no package {number}. Check the label."
        raise refusal.refuse("package", message, "unknown_package")
    contents = list(package.contents.filter(line__in=own).select_related("line__order"))
    contents.sort(key=lambda each: each.line_id)
    if not contents:
        message = f"What is in package {package.number} is not recorded. Enter order and quantity."
        raise refusal.refuse("package", message, "contents_not_known")
    came = line_sums.of_packages([package.pk])
    left = {
        each.line_id: each.quantity - came.get((package.pk, each.line_id), 0) for each in contents
    }
    if quantity is None:
        parts = [(key, package.pk, rest) for key, rest in left.items() if rest > 0]
        if not parts:
            message = f"Package {package.number} is received already."
            raise refusal.refuse("package", message, "already_received")
        return parts
    if len(contents) > 1:
        message = f"Package {package.number} holds several orders. Receive them line by line."
        raise refusal.refuse("quantity", message, "several_lines")
    (line, most), *_ = left.items()
    if quantity > most:
        message = (
            f"Package {package.number} has {most:,} left. Enter {most:,} or fewer, or report an "
            "overage first."
        )
        raise refusal.refuse("quantity", message, "more_than_left")
    return [(line, package.pk, quantity)]


def retract(*, tcn: str, receipt_id: int, reason: str, by: User, at: datetime) -> Receipt:
    """Take a receipt back by a later entry that names it; the wrong one stays readable.

    :raises Receipt.DoesNotExist: no such receipt of this shipment that the person may see.
    :raises Refused: no reason, or retracted before.
    """
    refusal.require(by, Right.RECEIVE_SHIPMENT)
    if not reason.strip():
        raise refusal.refuse("reason", "Say why it is retracted.", "required")
    wrong = (
        Receipt.objects.visible_to(by)
        .select_related("line__shipment")
        .get(pk=receipt_id, line__shipment__tcn=tcn, retracts__isnull=True)
    )
    try:
        with transaction.atomic():
            shipment = _locked(wrong.line.shipment.tcn, by=by)
            retraction = _take_back(wrong, reason.strip(), None, by=by, at=at)
            _follow(shipment, at=at)
    except IntegrityError as error:
        raise refusal.from_database(error) from error
    return retraction


def undo(*, operation: UUID, undoes: UUID, by: User, at: datetime) -> list[Receipt]:
    """Take back all that one operation recorded. Again, or after a retraction, nothing changes.

    :return: what the operation had recorded; empty where it recorded nothing that the person
        may see.
    """
    refusal.require(by, Right.RECEIVE_SHIPMENT)
    receipts = [
        each for each in _by(undoes) if Receipt.objects.visible_to(by).filter(pk=each.pk).exists()
    ]
    if not receipts:
        return []
    with transaction.atomic():
        shipment = _locked(receipts[0].line.shipment.tcn, by=by)
        standing = Receipt.objects.standing().filter(pk__in=[each.pk for each in receipts])
        for wrong in standing.order_by("pk"):
            _take_back(wrong, _UNDONE, operation, by=by, at=at)
        _follow(shipment, at=at)
    return receipts


def _take_back(
    wrong: Receipt, reason: str, operation: UUID | None, *, by: User, at: datetime
) -> Receipt:
    return Receipt.objects.create(
        line_id=wrong.line_id,
        package_id=wrong.package_id,
        quantity=wrong.quantity,
        received_on=wrong.received_on,
        place_id=wrong.place_id,
        operation=operation,
        source=str(by),
        recorded_at=at,
        recorded_by=by,
        retracts=wrong,
        reason=reason,
    )


def _follow(shipment: Shipment, *, at: datetime) -> None:
    """Let every order aboard stand where the ledger now says: what came tells of the arrival."""
    recompute(set(shipment.lines.values_list("order_id", flat=True)), at=at)
    enqueue.judge()
