-- Find shipments that would ship more of an order than is left of it: those of the file in its
-- order, each as far as what is left then goes.
-- Reads        import_cargo, import_wrong, order, shipment and its lines, discrepancy
-- Writes       import_wrong
WITH RECURSIVE added AS (
    SELECT cargo.order_id, cargo.subject_id, min(cargo.line) AS line,
           sum(cargo.quantity - coalesce(cargo.before, 0)) AS quantity,
           sum(cargo.quantity) AS aboard
      FROM import_cargo AS cargo
     WHERE cargo.is_changed AND cargo.subject_id NOT IN (SELECT subject_id FROM import_wrong)
     GROUP BY cargo.order_id, cargo.subject_id
),
shipping AS (
    SELECT added.order_id, sum(added.quantity) AS quantity FROM added GROUP BY added.order_id
),
gone AS (
    SELECT line.order_id, sum(line.quantity - coalesce(missing.quantity, 0)) AS quantity
      FROM shipping
      JOIN shipments_shipmentline AS line ON line.order_id = shipping.order_id
      JOIN shipments_shipment AS shipment
        ON shipment.id = line.shipment_id AND shipment.cancelled_at IS NULL
      LEFT JOIN (SELECT d.line_id, sum(d.to_replace) AS quantity
                   FROM shipments_discrepancy AS d WHERE d.withdrawn_at IS NULL
                  GROUP BY d.line_id) AS missing ON missing.line_id = line.id
     GROUP BY line.order_id
),
-- Only orders of which too much would ship are gone through line by line.
short AS (
    SELECT o.id AS order_id, o.reference, lower(o.unit_of_issue) AS unit,
           o.quantity + o.accepted_overage - coalesce(gone.quantity, 0) AS is_left
      FROM shipping
      JOIN shipments_order AS o ON o.id = shipping.order_id
      LEFT JOIN gone ON gone.order_id = o.id
     WHERE shipping.quantity > 0
       AND coalesce(gone.quantity, 0) + shipping.quantity > o.quantity + o.accepted_overage
),
queue AS (
    SELECT added.*, short.reference, short.unit, short.is_left,
           row_number() OVER (PARTITION BY added.order_id ORDER BY added.quantity > 0, added.line) AS nth
      FROM added JOIN short ON short.order_id = added.order_id
),
served AS (
    SELECT queue.*, queue.is_left::numeric AS before_it,
           queue.quantity <= 0 OR queue.quantity <= queue.is_left AS fits
      FROM queue WHERE queue.nth = 1
     UNION ALL
    SELECT queue.*, left_over.quantity,
           queue.quantity <= 0 OR queue.quantity <= left_over.quantity
      FROM served
      JOIN queue ON queue.order_id = served.order_id AND queue.nth = served.nth + 1
     CROSS JOIN LATERAL (
           SELECT served.before_it - CASE WHEN served.fits THEN served.quantity ELSE 0 END
                  AS quantity) AS left_over
)
INSERT INTO import_wrong (subject_id, line, field, found, expected, code)
SELECT served.subject_id, served.line, 'quantity', served.aboard::text,
       CASE WHEN served.before_it <= 0
            THEN format('Nothing is left to ship on %%s. Remove this line.', served.reference)
            ELSE format('Only %%s %%sare left to ship on %%s. Enter %%s or fewer. If the customer takes '
                        '%%s more, a case manager records the accepted overage on the order''s page '
                        'first.', shown.is_left,
                        CASE served.unit WHEN '' THEN '' ELSE served.unit || ' ' END,
                        served.reference, shown.is_left, shown.more) END, 'more_than_left'
  FROM served
 CROSS JOIN LATERAL (
       SELECT to_char(served.before_it, 'FM999,999,999,999,990') AS is_left,
              to_char(served.quantity - served.before_it, 'FM999,999,999,999,990') AS more) AS shown
 WHERE NOT served.fits
