-- Remember which shipment each line is of: of one that is refused no part is logged.
-- Reads        import_line
-- Writes       import_tcn
DROP TABLE IF EXISTS pg_temp.import_tcn;
CREATE TEMPORARY TABLE import_tcn ON COMMIT DROP AS
SELECT r.line, r.text, r.tcn FROM import_line AS r;
ANALYZE import_tcn
