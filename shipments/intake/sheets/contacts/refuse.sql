-- Refuse lines whose contractor is not on record, or is one of several of its name, and those
-- that may mean either of two people.
-- Reads        import_line, contractor, contact
-- Writes       import_contact: whom each line names, in one contractor | import_outcome; deletes
--              what it refuses from import_line
DROP TABLE IF EXISTS pg_temp.import_contact, pg_temp.import_called;
CREATE TEMPORARY TABLE import_contact ON COMMIT DROP AS
SELECT r.line, r.name, lower(r.email) AS email, works.sites, works.cities, works.id AS contractor_id
  FROM import_line AS r
  JOIN (SELECT each.name, each.place, count(known.id) AS sites, min(known.id) AS id,
               string_agg(coalesce(nullif(known.city, ''), 'no city'), ', ' ORDER BY known.city)
               AS cities
          FROM (SELECT DISTINCT contractor AS name, city, coalesce('in ' || city, '') AS place
                  FROM import_line) AS each
          LEFT JOIN shipments_contractor AS known
                 ON known.name = each.name AND (each.city IS NULL OR known.city = each.city)
         GROUP BY each.name, each.place) AS works
    ON works.name = r.contractor AND works.place = coalesce('in ' || r.city, '');
ANALYZE import_contact;
-- Who is meant by a name alone: in this file, and on record.
CREATE TEMPORARY TABLE import_called ON COMMIT DROP AS
SELECT each.contractor_id, each.name, string_agg(each.email, ' and ' ORDER BY each.email) AS emails,
       count(*) AS people
  FROM (SELECT contractor_id, name, email FROM import_contact WHERE email IS NOT NULL AND sites = 1
         UNION
        SELECT known.contractor_id, known.name, lower(known.email)
          FROM shipments_contact AS known
         WHERE known.contractor_id IN (SELECT contractor_id FROM import_contact)
           AND known.email <> '') AS each
 GROUP BY each.contractor_id, each.name
HAVING count(*) > 1;
ANALYZE import_called;
WITH wrong AS (
    SELECT r.line, r.text, problem.*
      FROM import_contact AS meant
      JOIN import_line AS r ON r.line = meant.line
      LEFT JOIN import_called AS called
             ON called.contractor_id = meant.contractor_id AND called.name = meant.name
     CROSS JOIN LATERAL (
           SELECT 'contractor' AS field, concat_ws(', ', r.contractor, r.city) AS found,
                  'unknown_contractor' AS code,
                  format('No contractor %%s. Send it in a sheet of contractors first, or check its '
                         'name and city.', concat_ws(', ', r.contractor, r.city)) AS expected
            WHERE meant.sites = 0
            UNION ALL
           SELECT 'city', '', 'several',
                  format('%%s has several sites: %%s. Enter the city.', r.contractor, meant.cities)
            WHERE meant.sites > 1
            UNION ALL
           SELECT 'email', '', 'several',
                  format('There are several people called %%s: %%s. Enter the e-mail address.',
                         r.name, called.emails)
            WHERE meant.sites = 1 AND r.email IS NULL AND called.people > 1
           LIMIT 1) AS problem
),
gone AS (
    DELETE FROM import_line USING wrong WHERE import_line.line = wrong.line
),
forgotten AS (
    DELETE FROM import_contact USING wrong WHERE import_contact.line = wrong.line
)
INSERT INTO import_outcome (line, outcome, field, found, expected, code, text)
SELECT line, 'refused', field, left(found, 200), left(expected, 300), code, text FROM wrong
