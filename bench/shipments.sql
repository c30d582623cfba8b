-- A fictional history of shipments, most of them received long ago, for the list of shipments
-- Parameters   shipments int | as_of date | at timestamptz
-- Ratios       of 100 shipments 6 are planned, 2 ready, 2 released, 3 departed, 3 in transit, 3
--              arrived, 78 received, 2 closed and 1 cancelled; 1 in 50 of those under way overdue;
--              6 in 10 by sea; 20 carriers, 40 places; one line of one order in 500 each
SELECT setseed(0.5);

INSERT INTO shipments_user
    (password, email, name, roles, digest_rhythm, is_active, is_superuser, joined_at)
SELECT '', 'bench@example.test', 'Bench', '{case_manager}', 'off', true, false, %(at)s
    ON CONFLICT DO NOTHING;

INSERT INTO shipments_item (name)
SELECT 'Crate, training, type ' || g FROM generate_series(1, 100) AS g;

INSERT INTO shipments_place
    (code, name, kind, icao, iata, un_locode, city, country, country_code, coordinates_source,
     duty, note, recorded_at)
SELECT 'ZZ' || to_char(g, 'FM000'), 'Fictional Port ' || g, 'seaport', '', '', '', '', '', '', '',
       '', '', %(at)s
  FROM generate_series(0, 39) AS g;

INSERT INTO shipments_case (title, implementing_agency, stage, value_currency, note, recorded_at)
SELECT 'Fictional case', '', 'implemented', '', '', %(at)s;

INSERT INTO shipments_order
    (reference, case_id, item_id, possible_sale, quantity, quantity_qualifier, unit_of_issue,
     accepted_overage, ordered_on, ordered_on_precision, required_on, required_on_precision,
     required_basis, first_required_on, first_required_on_precision, urgency, certainty, note,
     recorded_at)
SELECT 'SHIPS' || to_char(g, 'FM000000'), (SELECT min(id) FROM shipments_case), (SELECT min(id) FROM shipments_item) + g %% 100, false,
       1000000, '', 'EA', 0, %(as_of)s::date - 700, 'day', %(as_of)s::date + 40, 'day',
       'required date', %(as_of)s::date + 40, 'day', 'routine', 'confirmed', '', %(at)s
  FROM generate_series(1, greatest(20, %(shipments)s / 500)) AS g;

CREATE TEMPORARY TABLE drawn ON COMMIT DROP AS
SELECT g, (random() * 99.999)::int %% 100 AS pct, random() AS late,
       %(at)s::timestamptz - g * interval '1 minute' AS logged_at,
       CASE WHEN g %% 10 < 6 THEN 'sea' WHEN g %% 10 < 9 THEN 'air' ELSE 'road' END AS mode,
       (SELECT min(id) FROM shipments_place WHERE code LIKE 'ZZ%%') + g %% 20 AS from_id,
       (SELECT min(id) FROM shipments_place WHERE code LIKE 'ZZ%%') + 20 + g %% 17 AS to_id,
       %(as_of)s::date + CASE WHEN random() < 0.02 THEN -90 ELSE -2 END AS left_on
  FROM generate_series(1, %(shipments)s) AS g;

INSERT INTO shipments_shipment
    (tcn, mode, carrier, voyage, from_place_id, to_place_id, planned_departure_on,
     planned_arrival_on, note, logged_at, cancelled_because, cancelled_at, ready_at, ready_by_id,
     released_at, released_by_id, closed_at, closed_by_id)
SELECT 'BENCH' || to_char(g, 'FM000000000000'), mode, 'Fictional Line ' || g %% 20, 'V' || g %% 997,
       from_id, to_id, left_on + CASE WHEN pct < 10 THEN 9 ELSE 0 END, left_on + 30, '', logged_at,
       CASE WHEN pct = 99 THEN 'Not sent' ELSE '' END, CASE WHEN pct = 99 THEN logged_at END,
       CASE WHEN pct BETWEEN 6 AND 98 THEN logged_at END,
       CASE WHEN pct BETWEEN 6 AND 98 THEN (SELECT min(id) FROM shipments_user) END,
       CASE WHEN pct BETWEEN 8 AND 98 AND late < 0.99 THEN logged_at END,
       CASE WHEN pct BETWEEN 8 AND 98 AND late < 0.99 THEN (SELECT min(id) FROM shipments_user) END,
       CASE WHEN pct IN (97, 98) THEN logged_at END,
       CASE WHEN pct IN (97, 98) THEN (SELECT min(id) FROM shipments_user) END
  FROM drawn ORDER BY g;

INSERT INTO shipments_shipmentline (shipment_id, order_id, quantity, lot)
SELECT s.id, (SELECT min(id) FROM shipments_order) + drawn.g %% greatest(20, %(shipments)s / 500), 1, ''
  FROM drawn JOIN shipments_shipment AS s ON s.tcn = 'BENCH' || to_char(drawn.g, 'FM000000000000');

INSERT INTO shipments_milestone
    (shipment_id, kind, classifier, occurs_on, place_id, source, reported_at, recorded_at, reason)
SELECT s.id, told.kind, 'actual', told.occurs_on, NULL, 'Carrier', logged.logged_at,
       logged.logged_at, ''
  FROM drawn AS logged
  JOIN shipments_shipment AS s ON s.tcn = 'BENCH' || to_char(logged.g, 'FM000000000000')
 CROSS JOIN LATERAL (
       VALUES ('departed', left_on, 10), ('passed', left_on + 1, 13), ('arrived', left_on + 2, 16),
              ('received', left_on + 2, 19)
       ) AS told (kind, occurs_on, from_pct)
 WHERE logged.pct >= told.from_pct AND logged.pct < 99
   AND (told.kind <> 'passed' OR logged.pct < 16);
