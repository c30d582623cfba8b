"""SQL that adds up what is known of one line of a shipment, for the triggers that guard it."""

from __future__ import annotations

# Variables that ``read`` fills in.
DECLARED = [
    ("aboard", "bigint"),
    ("of_order", "bigint"),
    ("gone_at", "timestamptz"),
    ("received", "bigint"),
    ("short", "bigint"),
    ("over", "bigint"),
]


def read(line_id: str) -> str:
    """Lock the line and add up its receipts and discrepancies that stand.

    Whoever receives or reports takes the same lock, so that of two entries that together are
    too much exactly one is refused.

    :param line_id: an SQL expression.
    """
    return f"""
    SELECT line.quantity, line.order_id, shipment.cancelled_at INTO aboard, of_order, gone_at
      FROM shipments_shipmentline line
      JOIN shipments_shipment shipment ON shipment.id = line.shipment_id
     WHERE line.id = {line_id} FOR NO KEY UPDATE OF line;
    SELECT coalesce(sum(r.quantity), 0) INTO received
      FROM shipments_receipt r
     WHERE r.line_id = {line_id} AND r.retracts_id IS NULL
       AND NOT EXISTS (SELECT FROM shipments_receipt back WHERE back.retracts_id = r.id);
    SELECT coalesce(sum(d.quantity) FILTER (WHERE d.kind IN ('shortage', 'non_delivery', 'wrong_item')), 0),
           coalesce(sum(d.quantity) FILTER (WHERE d.kind = 'overage'), 0)
      INTO short, over
      FROM shipments_discrepancy d
     WHERE d.line_id = {line_id} AND d.withdrawn_at IS NULL;
    """
