from __future__ import annotations

from django.db import migrations

COVERED = """
CREATE OR REPLACE VIEW shipments_heldorder AS
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
UNION ALL
SELECT o.id, h.id
  FROM shipments_hold h
  JOIN shipments_contract c ON c.contractor_id = h.contractor_id
  JOIN shipments_order o
    ON o.contract_id = c.id AND o.contractor_id IS DISTINCT FROM h.contractor_id
 WHERE h.released_at IS NULL
"""
# An order may now be in it twice: by its lane, and by each of its shipments.
BY_SHIPMENT = """UNION ALL
SELECT line.order_id, h.id
  FROM shipments_hold h
  JOIN shipments_shipment s
    ON h.place_id IN (s.from_place_id, s.to_place_id) AND s.cancelled_at IS NULL
   -- In a case, so that it is asked of what this place holds and of nothing else.
   AND CASE WHEN h.place_id IN (s.from_place_id, s.to_place_id) THEN NOT EXISTS (
       SELECT FROM shipments_milestone m
        WHERE m.shipment_id = s.id AND m.kind = 'departed' AND m.classifier = 'actual'
          AND m.retracts_id IS NULL
          AND NOT EXISTS (SELECT FROM shipments_milestone r WHERE r.retracts_id = m.id)) END
  JOIN shipments_shipmentline line ON line.shipment_id = s.id
 WHERE h.released_at IS NULL
"""
BY_SHIPMENT_AS_IT_WAS = """UNION ALL
SELECT o.id, h.id
  FROM shipments_hold h CROSS JOIN shipments_order o
 WHERE h.released_at IS NULL AND h.place_id IS NOT NULL
   AND EXISTS (
       SELECT FROM shipments_shipmentline line
         JOIN shipments_shipment s ON s.id = line.shipment_id
        WHERE line.order_id = o.id AND h.place_id IN (s.from_place_id, s.to_place_id)
          AND s.cancelled_at IS NULL
          AND NOT EXISTS (
              SELECT FROM shipments_milestone m
               WHERE m.shipment_id = s.id AND m.kind = 'departed' AND m.classifier = 'actual'
                 AND m.retracts_id IS NULL
                 AND NOT EXISTS (SELECT FROM shipments_milestone r WHERE r.retracts_id = m.id)))
   AND NOT EXISTS (
       SELECT FROM shipments_lane l
        WHERE l.id = o.lane_id AND h.place_id IN (l.from_place_id, l.to_place_id))
   AND NOT EXISTS (
       SELECT FROM shipments_lane_passes p
        WHERE p.lane_id = o.lane_id AND p.place_id = h.place_id)
"""
# Each row that ships, departs or expedites something is checked. What is checked is planned once
# for all of them, and not looked for at all while no hold is in place.
BECAUSE = """
CREATE OR REPLACE FUNCTION shipments_held_because(order_ids bigint[]) RETURNS text
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT format('%s is held since %s: %s (%s). '
                      'Only two people with the compliance role can release it.',
                      o.reference, to_char(hold.placed_at AT TIME ZONE 'UTC', 'FMDD Mon YYYY'),
                      hold.kind, hold.legal_basis)
          FROM shipments_heldorder held
          JOIN shipments_hold hold ON hold.id = held.hold_id
          JOIN shipments_order o ON o.id = held.order_id
         WHERE held.order_id = ANY (order_ids)
         ORDER BY held.order_id, hold.placed_at, hold.id
         LIMIT 1);
END
$$
"""
REFUSE = """
CREATE OR REPLACE FUNCTION shipments_refuse_while_held(refusal text, order_ids bigint[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    sentence text;
BEGIN
    PERFORM 1 FROM shipments_order WHERE id = ANY (order_ids) ORDER BY id FOR NO KEY UPDATE;
    -- Statements of their own, so that they see a hold that the one above has waited for.
    PERFORM 1 FROM shipments_hold WHERE released_at IS NULL LIMIT 1;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    sentence := shipments_held_because(order_ids);
    IF sentence IS NOT NULL THEN
        RAISE EXCEPTION '%: %', refusal, sentence
              USING ERRCODE = 'check_violation', CONSTRAINT = refusal, DETAIL = sentence;
    END IF;
END
$$
"""
BECAUSE_AS_IT_WAS = """
CREATE OR REPLACE FUNCTION shipments_held_because(order_ids bigint[]) RETURNS text
LANGUAGE sql STABLE AS $$
SELECT format('%s is held since %s: %s (%s). '
              'Only two people with the compliance role can release it.',
              o.reference, to_char(hold.placed_at AT TIME ZONE 'UTC', 'FMDD Mon YYYY'),
              hold.kind, hold.legal_basis)
  FROM shipments_heldorder held
  JOIN shipments_hold hold ON hold.id = held.hold_id
  JOIN shipments_order o ON o.id = held.order_id
 WHERE held.order_id = ANY (order_ids)
 ORDER BY held.order_id, hold.placed_at, hold.id
 LIMIT 1
$$
"""
REFUSE_AS_IT_WAS = """
CREATE OR REPLACE FUNCTION shipments_refuse_while_held(refusal text, order_ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    sentence text;
BEGIN
    PERFORM 1 FROM shipments_order WHERE id = ANY (order_ids) ORDER BY id FOR NO KEY UPDATE;
    -- A statement of its own, so that it sees a hold that the one above has waited for.
    sentence := shipments_held_because(order_ids);
    IF sentence IS NOT NULL THEN
        RAISE EXCEPTION '%: %', refusal, sentence
              USING ERRCODE = 'check_violation', CONSTRAINT = refusal, DETAIL = sentence;
    END IF;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("shipments", "0019_requisition")]

    operations = [
        migrations.RunSQL(COVERED + BY_SHIPMENT, COVERED + BY_SHIPMENT_AS_IT_WAS),
        migrations.RunSQL(BECAUSE, BECAUSE_AS_IT_WAS),
        migrations.RunSQL(REFUSE, REFUSE_AS_IT_WAS),
    ]
