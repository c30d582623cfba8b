-- What each shipment status does, beside being told: nothing, depart a shipment that carries the
-- order, put the order aboard one, or log one on the order's or the file's lane; or why it may not
-- Parameters   at timestamptz
-- Reads        import_shipping, import_there, import_aboard | lane, hold, line, discrepancy
-- Writes       import_shipped: a row a line
-- Which of too many ship does not rest on the order of lines.
DROP TABLE IF EXISTS import_checked, import_room, import_shipped;
CREATE TEMPORARY TABLE import_checked ON COMMIT DROP AS
WITH doing AS (
    SELECT said.*, there.id AS shipment_id, there.reached_on,
           coalesce(lane.mode, there.mode) AS mode,
           coalesce(there.from_place_id, lane.from_place_id) AS from_place_id,
           coalesce(there.to_place_id, lane.to_place_id) AS to_place_id,
           aboard.quantity AS aboard_quantity, coalesce(there.departed, false) AS departed,
           CASE
           WHEN there.id IS NULL THEN CASE WHEN lane.id IS NULL THEN 'tell' ELSE 'log' END
           WHEN there.is_cancelled THEN 'tell'
           WHEN aboard.quantity IS NULL
           THEN CASE WHEN NOT there.is_settled
                      AND (lane.mode, lane.from_place_id, lane.to_place_id)
                        = (there.mode, there.from_place_id, there.to_place_id)
                     THEN 'join' ELSE 'tell' END
           -- A departure that somebody took back is not entered again by the same record.
           WHEN there.departed OR there.ever_departed AND NOT said.is_new THEN 'tell'
           ELSE 'depart' END AS does
      FROM import_shipping AS said
      LEFT JOIN import_there AS there ON there.tcn = said.tcn
      LEFT JOIN import_aboard AS aboard
        ON aboard.shipment_id = there.id AND aboard.order_id = said.order_id
      LEFT JOIN shipments_lane AS lane ON lane.id = said.lane_id
),
held AS MATERIALIZED (
    SELECT DISTINCT order_id FROM shipments_heldorder
),
-- Orders that would leave with it, of which one that is held keeps all of them.
in_company AS (
    SELECT aboard.shipment_id, min(aboard.order_id) AS held_id
      FROM import_aboard AS aboard JOIN held ON held.order_id = aboard.order_id
     GROUP BY aboard.shipment_id
),
closed_places AS MATERIALIZED (
    SELECT DISTINCT ON (hold.place_id)
           hold.place_id, format('%%s is held since %%s: %%s (%%s). Only two people with the '
                                 'compliance role can release it.', place.name,
                                 to_char(hold.placed_at AT TIME ZONE 'UTC', 'FMDD Mon YYYY'),
                                 hold.kind, hold.legal_basis) AS because
      FROM shipments_hold AS hold
      JOIN shipments_place AS place ON place.id = hold.place_id
     WHERE hold.released_at IS NULL
     ORDER BY hold.place_id, hold.placed_at, hold.id
)
SELECT doing.*,
       CASE WHEN held.order_id IS NOT NULL THEN shipments_held_because(ARRAY[doing.order_id])
            WHEN in_company.held_id IS NOT NULL AND NOT doing.departed
            THEN shipments_held_because(ARRAY[in_company.held_id])
            WHEN NOT doing.departed THEN closed_places.because END AS because,
       CASE WHEN doing.quantity <> doing.aboard_quantity THEN 'differs'
            WHEN does = 'tell' THEN ''
            WHEN doing.quantity <> doing.first_quantity THEN 'differs'
            WHEN does <> 'depart' AND possible_sale THEN 'possible_sale'
            WHEN does <> 'depart' AND cancelled_on IS NOT NULL THEN 'cancelled'
            WHEN held.order_id IS NOT NULL
              OR NOT doing.departed AND (in_company.held_id IS NOT NULL
                                         OR closed_places.place_id IS NOT NULL) THEN 'held'
            WHEN ship_on > (%(at)s::timestamptz AT TIME ZONE 'Asia/Jerusalem')::date
            THEN 'in_the_future'
            WHEN NOT doing.departed AND reached_on < ship_on THEN 'after_arrival'
            ELSE '' END AS wrong
  FROM doing
  LEFT JOIN held ON held.order_id = doing.order_id AND doing.does <> 'tell'
  LEFT JOIN in_company ON in_company.shipment_id = doing.shipment_id AND doing.does <> 'tell'
  LEFT JOIN LATERAL (
       SELECT p.place_id, p.because FROM closed_places AS p
        WHERE p.place_id IN (doing.from_place_id, doing.to_place_id) AND doing.does <> 'tell'
        ORDER BY p.place_id LIMIT 1) AS closed_places ON true;
ANALYZE import_checked;
-- What is left to ship of the orders that more is to be shipped of.
CREATE TEMPORARY TABLE import_room ON COMMIT DROP AS
SELECT o.order_id, o.ceiling - coalesce(sum(line.quantity - coalesce(missing.quantity, 0))
           FILTER (WHERE s.cancelled_at IS NULL), 0) AS quantity
  FROM (SELECT DISTINCT order_id, ceiling FROM import_checked
         WHERE does IN ('log', 'join') AND wrong = '') AS o
  LEFT JOIN shipments_shipmentline AS line ON line.order_id = o.order_id
  LEFT JOIN shipments_shipment AS s ON s.id = line.shipment_id
  LEFT JOIN LATERAL (
       SELECT sum(d.to_replace) AS quantity FROM shipments_discrepancy AS d
        WHERE d.line_id = line.id AND d.withdrawn_at IS NULL) AS missing ON true
 GROUP BY o.order_id, o.ceiling;
ANALYZE import_room;
CREATE TEMPORARY TABLE import_shipped ON COMMIT DROP AS
WITH filled AS (
    -- Those that alone are too much do not crowd the others out.
    SELECT checked.line,
           sum(checked.quantity)
               FILTER (WHERE checked.nth = 1 AND checked.quantity <= room.quantity)
               OVER (PARTITION BY checked.order_id
                     ORDER BY checked.ship_on, checked.tcn, checked.nth = 1 DESC) AS quantity,
           room.quantity AS room
      FROM import_checked AS checked
      JOIN import_room AS room ON room.order_id = checked.order_id
     WHERE checked.does IN ('log', 'join') AND checked.wrong = ''
)
SELECT checked.line, tcn, order_id, reference, document_number, checked.quantity, ship_on, said_by,
       reported_at, uploaded_by_id, text, shipment_id, mode, from_place_id, to_place_id, departed,
       does, nth, because, aboard_quantity, first_quantity, unit_of_issue, filled.room,
       CASE WHEN checked.quantity > filled.room OR filled.quantity > filled.room
            THEN 'more_than_left' ELSE wrong END AS wrong
  FROM import_checked AS checked
  LEFT JOIN filled ON filled.line = checked.line
