"""Whether a shipment has left, and whether all that it carried is accounted for."""

from __future__ import annotations

from django.db.models import BigIntegerField, Exists, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from shipments.domain.discrepancy import DiscrepancyKind
from shipments.domain.milestones import ORDER, MilestoneKind
from shipments.models import Discrepancy, Milestone, Receipt, Shipment, ShipmentLine

# What cannot have happened to goods that have not left.
_GONE = [kind.value for kind in ORDER[ORDER.index(MilestoneKind.DEPARTED) :]]
_DID_NOT_COME = [
    kind.value
    for kind in (DiscrepancyKind.SHORTAGE, DiscrepancyKind.NON_DELIVERY, DiscrepancyKind.WRONG_ITEM)
]


def has_left(shipment: Shipment) -> bool:
    """Something is on record that only happens to goods that have left. One query."""
    said = Milestone.objects.standing().actual().filter(shipment=OuterRef("pk"), kind__in=_GONE)
    came = Receipt.objects.standing().filter(line__shipment=OuterRef("pk"))
    return Shipment.objects.filter(Exists(said) | Exists(came), pk=shipment.pk).exists()


def not_accounted_for(shipment: Shipment) -> list[ShipmentLine]:
    """Lines of which neither a receipt nor a report says where all of it is. Two queries.

    Without any receipt, an actual ``received`` milestone accounts for everything.
    """
    received = (
        Milestone.objects.standing()
        .actual()
        .filter(shipment=shipment, kind=MilestoneKind.RECEIVED.value)
    )
    if not _receipts(shipment).exists() and received.exists():
        return []
    reported = Discrepancy.objects.standing().filter(line=OuterRef("pk"))
    rows = shipment.lines.select_related("order").annotate(
        came=_sum(Receipt.objects.standing().filter(line=OuterRef("pk"))),
        short=_sum(reported.filter(kind__in=_DID_NOT_COME)),
        over=_sum(reported.filter(kind=DiscrepancyKind.OVERAGE.value)),
    )
    return list(rows.filter(came__lt=F("quantity") + F("over") - F("short")).order_by("pk"))


def open_discrepancies(shipment: Shipment) -> int:
    """Reports that nobody has settled."""
    return Discrepancy.objects.open().filter(line__shipment=shipment).count()


def _receipts(shipment: Shipment) -> QuerySet[Receipt]:
    return Receipt.objects.standing().filter(line__shipment=shipment)


def _sum(rows: QuerySet[Receipt] | QuerySet[Discrepancy]) -> Coalesce:
    of_line = rows.order_by().values("line").annotate(all=Sum("quantity")).values("all")
    return Coalesce(Subquery(of_line), 0, output_field=BigIntegerField())
