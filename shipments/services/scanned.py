"""What a scan, a paste or a typed number puts on the form that logs a shipment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from shipments.domain import scan
from shipments.domain.document_number import LENGTH as DOCUMENT_NUMBER_LENGTH
from shipments.domain.scan import Envelope, Label, RefusedRow, Row, Rows, Words
from shipments.domain.scan import Package as ScannedPackage
from shipments.domain.scan.heading import UNNAMED
from shipments.domain.tcn import Tcn
from shipments.models import Lane, Order, User
from shipments.models.choices import PackageKind
from shipments.services import finding
from shipments.services.line_checks import left_to_ship
from shipments.services.shipment_entry import ContentEntry, LineEntry, PackageEntry


@dataclass(frozen=True)
class Offer:
    """A number that may be meant, for a person to choose.

    :ivar kind: the field it belongs in, ``tcn`` or ``order``.
    """

    kind: str
    value: str


@dataclass(frozen=True)
class Scanned:
    """What to add to the form. Nothing was written.

    :ivar lines: with what is left to ship where the scan gives no quantity.
    :ivar packages: their lines are counted among these lines, 1 for the first.
    :ivar way: mode and places by which the first order found is planned to go.
    :ivar refused: rows of a paste that cannot be read, with what is wrong with each cell.
    :ivar unread: those rows as they were pasted, to be corrected.
    :ivar on_form: orders that stand on a line already.
    :ivar problem: why nothing could be read.
    :ivar words: what to search for; empty where the scan was understood.
    """

    lines: tuple[LineEntry, ...] = ()
    packages: tuple[PackageEntry, ...] = ()
    tcn: str = ""
    gross_weight_kg: Decimal | None = None
    way: tuple[str, str, str] | None = None
    refused: tuple[RefusedRow, ...] = ()
    unread: str = ""
    on_form: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    problem: str = ""
    words: str = ""


@dataclass
class _Filling:
    """Lines that are being filled, after those that stand on the form."""

    orders: dict[str, Order]
    so_far: Iterable[LineEntry]
    taken: Counter[int] = field(default_factory=Counter)
    lines: list[LineEntry] = field(default_factory=list)

    def __post_init__(self) -> None:
        for line in self.so_far:
            if order := self.orders.get(line.order):
                self.taken[order.pk] += line.quantity or 0

    def add(self, line: LineEntry) -> None:
        """A line without a quantity takes all that is left."""
        order, quantity = self.orders.get(line.order), line.quantity
        if order and quantity is None:
            quantity = left_to_ship(order, self.taken[order.pk]) or None
        if order:
            self.taken[order.pk] += quantity or 0
        reference = order.reference if order else line.order
        self.lines.append(
            LineEntry(reference, quantity, line.lot, line.serial_from, line.serial_to)
        )


def understand(text: str, *, so_far: Iterable[LineEntry], by: User) -> Scanned:
    """Read one field's text, whatever it is. In as many queries for one line as for many.

    :param so_far: the lines that stand on the form.
    """
    so_far = tuple(so_far)
    try:
        read = scan.read(text)
    except scan.InvalidScan as error:
        return Scanned(problem=str(error))
    match read:
        case Label():
            found = _of_label(read, so_far, by)
        case Rows():
            found = _of_rows(read, so_far, by)
        case Envelope():
            found = _of_envelope(read)
        case Tcn():
            found = _of_tcn(read, by)
        case ScannedPackage():
            found = Scanned(tcn=read.tcn.value)
        case Words():
            found = _of_number(read.text, read.hint, so_far, by)
        case _:
            found = _of_number(read.value, "", so_far, by)
    return found


def _of_number(text: str, hint: str, so_far: tuple[LineEntry, ...], by: User) -> Scanned:
    orders = finding.orders([text, *(line.order for line in so_far)], by=by)
    order = orders.get(text)
    if order is None:
        return Scanned(words=text, problem=hint)
    there = {orders[line.order].pk for line in so_far if line.order in orders}
    if order.pk in there:
        return Scanned(on_form=(order.reference,))
    return _filled(orders, so_far, [LineEntry(text, None)])


def _of_tcn(number: Tcn, by: User) -> Scanned:
    """A TCN is not parsed. That it begins with the document number of an order is offered."""
    order = finding.order(number.value[:DOCUMENT_NUMBER_LENGTH], by=by)
    return Scanned(tcn=number.value, offers=(Offer("order", order.reference),) if order else ())


def _of_label(label: Label, so_far: tuple[LineEntry, ...], by: User) -> Scanned:
    lines = [
        LineEntry(line.order, line.quantity, line.lot, line.serial_from, line.serial_to)
        for line in label.lines
    ]
    orders = finding.orders((line.order for line in (*so_far, *lines)), by=by)
    # The label of one package says what that package weighs, and holds.
    whole = label.package is None
    return _filled(
        orders,
        so_far,
        lines,
        tcn=label.tcn.value,
        gross_weight_kg=label.gross_kg if whole else None,
    )


def _of_rows(rows: Rows, so_far: tuple[LineEntry, ...], by: User) -> Scanned:
    lines = [
        LineEntry(
            row.order, row.quantity, row.lot, row.serial_from, row.serial_to or row.serial_from
        )
        for row in rows.taken
    ]
    orders = finding.orders((line.order for line in (*so_far, *lines)), by=by)
    weights = [row.gross_kg for row in rows.taken]
    packed = [row.packages for row in rows.taken]
    alone = [kg for kg in weights if kg is not None] if not any(packed) else []
    return _filled(
        orders,
        so_far,
        lines,
        packages=tuple(_packages(rows.taken)),
        gross_weight_kg=sum(alone, Decimal()) if alone and len(alone) == len(weights) else None,
        refused=rows.refused,
        unread=_unread(rows),
    )


def _unread(rows: Rows) -> str:
    """The refused rows under the heading that they had, so that they can be read again."""
    if not rows.refused:
        return ""
    heading = [[column.value if column else "" for column in rows.columns]]
    named = rows.columns != UNNAMED
    return "\n".join(
        "\t".join(cells)
        for cells in [*(heading if named else []), *(row.cells for row in rows.refused)]
    )


def _packages(rows: Iterable[Row]) -> Iterable[PackageEntry]:
    """A row says how many packages its line fills, not of what kind."""
    for place, row in enumerate(rows, start=1):
        if row.packages:
            each = None if row.gross_kg is None else row.gross_kg / row.packages
            yield PackageEntry(
                count=row.packages,
                kind=PackageKind.OTHER.value,
                gross_weight_kg=each and each.quantize(Decimal("0.001")),
                contents=(ContentEntry(place),),
            )


def _of_envelope(envelope: Envelope) -> Scanned:
    """Numbers in a foreign label are offered, never taken over: their form proves nothing."""
    offers = tuple(
        Offer("tcn" if isinstance(each, Tcn) else "order", each.value)
        for each in envelope.candidates
    )
    problem = "Nothing in this label has the form of a TCN, a document or a contract number."
    return Scanned(offers=offers) if offers else Scanned(problem=problem)


def _filled(
    orders: dict[str, Order],
    so_far: tuple[LineEntry, ...],
    lines: list[LineEntry],
    **also: object,
) -> Scanned:
    filling = _Filling(orders, so_far)
    for line in lines:
        filling.add(line)
    found = (orders[line.order].lane_id for line in lines if line.order in orders)
    return Scanned(lines=tuple(filling.lines), way=_way(next(found, None)), **also)  # type: ignore[arg-type]


def _way(lane_id: int | None) -> tuple[str, str, str] | None:
    if lane_id is None:
        return None
    lanes = Lane.objects.filter(pk=lane_id)
    return lanes.values_list("mode", "from_place__code", "to_place__code").get()
