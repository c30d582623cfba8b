-- shipments/expedite/rules/undelivered.sql
-- Reason       undelivered (both): the last mail to the contractor about it was refused or came back
-- Chip         Mail undelivered
-- Icon         mail-x
-- Says         "The mail to {address} of {written_on} was not delivered: {refusal}"
-- Parameters   none
-- Turns        none
-- Reads        scope: the open orders being judged, prepared by the engine | shipments_outboxmessage | shipments_outboxorder | shipments_contact
-- Returns      order_id, since (first day the rule held), evidence
WITH refused AS MATERIALIZED (
    SELECT m.id, m.to_address, m.written_at, m.refused_at, m.refusal, c.contractor_id
      FROM shipments_outboxmessage AS m
      JOIN shipments_contact AS c ON c.id = m.contact_id
     WHERE m.refused_at IS NOT NULL
)
SELECT s.order_id,
       (refused.refused_at AT TIME ZONE 'UTC')::date AS since,
       jsonb_build_object(
           'address', refused.to_address,
           'written_on', (refused.written_at AT TIME ZONE 'UTC')::date,
           'refusal', refused.refusal) AS evidence
  FROM refused
  JOIN shipments_outboxorder AS about ON about.message_id = refused.id
  JOIN scope AS s ON s.order_id = about.order_id AND s.contractor_id = refused.contractor_id
 WHERE NOT EXISTS (
       SELECT FROM shipments_outboxorder AS again
         JOIN shipments_outboxmessage AS m ON m.id = again.message_id
         JOIN shipments_contact AS c ON c.id = m.contact_id
        WHERE again.order_id = s.order_id AND c.contractor_id = s.contractor_id
          -- A later mail stands for it, or one that a server took since.
          AND ((m.written_at, m.id) > (refused.written_at, refused.id)
               OR m.sent_at > refused.refused_at AND m.refused_at IS NULL))
