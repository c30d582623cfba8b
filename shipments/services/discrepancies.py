"""Reporting how what came differs from what was shipped, and what became of the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from shipments import enqueue
from shipments.domain.discrepancy import DiscrepancyKind
from shipments.domain.roles import Right
from shipments.domain.shipment_papers import DocumentKind
from shipments.models import Discrepancy, Milestone, Shipment, ShipmentLine, User, line_sums
from shipments.services import aboard, days, documents, refusal
from shipments.services.discrepancy_numbers import next_number, report_by
from shipments.services.refusal import Problem
from shipments.standing.recompute import recompute

# Reports of one case take turns, so that each finds the number after the last.
_TURN = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


@dataclass(frozen=True)
class Photo:
    name: str
    content: bytes


@dataclass(frozen=True)
class DiscrepancyEntry:
    """What was found on one line of a shipment.

    :ivar line: the line's key, or ``order`` and ``lot`` as for a receipt.
    :ivar to_replace: how much of it is to be shipped again; None for all of it, of an overage
        nothing.
    :ivar wrong_item: what came instead.
    :ivar operation: made where it was entered; the same one again changes nothing.
    """

    tcn: str
    line: int | None
    kind: str
    quantity: int | None
    order: str = ""
    lot: str = ""
    to_replace: int | None = None
    found_on: date | None = None
    wrong_item: str = ""
    note: str = ""
    operation: UUID | None = None
    photo: Photo | None = None


def report(entry: DiscrepancyEntry, *, by: User, at: datetime) -> Discrepancy:
    """Report what differs. What is to be replaced is left to ship on its order again.

    :raises Shipment.DoesNotExist: no such shipment that the person may see.
    :raises NotAllowed: no right to receive.
    :raises Refused: with every problem there is.
    """
    refusal.require(by, Right.RECEIVE_SHIPMENT)
    try:
        with transaction.atomic():
            rows = Shipment.objects.visible_to(by).select_for_update(no_key=True)
            shipment = rows.get(tcn=entry.tcn.strip().upper())
            if entry.operation and (done := _by(entry.operation)):
                return done
            line = aboard.line(shipment, key=entry.line, order=entry.order, lot=entry.lot, by=by)
            found_on = entry.found_on or days.last_begun(at)
            problems = _problems(entry, shipment, line, found_on, at=at)
            if problems or entry.quantity is None:
                raise refusal.Refused(problems)
            made = _write(entry, line, entry.quantity, found_on, by=by, at=at)
            if entry.photo:
                documents.add(
                    shipment=shipment,
                    name=entry.photo.name,
                    content=entry.photo.content,
                    kind=DocumentKind.PHOTO,
                    discrepancy=made,
                    by=by,
                    at=at,
                )
            _follow(line, at=at)
    except IntegrityError as error:
        raise refusal.from_database(error) from error
    return made


def _by(operation: UUID) -> Discrepancy | None:
    return Discrepancy.objects.filter(operation=operation).first()


def _problems(
    entry: DiscrepancyEntry,
    shipment: Shipment,
    line: ShipmentLine,
    found_on: date,
    *,
    at: datetime,
) -> list[Problem]:
    problems = days.out_of_reach(at=at, found_on=found_on)
    if shipment.cancelled_at:
        problems.append(Problem("", f"{shipment.tcn} is cancelled.", "cancelled"))
    if entry.kind not in list(DiscrepancyKind):
        message = f"Choose what differs: {', '.join(DiscrepancyKind)}."
        return [*problems, Problem("kind", message, "unknown_kind")]
    if found_on > days.last_begun(at):
        message = f"{found_on:%-d %b %Y} has not come yet. Enter the day it was found."
        problems.append(Problem("found_on", message, "in_the_future"))
    if entry.kind == DiscrepancyKind.WRONG_ITEM and not entry.wrong_item.strip():
        problems.append(Problem("wrong_item", "Enter what came instead.", "required"))
    if entry.quantity is None or entry.quantity <= 0:
        problems.append(Problem("quantity", "Enter how many, 1 or more.", "required"))
        return problems
    if entry.to_replace is not None and not 0 <= entry.to_replace <= entry.quantity:
        message = f"Enter 0 to {entry.quantity:,}: no more than is reported."
        problems.append(Problem("to_replace", message, "more_than_reported"))
    elif entry.to_replace and entry.kind == DiscrepancyKind.OVERAGE:
        message = "Nothing of an overage is to be replaced. Enter 0."
        problems.append(Problem("to_replace", message, "overage_is_not_replaced"))
    return problems + _too_many(DiscrepancyKind(entry.kind), entry.quantity, line)


def _too_many(kind: DiscrepancyKind, quantity: int, line: ShipmentLine) -> list[Problem]:
    """More than can differ in this way."""
    sums = line_sums.of_lines([line])[line.pk]
    match kind:
        case DiscrepancyKind.OVERAGE:
            return []
        case DiscrepancyKind.DAMAGE:
            most = _received(line, sums) - sums.damaged
            short_of = "Receive them first, then report how many are damaged."
        case _:
            most = sums.left
            short_of = "All others are received or reported already. Retract a receipt first."
    if quantity <= most:
        return []
    message = f"{short_of} Enter {most:,} or fewer." if most > 0 else short_of
    return [Problem("quantity", message, "more_than_left")]


def _received(line: ShipmentLine, sums: line_sums.LineSums) -> int:
    """As counted, or all of it where nobody counted and it is said to have been received."""
    shipment = line.shipment
    counted = line_sums.of_lines(shipment.lines.all())
    if any(each.received for each in counted.values()):
        return sums.received
    said = Milestone.objects.standing().actual().filter(shipment=shipment, kind="received")
    return sums.aboard + sums.over - sums.short if said.exists() else 0


def _write(
    entry: DiscrepancyEntry,
    line: ShipmentLine,
    quantity: int,
    found_on: date,
    *,
    by: User,
    at: datetime,
) -> Discrepancy:
    kind = DiscrepancyKind(entry.kind)
    whole = 0 if kind is DiscrepancyKind.OVERAGE else quantity
    case_id = line.order.case.case_id if line.order.case else None
    with connection.cursor() as cursor:
        cursor.execute(_TURN, [f"discrepancies of {case_id or ''}"])
    return Discrepancy.objects.create(
        line=line,
        kind=kind.value,
        quantity=quantity,
        to_replace=whole if entry.to_replace is None else entry.to_replace,
        number=next_number(case_id),
        found_on=found_on,
        report_by=report_by(line),
        wrong_item=entry.wrong_item.strip() if kind is DiscrepancyKind.WRONG_ITEM else "",
        operation=entry.operation,
        note=entry.note.strip(),
        recorded_at=at,
        recorded_by=by,
    )


def settle(
    *, number: str, settlement: str, to_replace: int | None, by: User, at: datetime
) -> Discrepancy:
    """Say what became of a report, and how much of it is to be shipped again after all.

    :param to_replace: None leaves it as it was reported. What is not to be replaced is closed.
    :raises Discrepancy.DoesNotExist: no such report that the person may see.
    :raises Refused: nothing said, settled or withdrawn before, or replaced already.
    """
    refusal.require(by, Right.RECEIVE_SHIPMENT)
    found = Discrepancy.objects.visible_to(by).select_related("line").get(number=number)
    if not settlement.strip():
        raise refusal.refuse("settlement", "Say what became of it.", "required")
    if to_replace is not None and not 0 <= to_replace <= found.to_replace:
        message = f"Enter 0 to {found.to_replace:,}: no more than was to be replaced."
        raise refusal.refuse("to_replace", message, "more_than_reported")
    return _end(
        found,
        at=at,
        settled_at=at,
        settled_by=by,
        settlement=settlement.strip(),
        to_replace=found.to_replace if to_replace is None else to_replace,
    )


def withdraw(*, number: str, reason: str, by: User, at: datetime) -> Discrepancy:
    """Take back a report made in error; it stays readable, and its quantities no longer count.

    :raises Discrepancy.DoesNotExist: no such report that the person may see.
    :raises Refused: no reason, ended before, or what it says still holds others up.
    """
    refusal.require(by, Right.RECEIVE_SHIPMENT)
    found = Discrepancy.objects.visible_to(by).select_related("line").get(number=number)
    if not reason.strip():
        raise refusal.refuse("reason", "Say why it is withdrawn.", "required")
    return _end(found, at=at, withdrawn_at=at, withdrawn_by=by, withdrawn_because=reason.strip())


def _end(found: Discrepancy, *, at: datetime, **fields: object) -> Discrepancy:
    try:
        with transaction.atomic():
            Shipment.objects.select_for_update(no_key=True).get(pk=found.line.shipment_id)
            # The update is the check: of two people who end it at once one succeeds.
            if not Discrepancy.objects.open().filter(pk=found.pk).update(**fields):
                message = f"{found.number} is settled or withdrawn already."
                raise refusal.refuse("", message, "ended")
            _follow(found.line, at=at)
    except IntegrityError as error:
        raise refusal.from_database(error) from error
    found.refresh_from_db()
    return found


def _follow(line: ShipmentLine, *, at: datetime) -> None:
    recompute({line.order_id}, at=at)
    enqueue.judge()
