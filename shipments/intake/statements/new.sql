-- The orders that nobody has recorded
-- Parameters   at timestamptz | batch bigint
-- Reads        import_said | contract
-- Writes       order, stated | import_created: the new orders, which plans may read afterwards |
--              import_rival, import_folded: of orders with several lines, the lines and what they
--              come to | import_outcome, import_touched
-- Repeatable   an order that somebody else records meanwhile is left to the steps that follow
DROP TABLE IF EXISTS import_created, import_rival, import_folded;
CREATE TEMPORARY TABLE import_created
    (order_id bigint NOT NULL, key text NOT NULL, document_number text) ON COMMIT DROP;
CREATE TEMPORARY TABLE import_rival ON COMMIT DROP AS
/* rivals */ WHERE r.order_id IS NULL AND NOT r.is_alone;
ANALYZE import_rival;
CREATE TEMPORARY TABLE import_folded ON COMMIT DROP AS
/* folded */ GROUP BY r.key;
ANALYZE import_folded;
-- Whom nobody names is the contract's, which is said by no line.
UPDATE import_folded AS f
   SET contractor_id = named.id, contractor_id_name = named.name
  FROM shipments_contract AS c
  JOIN /* named contractor */ AS named ON named.id = c.contractor_id
 WHERE c.id = f.contract_id AND f.contractor_id IS NULL;
/* set aside */
WITH said AS (
    SELECT key, is_numbered, required_on AS first_required_on, /* columns */
      FROM import_said WHERE order_id IS NULL AND is_alone
     UNION ALL
    SELECT key, is_numbered, first_required_on, /* columns */
      FROM import_folded
),
made AS (
    INSERT INTO shipments_order
        (reference, document_number, requisition, case_id, contract_id, item_id, contractor_id,
         lane_id, possible_sale, quantity, quantity_qualifier, unit_of_issue, accepted_overage,
         ordered_on, ordered_on_precision, acknowledged_on, required_on, required_on_precision,
         required_basis, first_required_on, first_required_on_precision, priority_designator,
         urgency, cancelled_on, certainty, note, recorded_at)
    SELECT s.key, CASE WHEN s.is_numbered THEN s.key END, coalesce(s.requisition, ''), s.case_id,
           s.contract_id, s.item_id, coalesce(s.contractor_id, contract.contractor_id), s.lane_id,
           false, s.quantity, '', coalesce(s.unit_of_issue, ''), 0,
           s.ordered_on, CASE WHEN s.ordered_on IS NULL THEN '' ELSE 'day' END,
           s.acknowledged_on,
           s.required_on, CASE WHEN s.required_on IS NULL THEN '' ELSE 'day' END,
           CASE WHEN s.required_on IS NULL THEN '' ELSE 'required date' END,
           s.first_required_on, CASE WHEN s.first_required_on IS NULL THEN '' ELSE 'day' END,
           s.priority_designator, coalesce(s.urgency, 'routine'), s.cancelled_on, 'confirmed',
           coalesce(s.note, ''), %(at)s
      FROM said AS s
      LEFT JOIN shipments_contract AS contract ON contract.id = s.contract_id
    -- In one order, so that two files at once do not wait for each other in a ring.
     ORDER BY s.key COLLATE "C"
        ON CONFLICT DO NOTHING
    RETURNING id, reference, document_number
)
INSERT INTO import_created SELECT * FROM made;
ANALYZE import_created;
INSERT INTO shipments_orderevent
    (/* kept columns */, pgh_label, pgh_created_at, pgh_obj_id, pgh_context_id)
SELECT /* kept columns of o */, 'insert', now(), o.id, context.id
  FROM shipments_order AS o
 CROSS JOIN (SELECT _pgh_attach_context() AS id OFFSET 0) AS context
 WHERE o.id IN (SELECT order_id FROM import_created)
 ORDER BY o.id;
/* taken up */
INSERT INTO import_touched SELECT order_id FROM import_created;
INSERT INTO shipments_stated (kind, subject_id, said_at, first_said_at, fields, batch_id, line)
SELECT 'order', c.order_id, s.said_at, s.said_at,
       CASE WHEN s.urgency = 'routine'
            THEN jsonb_build_object('urgency', s.said_at) ELSE '{}' END
       || CASE WHEN s.contractor_id IS NULL AND contract.contractor_id IS NOT NULL
               THEN '{"contractor": "-infinity"}'::jsonb ELSE '{}' END,
       %(batch)s, s.line
  FROM import_created AS c
  JOIN import_said AS s ON s.key = c.key AND s.is_alone
  LEFT JOIN shipments_contract AS contract ON contract.id = s.contract_id
 UNION ALL
SELECT 'order', c.order_id, m.said_at, coalesce(m.first_said_at, m.said_at),
       jsonb_strip_nulls(jsonb_build_object(
           /* moments */)),
       coalesce(origin.batch_id, %(batch)s), coalesce(origin.source_line, m.line)
  FROM import_created AS c
  JOIN import_folded AS m ON m.key = c.key
  LEFT JOIN import_origin AS origin ON origin.line = m.line;
INSERT INTO import_outcome (line, outcome, subject)
SELECT s.line, 'created', c.key
  FROM import_created AS c
  JOIN import_said AS s ON s.key = c.key AND s.is_alone;
-- Of several lines the first that may is the one that recorded it; the others are told by what
-- they say beside it.
INSERT INTO import_outcome (line, outcome, subject, changes)
SELECT line,
       CASE WHEN is_first THEN 'created' WHEN changes <> '{}' THEN 'changed'
            WHEN differs AND NOT holds THEN 'older' ELSE 'unchanged' END,
       subject, nullif(changes, '{}')
  FROM (SELECT r.line, c.key AS subject, r.line = m.created_by AS is_first,
               CASE WHEN r.line <> m.created_by AND (/* changed */)
                    THEN jsonb_strip_nulls(jsonb_build_object(
                   /* changes */)) ELSE '{}' END AS changes,
               coalesce(/* holds */, false) AS holds,
               coalesce(/* differs */, false) AS differs
          FROM import_created AS c
          JOIN import_folded AS m ON m.key = c.key
          JOIN import_rival AS r ON r.key = c.key
          JOIN import_rival AS b ON b.line = m.created_by) AS told;
-- What somebody else recorded meanwhile is known by now.
UPDATE import_said AS s
   SET order_id = o.id
  FROM import_key AS k
  JOIN shipments_order AS o ON o.reference = k.name OR o.document_number = k.name
 WHERE k.order_id IS NULL AND s.key = k.name
   AND NOT EXISTS (SELECT FROM import_created AS c WHERE c.key = k.name);
