-- Refuse lines whose contractor is not on record, or is one of several of its name, and those
-- that may mean either of two people.
-- Reads        import_line, contractor, contact
-- Writes       import_outcome; deletes what it refuses from import_line
WITH works AS (
    SELECT each.name, each.city, count(known.id) AS sites, min(known.id) AS id,
           string_agg(coalesce(nullif(known.city, ''), 'no city'), ', ' ORDER BY known.city) AS cities
      FROM (SELECT DISTINCT contractor AS name, city FROM import_line) AS each
      LEFT JOIN shipments_contractor AS known
             ON known.name = each.name AND (each.city IS NULL OR known.city = each.city)
     GROUP BY each.name, each.city
),
-- Who is meant by a name alone: on record, and in this file.
called AS (
    SELECT each.contractor_id, each.name, string_agg(DISTINCT each.email, ' and ') AS emails,
           count(DISTINCT each.email) AS people
      FROM (SELECT works.id AS contractor_id, r.name, lower(r.email) AS email
              FROM import_line AS r
              JOIN works ON works.name = r.contractor AND works.city IS NOT DISTINCT FROM r.city
             WHERE r.email IS NOT NULL AND works.sites = 1
             UNION
            SELECT known.contractor_id, known.name, lower(known.email)
              FROM shipments_contact AS known
             WHERE known.contractor_id IN (SELECT id FROM works) AND known.email <> '') AS each
     GROUP BY each.contractor_id, each.name
),
wrong AS (
    SELECT r.line, r.text, problem.*
      FROM import_line AS r
      JOIN works ON works.name = r.contractor AND works.city IS NOT DISTINCT FROM r.city
      LEFT JOIN called ON called.contractor_id = works.id AND called.name = r.name
     CROSS JOIN LATERAL (
           SELECT 'contractor' AS field, concat_ws(', ', r.contractor, r.city) AS found,
                  'unknown_contractor' AS code,
                  format('No contractor %%s. Send it in a sheet of contractors first, or check its '
                         'name and city.', concat_ws(', ', r.contractor, r.city)) AS expected
            WHERE works.sites = 0
            UNION ALL
           SELECT 'city', '', 'several',
                  format('%%s has several sites: %%s. Enter the city.', r.contractor, works.cities)
            WHERE works.sites > 1
            UNION ALL
           SELECT 'email', '', 'several',
                  format('There are several people called %%s: %%s. Enter the e-mail address.',
                         r.name, called.emails)
            WHERE works.sites = 1 AND r.email IS NULL AND called.people > 1
           LIMIT 1) AS problem
),
gone AS (
    DELETE FROM import_line USING wrong WHERE import_line.line = wrong.line
)
INSERT INTO import_outcome (line, outcome, field, found, expected, code, text)
SELECT line, 'refused', field, left(found, 200), left(expected, 300), code, text FROM wrong
