-- Add to the ledger what it does not hold, an answer's parts by their days. Later dates need no
-- reason here: what a file says is kept as it was said, and there is nobody to ask.
-- Parameters   batch, by, at, reported_at, sender
-- Reads        import_line, import_order
-- Writes       promise | import_promised: those added
DROP TABLE IF EXISTS pg_temp.import_promised;
CREATE TEMPORARY TABLE import_promised (id bigint, order_id bigint, line bigint) ON COMMIT DROP;
WITH said AS (
    SELECT r.line, named.order_id, r.ship_on, r.quantity, r.channel, r.reason,
           coalesce(r.said_on, (coalesce(r.as_of, %(reported_at)s) AT TIME ZONE 'UTC')::date) AS said_on,
           coalesce(r.said_by, %(sender)s) AS said_by,
           coalesce(r.as_of, r.said_on::timestamp AT TIME ZONE 'UTC', %(reported_at)s) AS reported_at
      FROM import_line AS r
      JOIN import_order AS named ON named.name = r.order_reference
),
added AS (
    INSERT INTO shipments_promise
        (order_id, ship_on, quantity, said_on, said_by, channel, reason, recorded_at,
         recorded_by_id, reported_at, batch_id, line)
    SELECT said.order_id, said.ship_on, said.quantity, said.said_on, said.said_by,
           coalesce(said.channel, 'transaction'), coalesce(said.reason, ''), %(at)s, %(by)s,
           said.reported_at, %(batch)s, said.line
      FROM said
     -- What a person has put down already is on record.
     WHERE NOT EXISTS (
           SELECT FROM shipments_promise AS known
            WHERE known.order_id = said.order_id AND known.batch_id IS NULL
              AND known.ship_on = said.ship_on AND known.said_on = said.said_on
              AND known.quantity IS NOT DISTINCT FROM said.quantity)
     ORDER BY said.order_id, said.reported_at, said.ship_on, said.line
    ON CONFLICT DO NOTHING
    RETURNING id, order_id, line
)
INSERT INTO import_promised SELECT id, order_id, line FROM added;
ANALYZE import_promised
