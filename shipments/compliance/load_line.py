"""One line of a load, with what is on record of how its item is classified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from shipments.domain.hazard import Classification, InvalidClassification, parse
from shipments.models import ItemHazard, Order


@dataclass(frozen=True)
class LoadLine:
    """:ivar quantity: in the order's unit; None while none is entered.
    :ivar hazard: None while nobody has said how the item is classified.
    """

    order: Order
    quantity: int | None
    hazard: ItemHazard | None

    @property
    def item(self) -> str:
        return self.order.item.name

    @property
    def may_explode(self) -> bool:
        """Whether it is an explosive, or may be one as far as anybody knows."""
        return self.hazard is None or self.hazard.is_explosive

    @property
    def classification(self) -> Classification | None:
        """None for what is not known, and for what is known not to be an explosive."""
        if self.hazard is None or not self.hazard.is_explosive:
            return None
        try:
            return parse(f"{self.hazard.division}{self.hazard.compatibility_group}")
        except InvalidClassification:
            return None

    @property
    def net_explosive_kg(self) -> Decimal | None:
        """Of the whole line. Nought only for what is known not to be an explosive."""
        if self.hazard is not None and not self.hazard.is_explosive:
            return Decimal(0)
        return self._of_line(self.hazard.net_explosive_kg if self.hazard else None)

    @property
    def gross_kg(self) -> Decimal | None:
        return self._of_line(self.hazard.gross_kg if self.hazard else None)

    @property
    def weighed_by_another_unit(self) -> bool:
        """The weights on record are of another unit than the one that the order counts in."""
        return self.hazard is not None and self.hazard.unit_of_issue != self.order.unit_of_issue

    def _of_line(self, of_one: Decimal | None) -> Decimal | None:
        if of_one is None or self.quantity is None or self.weighed_by_another_unit:
            return None
        return of_one * self.quantity


def read(lines: Sequence[tuple[Order, int | None]]) -> tuple[LoadLine, ...]:
    """Look up how the items are classified. One query, and none where nothing is aboard.

    :param lines: orders with their items loaded, each with a quantity in its unit.
    """
    if not lines:
        return ()
    hazards = ItemHazard.objects.in_bulk({order.item_id for order, _ in lines})
    return tuple(LoadLine(order, quantity, hazards.get(order.item_id)) for order, quantity in lines)
