"""What a scan at the receiving page means, and one answer for each of a batch of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from shipments.domain import scan as scanned
from shipments.domain.contract_number import ContractNumber
from shipments.domain.document_number import DocumentNumber
from shipments.domain.roles import Right
from shipments.domain.tcn import Tcn
from shipments.models import Order, Receipt, Shipment, ShipmentLine, User, line_sums
from shipments.services import days, finding, receipts, refusal
from shipments.services.receipt_entry import Answer, ReceiptEntry, Said, Scan

MOST = 200


def take(scans: Iterable[Scan], *, by: User, at: datetime) -> list[Said]:
    """Do what each scan asks, in the order they were made.

    Each is judged on its own, in a transaction of its own: one that is refused stops none that
    follows. The same operation again changes nothing and has the same answer.

    :raises NotAllowed: no right to receive. Then none was judged.
    """
    refusal.require(by, Right.RECEIVE_SHIPMENT)
    return [_said(each, by=by, at=at) for each in scans]


def _said(scan: Scan, *, by: User, at: datetime) -> Said:
    try:
        if scan.undoes:
            return _undone(scan, scan.undoes, by=by, at=at)
        before = _recorded_by(scan.operation, by=by)
        return _received(scan, before) if before else _judged(scan, by=by, at=at)
    except scanned.InvalidScan as error:
        return _refused(scan, str(error), "unreadable")
    except Shipment.DoesNotExist:
        message = "No shipment with this TCN is logged here, or it is not yours to see."
        return _refused(scan, f"{message} Put it aside and tell the shipment clerk.", "unknown")
    except refusal.Refused as refused:
        return _refused(scan, str(refused), refused.problems[0].code)


def _undone(scan: Scan, undoes: UUID, *, by: User, at: datetime) -> Said:
    rows = receipts.undo(operation=scan.operation, undoes=undoes, by=by, at=at)
    if not rows:
        return _refused(scan, "There is nothing of that scan to undo.", "nothing_to_undo")
    what = _what(rows)
    return Said(
        scan.operation,
        Answer.UNDONE,
        _title(rows),
        f"{what} is not received any more.",
        tcn=rows[0].line.shipment.tcn,
    )


def _recorded_by(operation: UUID, *, by: User) -> list[Receipt]:
    rows = (
        Receipt.objects.visible_to(by)
        .filter(operation=operation, retracts__isnull=True)
        .select_related("line__order__item", "line__shipment", "package")
    )
    return list(rows.order_by("pk"))


def _judged(scan: Scan, *, by: User, at: datetime) -> Said:
    match _meant(scan.text, by=by):
        case scanned.Package(tcn=of, number=number):
            return _package(scan, of.value, number, by=by, at=at)
        case Tcn(value=value):
            return _shipment(scan, value, by=by, at=at)
        case scanned.Words(text=text):
            return _order(scan, text, by=by, at=at)
        case number:
            return _order(scan, str(number), by=by, at=at)


def _meant(
    text: str, *, by: User
) -> scanned.Package | Tcn | scanned.Words | DocumentNumber | ContractNumber:
    """What a label of ours or of others stands for."""
    match scanned.read(text):
        case scanned.Label(tcn=tcn, package=number) if number is not None:
            return scanned.Package(tcn, number)
        case scanned.Label(tcn=tcn):
            return tcn
        case scanned.Envelope() as envelope:
            return _known(envelope, by=by)
        case scanned.Rows():
            message = "That is a table of several lines. Scan one label at a time."
            raise refusal.refuse("text", message, "several_lines")
        case meant:
            return meant


def _known(envelope: scanned.Envelope, *, by: User) -> Tcn:
    """The shipment that another shipper's label names, if we know it."""
    values = [each.value for each in envelope.candidates if isinstance(each, Tcn)]
    known = Shipment.objects.visible_to(by).filter(tcn__in=values).values_list("tcn", flat=True)
    if len(known) != 1:
        message = "Nothing on this label names one shipment that is logged here. Type its TCN."
        raise refusal.refuse("text", message, "unknown")
    return Tcn(known[0])


def _package(scan: Scan, tcn: str, number: int, *, by: User, at: datetime) -> Said:
    entry = ReceiptEntry(
        tcn=tcn,
        operation=scan.operation,
        package=number,
        quantity=scan.quantity,
        counted_at=scan.counted_at,
    )
    if scan.quantity is None:
        first = _first_of_package(tcn, number, by=by)
        if first is not None:
            when = first.recorded_at.astimezone(days.EASTERNMOST)
            message = f"Already received {when:%H:%M} on {when:%-d %b}, by {first.source}."
            return Said(
                scan.operation,
                Answer.ALREADY,
                f"Package {number}",
                message,
                tcn=tcn,
                package=number,
            )
    return _recorded(scan, entry, by=by, at=at)


def _first_of_package(tcn: str, number: int, *, by: User) -> Receipt | None:
    rows = Receipt.objects.visible_to(by).standing()
    of_it = rows.filter(package__shipment__tcn=tcn, package__number=number)
    return of_it.order_by("recorded_at", "pk").first()


def _shipment(scan: Scan, tcn: str, *, by: User, at: datetime) -> Said:
    shipment = Shipment.objects.visible_to(by).get(tcn=tcn)
    if scan.everything:
        entry = ReceiptEntry(tcn=tcn, operation=scan.operation, counted_at=scan.counted_at)
        return _recorded(scan, entry, by=by, at=at)
    packages = shipment.packages.count()
    text = (
        f"Scan its {packages} packages, or receive all that is left of it."
        if packages
        else "Scan an order aboard with its quantity, or receive all that is left of it."
    )
    return Said(scan.operation, Answer.CHOSEN, tcn, text, tcn=tcn)


def _order(scan: Scan, text: str, *, by: User, at: datetime) -> Said:
    order = finding.order(text, by=by)
    if order is None:
        message = (
            f"{text} is no package, shipment or order known here. Check the label, or put it "
            "aside and tell the shipment clerk."
        )
        raise refusal.refuse("text", message, "unknown")
    lines = _aboard(order, scan.tcn)
    sums = line_sums.of_lines(lines)
    waiting = [line for line in lines if sums[line.pk].left > 0]
    if not waiting:
        message = f"All of {order.reference} is received or reported already."
        tcn = lines[0].shipment.tcn
        return Said(scan.operation, Answer.ALREADY, order.reference, message, tcn=tcn)
    line = _only(waiting, order.reference)
    if scan.quantity is None:
        left = sums[line.pk].left
        unit = order.unit_of_issue.lower()
        return Said(
            scan.operation,
            Answer.ASK,
            order.reference,
            f"How many came? {left:,} {unit} are left. Enter a quantity.",
            tcn=line.shipment.tcn,
            line=line.pk,
            quantity=left,
            code="quantity_needed",
        )
    entry = ReceiptEntry(
        tcn=line.shipment.tcn,
        operation=scan.operation,
        line=line.pk,
        quantity=scan.quantity,
        counted_at=scan.counted_at,
    )
    return _recorded(scan, entry, by=by, at=at)


def _aboard(order: Order, tcn: str) -> list[ShipmentLine]:
    rows = ShipmentLine.objects.filter(order=order, shipment__cancelled_at__isnull=True)
    if tcn:
        rows = rows.filter(shipment__tcn=tcn)
    lines = list(rows.select_related("shipment").order_by("pk"))
    if not lines:
        where = tcn or "any shipment"
        raise refusal.refuse("text", f"{order.reference} is not on {where}.", "not_aboard")
    return lines


def _only(waiting: list[ShipmentLine], reference: str) -> ShipmentLine:
    tcns = sorted({line.shipment.tcn for line in waiting})
    if len(tcns) > 1:
        message = f"{reference} is on {len(tcns)} shipments: {', '.join(tcns)}. Scan one first."
        raise refusal.refuse("text", message, "several_shipments")
    if len(waiting) > 1:
        message = f"{reference} is on several lines of {tcns[0]}, by lot. Scan the package."
        raise refusal.refuse("text", message, "several_lines")
    return waiting[0]


def _recorded(scan: Scan, entry: ReceiptEntry, *, by: User, at: datetime) -> Said:
    receipts.record(entry, by=by, at=at)
    # As it is answered when it is sent again.
    return _received(scan, _recorded_by(scan.operation, by=by))


def _received(scan: Scan, rows: list[Receipt]) -> Said:
    first = rows[0]
    text = f"{first.line.order.item.name} · {_what(rows)}"
    if len(rows) > 1:
        text = f"{len(rows)} lines · {_what(rows)}"
    elif first.line.lot:
        text += f" · lot {first.line.lot}"
    return Said(
        scan.operation,
        Answer.RECEIVED,
        _title(rows),
        text,
        tcn=first.line.shipment.tcn,
        package=first.package.number if first.package else None,
        line=first.line_id if len(rows) == 1 else None,
        quantity=sum(each.quantity for each in rows),
    )


def _title(rows: list[Receipt]) -> str:
    first = rows[0]
    if first.package_id and first.package:
        return f"Package {first.package.number}"
    return first.line.order.reference if len(rows) == 1 else first.line.shipment.tcn


def _what(rows: list[Receipt]) -> str:
    units = {each.line.order.unit_of_issue.lower() for each in rows}
    unit = units.pop() if len(units) == 1 else ""
    return f"{sum(each.quantity for each in rows):,} {unit}".strip()


def _refused(scan: Scan, message: str, code: str) -> Said:
    return Said(
        scan.operation, Answer.REFUSED, scan.text[:60] or "Undo", message, scan.tcn, code=code
    )
