-- Which orders the statements are about, and whether those can be recorded that are new
-- Reads        import_statement | order
-- Writes       import_key: an order's name, its key where it is known, and how many statements
--              are about it | import_outcome, refusals of what says too little for a new order
-- Repeatable   what is refused is gone from import_statement and import_line
DROP TABLE IF EXISTS import_key;
CREATE TEMPORARY TABLE import_key ON COMMIT DROP AS
SELECT said.*, coalesce(numbered.id, referred.id) AS order_id,
       coalesce(numbered.possible_sale, referred.possible_sale, false) AS possible_sale
  FROM (SELECT coalesce(nullif(document_number, ''), reference) AS name, count(*) AS statements,
               bool_or(may_create) AS may_create,
               bool_or(document_number <> '') AS is_numbered,
               count(coalesce(nullif(nsn, ''), nullif(btrim(item), ''))) > 0 AS has_item,
               count(quantity) > 0 AS has_quantity,
               count(nullif(unit, '')) > 0 AS has_unit,
               count(coalesce(nullif(case_id, ''), nullif(contract, ''))) > 0 AS has_authority
          FROM import_statement GROUP BY 1) AS said
  LEFT JOIN shipments_order AS numbered ON numbered.document_number = said.name
  LEFT JOIN shipments_order AS referred
    ON referred.reference = said.name AND numbered.id IS NULL;
ANALYZE import_key;
WITH wrong AS MATERIALIZED (
    SELECT s.line, k.name AS subject, s.text, found.field, found.found, found.expected, found.code
      FROM import_key AS k
      JOIN import_statement AS s
        ON coalesce(nullif(s.document_number, ''), s.reference) = k.name
     CROSS JOIN LATERAL (VALUES
           (k.possible_sale, 'reference', k.name,
            format('%%s is only a possible sale. Record the order under a number of its own.', k.name),
            'possible_sale'),
           (k.order_id IS NULL AND NOT k.has_item, 'item', '',
            'The order is new: say what is ordered, by its stock number or its name.', 'required'),
           (k.order_id IS NULL AND NOT k.has_quantity, 'quantity', '',
            'The order is new: give a quantity, a whole number of 1 or more.', 'required'),
           (k.order_id IS NULL AND NOT k.has_unit, 'unit', '',
            'The order is new: give its unit of issue, two letters like EA.', 'required'),
           (k.order_id IS NULL AND NOT k.has_authority, 'case_id', '',
            'The order is new: give the case or the contract it belongs to.', 'no_case')
           ) AS found (is_wrong, field, found, expected, code)
     WHERE (k.possible_sale OR s.may_create)
       AND (k.possible_sale
            OR k.order_id IS NULL
               AND NOT (k.has_item AND k.has_quantity AND k.has_unit AND k.has_authority))
       AND found.is_wrong
)
/* refused */
-- Of what was refused, and of what may not create, no order comes.
UPDATE import_key SET may_create = false
 WHERE order_id IS NULL AND may_create
   AND NOT (has_item AND has_quantity AND has_unit AND has_authority);
DELETE FROM import_key WHERE possible_sale OR order_id IS NULL AND NOT may_create;
