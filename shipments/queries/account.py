"""The account of an order or a shipment: ordered, shipped, received, reported, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shipments.models import Discrepancy, Order, Receipt, Shipment, ShipmentLine, User
from shipments.models.line_sums import LineSums, of_lines


@dataclass(frozen=True)
class Account:
    """What was ordered and what became of it, in the order's unit.

    :ivar ordered: None where it is not published.
    :ivar good: received and not damaged beyond use.
    :ivar missing: shipped, and to be shipped again.
    :ivar forgone: did not come, and is not to be shipped again.
    :ivar under_way: shipped, neither received nor reported.
    :ivar left: still to ship, an accepted overage and what is missing included.
    """

    ordered: int | None
    shipped: int
    good: int
    received: int
    reported: int
    missing: int
    forgone: int
    under_way: int
    left: int | None
    reports: list[Discrepancy]

    @property
    def is_closed(self) -> bool:
        """Everything that was ordered is there, or is not to come."""
        return self.left == 0 and self.under_way == 0


def of_order(order: Order) -> Account:
    """Add up the order's own lines on shipments that stand. Three queries."""
    rows = ShipmentLine.objects.filter(order=order, shipment__cancelled_at__isnull=True)
    lines = list(rows.select_related("shipment"))
    sums = of_lines(lines)
    reports = list(
        Discrepancy.objects.filter(line__in=lines).select_related("line__shipment").newest_first()
    )
    standing = order.standing
    counted = sum(each.received for each in sums.values())
    short = sum(each.short for each in sums.values())
    over = sum(each.over for each in sums.values())
    # Where nobody counted, the standing knows what was said to have been received.
    spoilt = sum(each.to_replace for each in _standing(reports) if each.kind == "damage")
    received = max(counted, standing.received_quantity + spoilt)
    whole = None if order.quantity is None else order.quantity + order.accepted_overage
    shipped, missing = standing.shipped_quantity, standing.missing_quantity
    left = None if whole is None else max(0, whole - shipped + missing)
    under_way = max(0, shipped + over - received - short)
    return Account(
        ordered=order.quantity,
        shipped=shipped,
        good=standing.received_quantity,
        received=received,
        reported=sum(each.quantity for each in _standing(reports)),
        missing=missing,
        forgone=sum(
            each.quantity - each.to_replace
            for each in _standing(reports)
            if each.kind in {"shortage", "non_delivery", "wrong_item"}
        ),
        under_way=under_way,
        left=left,
        reports=reports,
    )


def _standing(reports: Iterable[Discrepancy]) -> list[Discrepancy]:
    return [each for each in reports if each.withdrawn_at is None]


@dataclass(frozen=True)
class ShipmentAccount:
    """:ivar lines: each with its sums.
    :ivar receipts: those of the lines a person may see, newest first, retracted ones too.
    """

    lines: list[tuple[ShipmentLine, LineSums]]
    receipts: list[Receipt]
    reports: list[Discrepancy]

    @property
    def is_begun(self) -> bool:
        return bool(self.receipts or self.reports)


def of_shipment(shipment: Shipment, *, by: User) -> ShipmentAccount:
    """What the shipment's page shows of its receipts, in five queries."""
    own = shipment.lines.filter(order__in=Order.objects.visible_to(by))
    lines = list(own.select_related("order__item").order_by("pk"))
    sums = of_lines(lines)
    receipts = Receipt.objects.filter(line__in=lines, retracts__isnull=True).select_related(
        "line__order", "package", "recorded_by", "retracted_by"
    )
    reports = Discrepancy.objects.filter(line__in=lines).select_related("line__order")
    return ShipmentAccount(
        lines=[(line, sums[line.pk]) for line in lines],
        receipts=list(receipts.newest_first()[:60]),
        reports=list(reports.newest_first()),
    )
