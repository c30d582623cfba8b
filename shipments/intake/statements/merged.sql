-- What comes of the orders that are known: field by field the newest, whoever said it
-- Parameters   at timestamptz | batch, by bigint
-- Reads        import_rival, import_stood | batch, contract, contractor
-- Writes       order, stated, priority change | import_merged | import_touched
-- Repeatable   the same statements again change nothing
DROP TABLE IF EXISTS import_merged, import_changed;
DELETE FROM import_folded;
INSERT INTO import_folded
SELECT r.key, r.order_id, r.is_numbered, r.said_at, r.line, NULL, r.required_on,
       CASE WHEN r.required_on IS NOT NULL THEN r.said_at END,
       /* only */
  FROM import_rival AS r WHERE r.order_id IS NOT NULL AND r.is_alone;
INSERT INTO import_folded
/* folded */ WHERE r.order_id IS NOT NULL AND NOT r.is_alone GROUP BY r.key;
ANALYZE import_folded;
CREATE TEMPORARY TABLE import_merged ON COMMIT DROP AS
SELECT s.order_id, f.line, f.said_at > s.said_at AS is_newest,
       greatest(s.said_at, f.said_at) AS said_at,
       CASE WHEN is_first THEN f.first_required_on ELSE s.first_required_on END
           AS first_required_on,
       CASE WHEN is_first THEN f.first_said_at ELSE s.first_said_at END AS first_said_at,
       CASE WHEN f.is_numbered AND s.document_number IS NULL THEN f.key END AS document_number,
       /* merged */
  FROM import_folded AS f
  JOIN import_stood AS s ON s.order_id = f.order_id
 CROSS JOIN LATERAL (
       SELECT f.first_required_on IS NOT NULL
              AND (s.first_required_on IS NULL
                   OR (f.first_said_at, f.first_required_on)
                      < (s.first_said_at, s.first_required_on)) AS is_first) AS first;
-- Whom nobody names is the contract's.
UPDATE import_merged AS m
   SET contractor_id = named.id, contractor_id_name = named.name
  FROM shipments_contract AS c
  JOIN /* named contractor */ AS named ON named.id = c.contractor_id
 WHERE c.id = m.contract_id AND m.contractor_id_at = '-infinity';
ANALYZE import_merged;
CREATE TEMPORARY TABLE import_changed ON COMMIT DROP AS
SELECT m.order_id, m.quantity IS DISTINCT FROM s.quantity AS in_quantity
  FROM import_merged AS m
  JOIN import_stood AS s ON s.order_id = m.order_id
 WHERE /* others */ OR m.document_number IS NOT NULL
    OR m.first_required_on IS DISTINCT FROM s.first_required_on;
ANALYZE import_changed;
/* set aside */
UPDATE shipments_order AS o
   SET /* set */
  FROM import_merged AS m
  JOIN import_changed AS c ON c.order_id = m.order_id AND NOT c.in_quantity
 WHERE o.id = m.order_id;
-- By itself, because against another quantity what is shipped is looked up, order by order.
UPDATE shipments_order AS o
   SET /* set */, quantity = m.quantity
  FROM import_merged AS m
  JOIN import_changed AS c ON c.order_id = m.order_id AND c.in_quantity
 WHERE o.id = m.order_id;
INSERT INTO shipments_orderevent
    (/* kept columns */, pgh_label, pgh_created_at, pgh_obj_id, pgh_context_id)
SELECT /* kept columns of o */, 'update', now(), o.id, context.id
  FROM shipments_order AS o
 CROSS JOIN (SELECT _pgh_attach_context() AS id OFFSET 0) AS context
 WHERE o.id IN (SELECT order_id FROM import_changed)
 ORDER BY o.id;
/* taken up */
INSERT INTO import_touched SELECT order_id FROM import_changed;
WITH changed AS (
    SELECT m.order_id, min(r.line) AS line
      FROM import_merged AS m
      JOIN import_stood AS s ON s.order_id = m.order_id
      JOIN import_rival AS r ON r.order_id = m.order_id
     WHERE (m.priority_designator, m.urgency) IS DISTINCT FROM (s.priority_designator, s.urgency)
       AND (r.priority_designator = m.priority_designator
            AND r.said_at = m.priority_designator_at
            AND r.priority_designator IS DISTINCT FROM s.priority_designator
            OR r.urgency = m.urgency AND r.said_at = m.urgency_at AND r.urgency <> s.urgency)
     GROUP BY m.order_id
)
INSERT INTO shipments_prioritychange
    (order_id, designator_before, designator_after, urgency_before, urgency_after, reason, at,
     by_id)
SELECT m.order_id, s.priority_designator, m.priority_designator, s.urgency, m.urgency,
       left(format('File %%s, line %%s.', batch.name, coalesce(origin.source_line, c.line)), 300),
       %(at)s, batch.uploaded_by_id
  FROM changed AS c
  JOIN import_merged AS m ON m.order_id = c.order_id
  JOIN import_stood AS s ON s.order_id = c.order_id
  LEFT JOIN import_origin AS origin ON origin.line = c.line
  JOIN shipments_importbatch AS batch ON batch.id = coalesce(origin.batch_id, %(batch)s)
 ORDER BY m.order_id;
INSERT INTO shipments_stated AS t
    (kind, subject_id, said_at, first_said_at, fields, batch_id, line)
SELECT 'order', m.order_id, m.said_at, coalesce(m.first_said_at, m.said_at),
       jsonb_strip_nulls(jsonb_build_object(
           /* moments */)),
       CASE WHEN m.is_newest THEN coalesce(origin.batch_id, %(batch)s::bigint) END,
       CASE WHEN m.is_newest THEN coalesce(origin.source_line, m.line) END
  FROM import_merged AS m
  JOIN import_stood AS s ON s.order_id = m.order_id
  LEFT JOIN import_origin AS origin ON origin.line = m.line
 WHERE m.said_at <> s.said_at OR m.first_said_at IS DISTINCT FROM s.first_said_at
    OR m.first_required_on IS DISTINCT FROM s.first_required_on
    OR /* moved */
    ON CONFLICT (kind, subject_id) DO UPDATE
   SET said_at = excluded.said_at, first_said_at = excluded.first_said_at,
       fields = excluded.fields, batch_id = coalesce(excluded.batch_id, t.batch_id),
       line = coalesce(excluded.line, t.line);
