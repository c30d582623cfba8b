"""What is known of each line of a shipment: aboard, received, reported, and what is left."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from shipments.domain.discrepancy import DiscrepancyKind
from shipments.models.discrepancy import Discrepancy
from shipments.models.receipt import Receipt
from shipments.models.shipment_line import ShipmentLine

# What of a line did not come, or came as something else.
SHORT = (
    DiscrepancyKind.SHORTAGE.value,
    DiscrepancyKind.NON_DELIVERY.value,
    DiscrepancyKind.WRONG_ITEM.value,
)


@dataclass(frozen=True)
class LineSums:
    """The same sums that the database's refusals add up, of what stands.

    :ivar short: did not come, or came as something else.
    :ivar damaged: came, and is damaged.
    """

    aboard: int
    received: int = 0
    short: int = 0
    over: int = 0
    damaged: int = 0

    @property
    def left(self) -> int:
        """Still to be received or reported."""
        return self.aboard + self.over - self.received - self.short


def of_lines(lines: Iterable[ShipmentLine] | QuerySet[ShipmentLine]) -> dict[int, LineSums]:
    """Add up the receipts and discrepancies of some lines, in two queries."""
    aboard = {line.pk: line.quantity for line in lines}
    received = dict(
        Receipt.objects.standing()
        .filter(line__in=aboard)
        .values("line_id")
        .annotate(quantity=Sum("quantity"))
        .values_list("line_id", "quantity")
    )
    kind_sums = (
        Discrepancy.objects.standing()
        .filter(line__in=aboard)
        .values("line_id")
        .annotate(
            short=Sum("quantity", filter=Q(kind__in=SHORT), default=0),
            over=Sum("quantity", filter=Q(kind=DiscrepancyKind.OVERAGE.value), default=0),
            damaged=Sum("quantity", filter=Q(kind=DiscrepancyKind.DAMAGE.value), default=0),
        )
    )
    differs = {row["line_id"]: (row["short"], row["over"], row["damaged"]) for row in kind_sums}
    return {
        key: LineSums(quantity, received.get(key, 0), *differs.get(key, (0, 0, 0)))
        for key, quantity in aboard.items()
    }


def of_packages(package_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """What was received of each line by its package: (package, line) to quantity."""
    rows = (
        Receipt.objects.standing()
        .filter(package__in=package_ids)
        .values("package_id", "line_id")
        .annotate(came=Sum("quantity"))
    )
    return {(row["package_id"], row["line_id"]): row["came"] for row in rows}
