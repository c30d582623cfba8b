-- Whom each line is about: of one contractor by e-mail address, else by name. A line without an
-- address goes with the one who has the name; of those without one, the first recorded is meant.
-- Reads        import_line, contractor, contact
-- Writes       import_of
DROP TABLE IF EXISTS pg_temp.import_of;
CREATE TEMPORARY TABLE import_of ON COMMIT DROP AS
WITH named AS (
    SELECT r.line, works.id AS contractor_id, r.name, lower(r.email) AS email
      FROM import_line AS r
      JOIN shipments_contractor AS works
        ON works.name = r.contractor AND (r.city IS NULL OR works.city = r.city)
),
known AS (
    SELECT id, contractor_id, name, lower(email) AS email
      FROM shipments_contact WHERE contractor_id IN (SELECT contractor_id FROM named)
),
-- The one address of a name, in this file.
called AS (
    SELECT contractor_id, name, min(email) AS email FROM named GROUP BY contractor_id, name
),
addressed AS (
    SELECT contractor_id, email, min(id) AS id FROM known WHERE email <> '' GROUP BY 1, 2
),
nameless AS (
    SELECT contractor_id, name, min(id) AS id FROM known WHERE email = '' GROUP BY 1, 2
),
namesake AS (
    SELECT contractor_id, name, min(id) AS id FROM known WHERE email <> '' GROUP BY 1, 2
),
keyed AS (
    SELECT named.line, named.contractor_id, named.name,
           coalesce(named.email, called.email, '') AS email,
           coalesce(addressed.id,
                    -- Who had no address so far gets the first that this file tells.
                    CASE WHEN coalesce(named.email, called.email) IS NOT DISTINCT FROM called.email
                         THEN nameless.id END,
                    CASE WHEN named.email IS NULL AND called.email IS NULL THEN namesake.id END) AS id
      FROM named
      JOIN called ON called.contractor_id = named.contractor_id AND called.name = named.name
      LEFT JOIN addressed ON addressed.contractor_id = named.contractor_id
                         AND addressed.email = coalesce(named.email, called.email)
      LEFT JOIN nameless ON nameless.contractor_id = named.contractor_id
                        AND nameless.name = named.name
      LEFT JOIN namesake ON namesake.contractor_id = named.contractor_id
                        AND namesake.name = named.name
),
new AS (
    SELECT each.*, nextval('shipments_contact_id_seq') AS id
      FROM (SELECT DISTINCT contractor_id, email, CASE email WHEN '' THEN name END AS name
              FROM keyed WHERE id IS NULL) AS each
)
SELECT keyed.line, coalesce(keyed.id, new.id) AS subject_id, keyed.id IS NULL AS is_new,
       coalesce(r.as_of, %(reported_at)s) AS said_at,
       concat_ws(', ', r.name, r.contractor) AS label, keyed.contractor_id
  FROM keyed
  JOIN import_line AS r ON r.line = keyed.line
  LEFT JOIN new ON keyed.id IS NULL AND new.contractor_id = keyed.contractor_id
               AND new.email = keyed.email AND (keyed.email <> '' OR new.name = keyed.name);
ANALYZE import_of
