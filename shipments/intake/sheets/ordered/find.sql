-- Which order each line names: by its reference or document number, else by the number of a
-- contract that has one order. Case, and in a contract's number spaces and hyphens, do not matter.
-- Reads        import_line, order, contract
-- Writes       import_order: no row for what names none, or several
DROP TABLE IF EXISTS pg_temp.import_order;
CREATE TEMPORARY TABLE import_order ON COMMIT DROP AS
WITH named AS MATERIALIZED (
    SELECT DISTINCT order_reference AS name, upper(order_reference) AS upper_name,
           regexp_replace(upper(order_reference), '[\s-]', '', 'g') AS bare
      FROM import_line
),
exact AS (
    SELECT named.name, o.id FROM named JOIN shipments_order AS o ON o.reference = named.name
     UNION
    SELECT named.name, o.id FROM named JOIN shipments_order AS o ON o.reference = named.upper_name
     UNION
    SELECT named.name, o.id FROM named JOIN shipments_order AS o ON o.document_number = named.bare
),
of_contract AS (
    SELECT named.name, o.id
      FROM named
      JOIN shipments_contract AS contract ON contract.piid = named.bare
      JOIN shipments_order AS o ON o.contract_id = contract.id
     WHERE NOT EXISTS (SELECT FROM exact WHERE exact.name = named.name)
)
SELECT each.name, min(each.id) AS order_id
  FROM (SELECT * FROM exact UNION ALL SELECT * FROM of_contract) AS each
 GROUP BY each.name
HAVING count(*) = 1;
ANALYZE import_order
