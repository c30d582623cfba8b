-- Which cases, contracts, contractors and lanes are meant
-- Reads        import_statement | case, contract, contractor, lane, place
-- Writes       import_name: what was said, which row it is, and what that is called | import_outcome,
--              refusals of what nobody has recorded
-- Repeatable   what is refused is gone from import_statement and import_line
DROP TABLE IF EXISTS import_name;
CREATE TEMPORARY TABLE import_name ON COMMIT DROP AS
WITH cases AS (
    SELECT DISTINCT case_id AS said FROM import_statement WHERE case_id <> ''
),
contracts AS (
    SELECT DISTINCT contract AS said FROM import_statement WHERE contract <> ''
),
contractors AS (
    SELECT DISTINCT contractor AS said FROM import_statement WHERE contractor <> ''
),
lanes AS (
    SELECT DISTINCT lane AS said FROM import_statement WHERE lane <> ''
),
called AS (
    -- By name and city; by the name alone where only one has it.
    SELECT lower(concat_ws(', ', name, nullif(city, ''))) AS name, min(id) AS id, 0 AS rank,
           count(*) AS those
      FROM shipments_contractor GROUP BY 1
     UNION ALL
    SELECT lower(name), min(id), 1, count(*) FROM shipments_contractor GROUP BY 1
),
known_lanes AS (
    SELECT l.id, l.mode, lower(a.code) AS from_code, lower(b.code) AS to_code
      FROM shipments_lane AS l
      JOIN shipments_place AS a ON a.id = l.from_place_id
      JOIN shipments_place AS b ON b.id = l.to_place_id
)
SELECT 'case' AS kind, said, coalesce(by_id.id, by_ref.id) AS id, 1::bigint AS those
  FROM cases
  LEFT JOIN shipments_case AS by_id ON by_id.case_id = upper(btrim(said))
  LEFT JOIN shipments_case AS by_ref ON lower(by_ref.record_ref) = lower(btrim(said))
 UNION ALL
SELECT 'contract', said, coalesce(by_id.id, by_ref.id), 1
  FROM contracts
  LEFT JOIN shipments_contract AS by_id
    ON by_id.piid = upper(regexp_replace(said, '[\s-]', '', 'g'))
  LEFT JOIN shipments_contract AS by_ref ON lower(by_ref.record_ref) = lower(btrim(said))
 UNION ALL
(SELECT DISTINCT ON (said) 'contractor', said, CASE WHEN those = 1 THEN called.id END, those
   FROM contractors
   LEFT JOIN called ON called.name = lower(btrim(said))
  ORDER BY said, called.rank)
 UNION ALL
(SELECT DISTINCT ON (said) 'lane', said, k.id, 1
   FROM lanes
   LEFT JOIN known_lanes AS k
     ON lower(btrim(said)) IN (k.id::text, concat_ws(' ', k.mode, from_code, to_code),
                               format('%%s to %%s by %%s', from_code, to_code, k.mode))
  ORDER BY said, k.id);
ANALYZE import_name;
WITH unknown AS (
    SELECT * FROM import_name WHERE id IS NULL
),
wrong AS MATERIALIZED (
    SELECT s.line, coalesce(nullif(s.document_number, ''), s.reference) AS subject, s.text,
           found.*
      FROM import_statement AS s
     CROSS JOIN LATERAL (VALUES
           ('case', s.case_id, 'case_id', 'unknown_case',
            'No case %%s is recorded here. Record that case first, then send the line again.'),
           ('contract', s.contract, 'contract', 'unknown_contract',
            'No contract %%s is recorded here. Record that contract first, then send the line again.'),
           ('contractor', s.contractor, 'contractor', 'unknown_contractor',
            'No contractor %%s is recorded here. Record that contractor first, then send the line again.'),
           ('lane', s.lane, 'lane', 'unknown_lane',
            'No lane %%s is recorded here. Record that lane first, like "sea USBAL ILASH", then send the line again.')
           ) AS said (kind, name, field, code, sentence)
      JOIN unknown ON unknown.kind = said.kind AND unknown.said = said.name
     CROSS JOIN LATERAL (
           SELECT said.field, said.name AS found,
                  CASE WHEN unknown.those > 1
                       THEN format('%%s contractors are called %%s. Write the name and the city: Name, City.',
                                   unknown.those, left(said.name, 160))
                       ELSE format(said.sentence, left(said.name, 160)) END AS expected,
                  said.code) AS found
     -- Most files name nothing unknown: they are not read for it.
     WHERE EXISTS (SELECT FROM unknown)
)
/* refused */
