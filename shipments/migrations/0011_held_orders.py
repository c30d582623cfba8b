from __future__ import annotations

from django.db import migrations

# One branch for each thing that a hold may cover, so that each can use its own index.
CREATE = """
CREATE VIEW shipments_heldorder AS
SELECT h.order_id, h.id AS hold_id
  FROM shipments_hold h
 WHERE h.released_at IS NULL AND h.order_id IS NOT NULL
UNION ALL
SELECT o.id, h.id
  FROM shipments_hold h JOIN shipments_order o ON o.case_id = h.case_id
 WHERE h.released_at IS NULL
UNION ALL
SELECT o.id, h.id
  FROM shipments_hold h
  JOIN shipments_contract c ON c.case_id = h.case_id
  JOIN shipments_order o ON o.contract_id = c.id AND o.case_id IS DISTINCT FROM h.case_id
 WHERE h.released_at IS NULL
UNION ALL
SELECT o.id, h.id
  FROM shipments_hold h JOIN shipments_order o ON o.contract_id = h.contract_id
 WHERE h.released_at IS NULL
UNION ALL
SELECT o.id, h.id
  FROM shipments_hold h JOIN shipments_order o ON o.item_id = h.item_id
 WHERE h.released_at IS NULL
UNION ALL
SELECT o.id, h.id
  FROM shipments_hold h JOIN shipments_order o ON o.contractor_id = h.contractor_id
 WHERE h.released_at IS NULL
UNION ALL
SELECT o.id, h.id
  FROM shipments_hold h
  JOIN shipments_lane l ON h.place_id IN (l.from_place_id, l.to_place_id)
  JOIN shipments_order o ON o.lane_id = l.id
 WHERE h.released_at IS NULL
UNION ALL
SELECT o.id, h.id
  FROM shipments_hold h
  JOIN shipments_lane_passes p ON p.place_id = h.place_id
  JOIN shipments_lane l ON l.id = p.lane_id AND h.place_id NOT IN (l.from_place_id, l.to_place_id)
  JOIN shipments_order o ON o.lane_id = l.id
 WHERE h.released_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("shipments", "0010_policy_of_thirteen_reasons")]

    operations = [migrations.RunSQL(CREATE, "DROP VIEW shipments_heldorder")]
