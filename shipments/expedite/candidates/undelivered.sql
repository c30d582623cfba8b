-- shipments/expedite/candidates/undelivered.sql
-- Some mail about it was refused.
s.order_id IN (
    SELECT about.order_id
      FROM shipments_outboxmessage AS m
      JOIN shipments_outboxorder AS about ON about.message_id = m.id
     WHERE m.refused_at IS NOT NULL)
