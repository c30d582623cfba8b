"""Which line of a shipment somebody means."""

from __future__ import annotations

from shipments.models import Order, Shipment, ShipmentLine, User
from shipments.services import finding, refusal


def line(shipment: Shipment, *, key: int | None, order: str, lot: str, by: User) -> ShipmentLine:
    """Find one line by its key, or by any identifier of its order and, of several, the lot.

    :raises Refused: no such line, or several.
    """
    own = shipment.lines.filter(order__in=Order.objects.visible_to(by))
    rows = own.select_related("order__case", "shipment").order_by("pk")
    if key is not None:
        found = rows.filter(pk=key).first()
        if found is None:
            message = "That line is not on this shipment. Choose one of its lines."
            raise refusal.refuse("line", message, "unknown_line")
        return found
    named = finding.order(order, by=by)
    lines = list(rows.filter(order=named)) if named else []
    if lot or len(lines) > 1:
        lines = [each for each in lines if each.lot == lot]
    if len(lines) != 1:
        message = f"{order or 'No order'} is on no line of {shipment.tcn}, or on several by lot."
        raise refusal.refuse("order", message, "unknown_line")
    return lines[0]
