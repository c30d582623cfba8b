"""The documents of one shipment: those that stand, those removed, and those still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shipments.compliance import load_line
from shipments.domain.modes import Mode
from shipments.domain.shipment_papers import Expected, Load, expected
from shipments.models import Document, DocumentFile, Order

if TYPE_CHECKING:
    from shipments.models import Shipment, User


@dataclass(frozen=True)
class Documents:
    """:ivar missing: papers that such a shipment goes with and that are not here. Empty for a
    contractor's user, who does not see those that others added.
    """

    standing: list[Document]
    removed: list[Document]
    missing: tuple[Expected, ...]


def load(shipment: Shipment, *, by: User) -> Documents:
    """Three queries."""
    rows = Document.objects.visible_to(by).filter(shipment=shipment)
    found = list(rows.select_related("added_by", "removed_by", "discrepancy").newest_first())
    standing = [each for each in found if each.removed_at is None]
    removed = [each for each in found if each.removed_at is not None]
    if by.is_contractors:
        return Documents(standing, removed, ())
    there = {each.kind for each in standing}
    wanted = expected(Mode(shipment.mode), _load(shipment, by))
    return Documents(standing, removed, tuple(each for each in wanted if each.kind not in there))


def file(tcn: str, document_id: int, *, by: User) -> tuple[Document, bytes] | None:
    """A document that stands, with its bytes; None where there is none that the person may see."""
    held = Document.objects.visible_to(by).standing().filter(shipment__tcn=tcn.strip().upper())
    document = held.filter(pk=document_id).first()
    if document is None:
        return None
    return document, bytes(DocumentFile.objects.get(pk=document.pk).content)


def _load(shipment: Shipment, by: User) -> Load:
    visible = Order.objects.visible_to(by)
    lines = shipment.lines.filter(order__in=visible).select_related("order__item")
    return _judged(load_line.read([(line.order, line.quantity) for line in lines]))


def _judged(lines: Sequence[load_line.LoadLine]) -> Load:
    if any(line.hazard and line.hazard.is_explosive for line in lines):
        return Load.EXPLOSIVE
    unknown = any(line.may_explode for line in lines)
    return Load.UNKNOWN if unknown else Load.HARMLESS
