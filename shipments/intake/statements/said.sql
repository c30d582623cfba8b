-- The statements with the rows that they name
-- Reads        import_statement, import_key, import_name, import_item
-- Writes       import_said: of each order that is known or can be recorded what each line says;
--              null is not said
DROP TABLE IF EXISTS import_said;
CREATE TEMPORARY TABLE import_said ON COMMIT DROP AS
SELECT s.line, s.said_at, s.may_create, k.name AS key, k.order_id, k.statements = 1 AS is_alone,
       k.is_numbered, i.id AS item_id, s.quantity, nullif(s.unit, '') AS unit_of_issue,
       c.id AS case_id, t.id AS contract_id, m.id AS contractor_id, s.ordered_on,
       s.acknowledged_on, s.required_on, s.priority AS priority_designator,
       nullif(s.urgency, '') AS urgency, l.id AS lane_id, nullif(s.note, '') AS note,
       s.cancelled_on, nullif(s.requisition, '') AS requisition
  FROM import_statement AS s
  JOIN import_key AS k ON k.name = coalesce(nullif(s.document_number, ''), s.reference)
  LEFT JOIN import_item AS i
    ON i.nsn = coalesce(s.nsn, '') AND i.name = coalesce(btrim(s.item), '')
  LEFT JOIN import_name AS c ON c.kind = 'case' AND c.said = s.case_id
  LEFT JOIN import_name AS t ON t.kind = 'contract' AND t.said = s.contract
  LEFT JOIN import_name AS m ON m.kind = 'contractor' AND m.said = s.contractor
  LEFT JOIN import_name AS l ON l.kind = 'lane' AND l.said = s.lane;
ANALYZE import_said
