-- What each shipment, and each line aboard it, would be now.
-- Reads        import_of, import_won, place
-- Writes       import_now, import_cargo | import_wrong, empty
DROP TABLE IF EXISTS pg_temp.import_now, pg_temp.import_cargo, pg_temp.import_wrong;
CREATE TEMPORARY TABLE import_wrong (
    subject_id bigint NOT NULL, line bigint NOT NULL, field text NOT NULL, found text,
    expected text NOT NULL, code text NOT NULL) ON COMMIT DROP;
CREATE TEMPORARY TABLE import_now ON COMMIT DROP AS
SELECT about.*, won.mode, won.from_place, won.to_place, origin.id AS from_id, goal.id AS to_id,
       won.planned_departure_on, won.planned_arrival_on, won.departed_on, won.arrived_on,
       coalesce(won.is_changed, false) AS is_changed,
       coalesce(won.is_rerouted, false) AS is_rerouted,
       coalesce(won.is_moved, false) AS is_moved
  FROM (SELECT subject_id, tcn, is_new, min(line) AS line
          FROM import_of GROUP BY subject_id, tcn, is_new) AS about
  LEFT JOIN (
       SELECT subject_id,
              max(value) FILTER (WHERE field = 'mode') AS mode,
              max(value) FILTER (WHERE field = 'from_place') AS from_place,
              max(value) FILTER (WHERE field = 'to_place') AS to_place,
              max(value) FILTER (WHERE field = 'planned_departure_on')::date AS planned_departure_on,
              max(value) FILTER (WHERE field = 'planned_arrival_on')::date AS planned_arrival_on,
              max(value) FILTER (WHERE field = 'departed_on')::date AS departed_on,
              max(value) FILTER (WHERE field = 'arrived_on')::date AS arrived_on,
              bool_or(line IS NOT NULL AND value IS DISTINCT FROM before) AS is_changed,
              bool_or(line IS NOT NULL AND value <> before
                      AND field IN ('mode', 'from_place', 'to_place')) AS is_rerouted,
              -- An actual milestone from the departure on: what a hold forbids.
              bool_or(line IS NOT NULL AND value IS DISTINCT FROM before
                      AND field ~ '^(departed_on|arrived_on|(passed|arrived_at_stop|left_stop|discharged|customs_released|received) actual)')
                  AS is_moved
         FROM import_won GROUP BY subject_id) AS won ON won.subject_id = about.subject_id
  LEFT JOIN shipments_place AS origin ON origin.code = won.from_place
  LEFT JOIN shipments_place AS goal ON goal.code = won.to_place;
CREATE TEMPORARY TABLE import_cargo ON COMMIT DROP AS
SELECT about.*, won.value::bigint AS quantity, won.before::bigint AS before,
       coalesce(won.line IS NOT NULL AND won.value IS DISTINCT FROM won.before, false) AS is_changed
  FROM (SELECT subject_id, is_new, order_id, reference, lot, cargo, line_id, min(line) AS line
          FROM import_of
         GROUP BY subject_id, is_new, order_id, reference, lot, cargo, line_id) AS about
  LEFT JOIN import_won AS won ON won.subject_id = about.subject_id AND won.field = about.cargo;
ANALYZE import_now;
ANALYZE import_cargo
