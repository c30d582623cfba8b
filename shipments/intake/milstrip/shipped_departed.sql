-- Let the shipments depart that statuses say were shipped, on the first of the days they say
-- Parameters   at timestamptz
-- Reads        import_shipped | shipment, line
-- Writes       milestones | import_touched: all orders aboard
-- Repeatable   what has departed does so once
WITH departs AS (
    SELECT DISTINCT ON (s.id)
           s.id, s.from_place_id, said.ship_on, said.said_by, said.reported_at, said.uploaded_by_id
      FROM import_shipped AS said
      JOIN shipments_shipment AS s
        ON s.tcn = said.tcn
       AND (said.does = 'depart'
            OR (s.mode, s.from_place_id, s.to_place_id)
             = (said.mode, said.from_place_id, said.to_place_id))
     WHERE said.does <> 'tell' AND said.wrong = '' AND NOT said.departed
     ORDER BY s.id, said.ship_on, said.reported_at, said.text
),
written AS (
    INSERT INTO shipments_milestone
        (shipment_id, kind, classifier, occurs_on, place_id, source, reported_at, recorded_at,
         recorded_by_id, reason)
    SELECT id, 'departed', 'actual', ship_on, from_place_id, said_by, reported_at, %(at)s,
           uploaded_by_id, ''
      FROM departs
     ORDER BY id
)
INSERT INTO import_touched (order_id)
SELECT DISTINCT line.order_id
  FROM shipments_shipmentline AS line
 WHERE line.shipment_id IN (
       SELECT id FROM departs
        UNION
       SELECT shipment_id FROM import_shipped WHERE does = 'join' AND wrong = '')
