-- A fictional book of open orders, at the ratios of a year that is looked after: about 23 flags in
-- 100 orders. A neglected book costs more, see docs/decisions/0008.
-- Parameters   orders int | as_of date | at timestamptz
-- Ratios       of 100 orders 70 are routine, 90 acknowledged, 92 promised, most of them confirmed
--              again in the last month, a tenth of those later; 5 are past their date, 15 partly
--              shipped, 2 moved up; 1 item in 50 is needed in an emergency
SELECT setseed(0.5);

INSERT INTO shipments_contractor (name, city, state, country, cage_code, makes, note, recorded_at)
SELECT 'Fictional Works ' || g, 'Springfield', '', 'United States', '', '', '', %(at)s
  FROM generate_series(1, 60) AS g;

INSERT INTO shipments_item (name)
SELECT 'Crate, training, type ' || g FROM generate_series(1, 2000) AS g;

INSERT INTO shipments_case (title, implementing_agency, stage, value_currency, note, recorded_at)
SELECT 'Fictional case ' || g, '', 'implemented', '', '', %(at)s FROM generate_series(1, 300) AS g;

INSERT INTO shipments_order
    (reference, case_id, item_id, contractor_id, possible_sale, quantity, quantity_qualifier,
     unit_of_issue, accepted_overage, ordered_on, ordered_on_precision, acknowledged_on,
     required_on, required_on_precision, required_basis, first_required_on,
     first_required_on_precision, priority_designator,
     urgency, certainty, note, recorded_at)
SELECT 'BENCH' || to_char(g, 'FM00000000'),
       (SELECT min(id) FROM shipments_case) + (random() * 299)::int,
       (SELECT min(id) FROM shipments_item) + (random() * 1999)::int,
       (SELECT min(id) FROM shipments_contractor) + (random() * 59)::int,
       false, 10 + (random() * 490)::int, '', 'EA', 0,
       ordered_on, 'day',
       CASE WHEN random() < 0.9 THEN ordered_on + (random() * 12)::int END,
       required_on, 'day', 'required date',
       required_on + CASE WHEN random() < 0.02 THEN 30 ELSE 0 END, 'day',
       CASE WHEN random() < 0.7 THEN 9 + (random() * 6)::int ELSE 1 + (random() * 7)::int END,
       'routine', 'confirmed', '', ordered_on::timestamptz
  FROM (SELECT g, %(as_of)s::date - (random() * 360)::int AS ordered_on
          FROM generate_series(1, %(orders)s) AS g) AS placed
 CROSS JOIN LATERAL (
       SELECT CASE WHEN random() < 0.05 THEN %(as_of)s::date - (random() * 90)::int
                   ELSE greatest(%(as_of)s::date, ordered_on + 120) + (random() * 400)::int END
              AS required_on) AS wanted;

INSERT INTO shipments_promise
    (order_id, ship_on, said_on, said_by, channel, reason, recorded_at)
SELECT o.id, o.required_on - 90 + (random() * 58)::int, said_on, 'Order desk', 'email', '', said_on
  FROM shipments_order AS o
 CROSS JOIN LATERAL (
       SELECT least(o.ordered_on + 5 + (random() * 20)::int, %(as_of)s) AS said_on) AS heard
 WHERE random() < 0.92;

INSERT INTO shipments_promise
    (order_id, ship_on, said_on, said_by, channel, reason, recorded_at)
SELECT p.order_id, p.ship_on + CASE WHEN random() < 0.1 THEN (random() * 90)::int ELSE 0 END, heard.said_on, 'Order desk', 'phone',
       'Confirmed', heard.said_on
  FROM shipments_promise AS p
 CROSS JOIN LATERAL (
       SELECT greatest(p.said_on, %(as_of)s::date - (random() * 33)::int) AS said_on) AS heard
 WHERE random() < 0.9;

INSERT INTO shipments_place
    (code, name, kind, icao, iata, un_locode, city, country, country_code, coordinates_source,
     duty, note, recorded_at)
SELECT 'ZZ' || to_char(g, 'FM000'), 'Fictional Port ' || g, 'seaport', '', '', '', '', '', '', '',
       '', '', %(at)s
  FROM generate_series(1, 2) AS g;

INSERT INTO shipments_shipment
    (tcn, mode, carrier, voyage, from_place_id, to_place_id, planned_departure_on,
     planned_arrival_on, note, logged_at, cancelled_because)
SELECT 'BENCH' || to_char(g, 'FM000000000000'), 'sea', 'Fictional Line', '',
       (SELECT min(id) FROM shipments_place), (SELECT max(id) FROM shipments_place),
       %(as_of)s::date - 10, %(as_of)s::date + 20, '', %(at)s, ''
  FROM generate_series(1, greatest(1, %(orders)s / 100)) AS g;

INSERT INTO shipments_shipmentline (shipment_id, order_id, quantity, lot)
SELECT (SELECT min(id) FROM shipments_shipment) + o.id %% greatest(1, %(orders)s / 100),
       o.id, o.quantity / 2, ''
  FROM shipments_order AS o
 WHERE random() < 0.15;

INSERT INTO shipments_milestone
    (shipment_id, kind, classifier, occurs_on, source, reported_at, recorded_at, reason)
SELECT id, 'departed', 'actual', %(as_of)s::date - 10, 'Carrier', %(at)s, %(at)s, ''
  FROM shipments_shipment;

INSERT INTO shipments_need
    (item_id, quantity, needed_on, urgency, reference, stated_by, stated_on, note, recorded_at)
SELECT id, 50, %(as_of)s::date + 40, CASE WHEN random() < 0.1 THEN 'emergency' ELSE 'routine' END,
       '', 'Receiving staff', %(as_of)s::date - 3, '', %(at)s
  FROM shipments_item WHERE random() < 0.2;
