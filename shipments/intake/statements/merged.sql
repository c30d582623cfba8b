-- What comes of the orders that are known: field by field the newest, whoever said it
-- Parameters   at timestamptz | batch, by bigint
-- Reads        import_rival, import_stood | batch, contract, contractor
-- Writes       order, stated, priority change | import_merged | import_touched
-- Repeatable   the same statements again change nothing
DROP TABLE IF EXISTS import_merged;
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
   SET contractor_id = c.contractor_id,
       contractor_id_name = (SELECT named.name FROM /* named contractor */ AS named
                              WHERE named.id = c.contractor_id)
  FROM import_stood AS s, shipments_contract AS c
 WHERE s.order_id = m.order_id AND c.id = m.contract_id AND m.contractor_id_at = '-infinity'
   AND m.contract_id IS DISTINCT FROM s.contract_id;
ANALYZE import_merged;
UPDATE shipments_order AS o
   SET document_number = coalesce(o.document_number, m.document_number),
       requisition = coalesce(m.requisition, ''), case_id = m.case_id,
       contract_id = m.contract_id, item_id = m.item_id, contractor_id = m.contractor_id,
       lane_id = m.lane_id, quantity = m.quantity,
       unit_of_issue = coalesce(m.unit_of_issue, ''),
       ordered_on = m.ordered_on,
       ordered_on_precision = CASE WHEN m.ordered_on IS NOT DISTINCT FROM o.ordered_on
                                   THEN o.ordered_on_precision ELSE 'day' END,
       acknowledged_on = m.acknowledged_on,
       required_on = m.required_on,
       required_on_precision = CASE WHEN m.required_on IS NOT DISTINCT FROM o.required_on
                                    THEN o.required_on_precision ELSE 'day' END,
       required_basis = CASE WHEN m.required_on IS NOT DISTINCT FROM o.required_on
                             THEN o.required_basis ELSE 'required date' END,
       first_required_on = m.first_required_on,
       first_required_on_precision =
           CASE WHEN m.first_required_on IS NOT DISTINCT FROM o.first_required_on
                THEN o.first_required_on_precision
                WHEN m.first_required_on = o.required_on AND o.first_required_on IS NULL
                THEN o.required_on_precision ELSE 'day' END,
       priority_designator = m.priority_designator, urgency = coalesce(m.urgency, 'routine'),
       cancelled_on = m.cancelled_on, note = coalesce(m.note, '')
  FROM import_merged AS m
  JOIN import_stood AS s ON s.order_id = m.order_id
 WHERE o.id = m.order_id
   AND (/* others */ OR m.document_number IS NOT NULL
        OR m.first_required_on IS DISTINCT FROM s.first_required_on);
INSERT INTO import_touched
SELECT m.order_id
  FROM import_merged AS m
  JOIN import_stood AS s ON s.order_id = m.order_id
 WHERE /* others */ OR m.document_number IS NOT NULL
    OR m.first_required_on IS DISTINCT FROM s.first_required_on;
INSERT INTO shipments_prioritychange
    (order_id, designator_before, designator_after, urgency_before, urgency_after, reason, at,
     by_id)
SELECT m.order_id, s.priority_designator, m.priority_designator, s.urgency, m.urgency,
       left(format('File %%s, line %%s.', batch.name,
                   coalesce(origin.source_line, changed.line)), 300),
       %(at)s, batch.uploaded_by_id
  FROM import_merged AS m
  JOIN import_stood AS s ON s.order_id = m.order_id
 CROSS JOIN LATERAL (
       SELECT min(r.line) AS line FROM import_rival AS r
        WHERE r.order_id = m.order_id
          AND (r.priority_designator = m.priority_designator
               AND r.priority_designator IS DISTINCT FROM s.priority_designator
               AND r.said_at = m.priority_designator_at
               OR r.urgency = m.urgency AND r.urgency <> s.urgency
                  AND r.said_at = m.urgency_at)) AS changed
  LEFT JOIN import_origin AS origin ON origin.line = changed.line
  JOIN shipments_importbatch AS batch
    ON batch.id = coalesce(origin.batch_id, %(batch)s)
 WHERE (m.priority_designator, m.urgency) IS DISTINCT FROM (s.priority_designator, s.urgency);
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
