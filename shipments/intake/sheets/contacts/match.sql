-- Whom each line is about: of one contractor by e-mail address, else by name. A line without an
-- address goes with the one who has the name; of those without one, the first recorded is meant.
-- Reads        import_line, import_contact, contact
-- Writes       import_of
DROP TABLE IF EXISTS pg_temp.import_of, pg_temp.import_known;
CREATE TEMPORARY TABLE import_known ON COMMIT DROP AS
SELECT id, contractor_id, name, lower(email) AS email
  FROM shipments_contact
 WHERE contractor_id IN (SELECT contractor_id FROM import_contact);
ANALYZE import_known;
CREATE TEMPORARY TABLE import_of ON COMMIT DROP AS
WITH named AS (
    -- With the first address of that name in this file.
    SELECT line, contractor_id, name, email, min(email) OVER same AS its_email
      FROM import_contact
    WINDOW same AS (PARTITION BY contractor_id, name)
),
addressed AS (
    SELECT contractor_id, email, min(id) AS id FROM import_known WHERE email <> '' GROUP BY 1, 2
),
called AS (
    SELECT contractor_id, name, min(id) FILTER (WHERE email = '') AS without_one,
           min(id) FILTER (WHERE email <> '') AS with_one
      FROM import_known GROUP BY 1, 2
),
keyed AS (
    SELECT named.line, named.contractor_id,
           coalesce(named.email, named.its_email, 'called ' || named.name) AS key,
           coalesce(addressed.id,
                    -- Who had no address so far gets the first that this file tells.
                    CASE WHEN coalesce(named.email, named.its_email, '')
                              = coalesce(named.its_email, '') THEN called.without_one END,
                    CASE WHEN named.its_email IS NULL THEN called.with_one END) AS id
      FROM named
      LEFT JOIN addressed ON addressed.contractor_id = named.contractor_id
                         AND addressed.email = coalesce(named.email, named.its_email)
      LEFT JOIN called ON called.contractor_id = named.contractor_id AND called.name = named.name
),
new AS (
    SELECT each.*, nextval('shipments_contact_id_seq') AS id
      FROM (SELECT DISTINCT contractor_id, key FROM keyed WHERE id IS NULL) AS each
)
SELECT keyed.line, coalesce(keyed.id, new.id) AS subject_id, keyed.id IS NULL AS is_new,
       coalesce(r.as_of, %(reported_at)s) AS said_at,
       concat_ws(', ', r.name, r.contractor) AS label, keyed.contractor_id
  FROM keyed
  JOIN import_line AS r ON r.line = keyed.line
  LEFT JOIN new ON keyed.id IS NULL AND new.contractor_id = keyed.contractor_id
               AND new.key = keyed.key;
ANALYZE import_of
