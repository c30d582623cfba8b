-- Refuse what was found wrong, and with it all else of the same shipments, lines that could not
-- be read included: no shipment is half logged.
-- Parameters   batch
-- Reads        import_wrong, import_tcn, import_outcome, what was refused when the file was read
-- Writes       import_outcome; deletes what it refuses from import_line and all that follows it
DROP TABLE IF EXISTS pg_temp.import_refused;
CREATE TEMPORARY TABLE import_refused ON COMMIT DROP AS
SELECT tcn FROM import_tcn WHERE line IN (SELECT line FROM import_outcome WHERE outcome = 'refused')
 UNION
SELECT now.tcn FROM import_now AS now WHERE now.subject_id IN (SELECT subject_id FROM import_wrong)
 UNION
SELECT tcn.tcn
  FROM (SELECT DISTINCT upper(regexp_replace(cell, '[^A-Za-z0-9]', '', 'g')) AS tcn
          FROM shipments_importrefusal AS refused
         CROSS JOIN LATERAL regexp_split_to_table(refused.text, '[,;\t"]') AS cell
         WHERE refused.batch_id = %(batch)s) AS tcn
 WHERE length(tcn.tcn) = 17 AND tcn.tcn IN (SELECT tcn FROM import_tcn);
INSERT INTO import_outcome (line, outcome, field, found, expected, code, text)
SELECT wrong.line, 'refused', wrong.field, left(coalesce(wrong.found, ''), 200),
       left(wrong.expected, 300), wrong.code, tcn.text
  FROM (SELECT DISTINCT line, field, found, expected, code FROM import_wrong) AS wrong
  JOIN import_tcn AS tcn ON tcn.line = wrong.line;
INSERT INTO import_outcome (line, outcome, field, found, expected, code, text)
SELECT r.line, 'refused', 'tcn', r.tcn,
       'Another line of this shipment is refused. Mend that one and send them together.',
       'with_its_shipment', r.text
  FROM import_line AS r
 WHERE r.tcn IN (SELECT tcn FROM import_refused)
   AND r.line NOT IN (SELECT line FROM import_wrong);
DELETE FROM import_line WHERE tcn IN (SELECT tcn FROM import_refused);
DELETE FROM import_said WHERE subject_id IN (
    SELECT subject_id FROM import_of WHERE tcn IN (SELECT tcn FROM import_refused));
DELETE FROM import_won WHERE subject_id IN (
    SELECT subject_id FROM import_of WHERE tcn IN (SELECT tcn FROM import_refused));
DELETE FROM import_event WHERE subject_id IN (
    SELECT subject_id FROM import_of WHERE tcn IN (SELECT tcn FROM import_refused));
DELETE FROM import_cargo WHERE subject_id IN (
    SELECT subject_id FROM import_of WHERE tcn IN (SELECT tcn FROM import_refused));
DELETE FROM import_now WHERE tcn IN (SELECT tcn FROM import_refused);
DELETE FROM import_of WHERE tcn IN (SELECT tcn FROM import_refused)
