-- A fictional book of orders, at the ratios of a year that is looked after: about a quarter of
-- the open orders are flagged. Neglected, it costs more, see docs/decisions/0009.
-- Parameters   orders int | neglected boolean | as_of date | at timestamptz
-- Ratios       of 100 open orders 70 are routine, 90 acknowledged, 92 promised, most of them
--              confirmed again in the last month, a tenth of those later; 5 are past their date,
--              15 partly shipped, 3 reported ready, 2 moved up, 60 on a planned lane;
--              2 more are received: the history of lanes and contractors
--              20 orders an item; needs of 3 in 100 items, a third of them emergencies;
--              1 item in 100 has a substitute; a contractor for 2,000 orders, 20 at least
--              12 lanes with a departure every four weeks, 3 disruptions in force, 1 case in 300 held,
--              1 mail in 1,000 orders refused
SELECT setseed(0.5);

INSERT INTO shipments_contractor (name, city, state, country, cage_code, makes, note, recorded_at)
SELECT 'Fictional Works ' || g, 'Springfield', '', 'United States', '', '', '', %(at)s
  FROM generate_series(1, greatest(20, %(orders)s / 2000)) AS g;

INSERT INTO shipments_contact (contractor_id, name, duty, email, phone, time_zone)
SELECT id, 'Order desk', '', 'desk' || id || '@works.example', '', 'America/New_York'
  FROM shipments_contractor;

INSERT INTO shipments_item (name)
SELECT 'Crate, training, type ' || g FROM generate_series(1, greatest(20, %(orders)s / 20)) AS g;

INSERT INTO shipments_case (title, implementing_agency, stage, value_currency, note, recorded_at)
SELECT 'Fictional case ' || g, '', 'implemented', '', '', %(at)s FROM generate_series(1, 300) AS g;

INSERT INTO shipments_place
    (code, name, kind, icao, iata, un_locode, city, country, country_code, coordinates_source,
     duty, note, recorded_at)
SELECT 'ZZ' || to_char(g, 'FM000'), 'Fictional Port ' || g,
       CASE WHEN g > 7 THEN 'passage' ELSE 'seaport' END, '', '', '', '', '', '', '', '', '', %(at)s
  FROM generate_series(1, 8) AS g;

INSERT INTO shipments_lane
    (mode, from_place_id, to_place_id, planning_days, note, recorded_at)
SELECT mode.name, leaves.id, arrives.id, mode.days, '', %(at)s
  FROM (VALUES ('sea', 30), ('air', 5)) AS mode (name, days)
 CROSS JOIN (SELECT id FROM shipments_place ORDER BY id LIMIT 3) AS leaves
 CROSS JOIN (SELECT id FROM shipments_place ORDER BY id OFFSET 3 LIMIT 2) AS arrives;

INSERT INTO shipments_lane_passes (lane_id, place_id)
SELECT lane.id, (SELECT max(id) FROM shipments_place)
  FROM (SELECT id FROM shipments_lane WHERE mode = 'sea' ORDER BY id LIMIT 1) AS lane;

INSERT INTO shipments_departure
    (mode, carrier, voyage, from_place_id, to_place_id, cut_off_on, departs_on, arrives_on, source,
     certainty, recorded_at)
SELECT lane.mode, 'Fictional Line', to_char(lane.id, 'FM00') || to_char(week, 'FM00'),
       lane.from_place_id, lane.to_place_id, sails.departs_on - 2, sails.departs_on,
       sails.departs_on + lane.planning_days, 'Schedule', 'reported', %(at)s
  FROM shipments_lane AS lane
 CROSS JOIN generate_series(1, 12) AS week
 CROSS JOIN LATERAL (SELECT %(as_of)s::date + (week * 7 + lane.id %% 7)::int AS departs_on) AS sails
 -- Every fourth week, so that some orders just miss one and wait long for the next.
 WHERE week %% 4 = 2;

INSERT INTO shipments_order
    (reference, case_id, item_id, contractor_id, lane_id, possible_sale, quantity,
     quantity_qualifier, unit_of_issue, accepted_overage, ordered_on, ordered_on_precision,
     acknowledged_on, required_on, required_on_precision, required_basis, first_required_on,
     first_required_on_precision, priority_designator, urgency, certainty, note, recorded_at)
SELECT CASE WHEN g > %(orders)s THEN 'CLOSED' ELSE 'BENCH' END || to_char(g, 'FM00000000'),
       (SELECT min(id) FROM shipments_case) + (random() * 299)::int,
       (SELECT min(id) FROM shipments_item)
       + (random() * (greatest(20, %(orders)s / 20) - 1))::int,
       (SELECT min(id) FROM shipments_contractor)
       + (random() * (greatest(20, %(orders)s / 2000) - 1))::int,
       CASE WHEN random() < 0.6
            THEN (SELECT min(id) FROM shipments_lane) + (random() * 11)::int END,
       false, 10 + (random() * 490)::int, '', 'EA', 0,
       ordered_on, 'day',
       CASE WHEN random() < 0.9 THEN ordered_on + (random() * 12)::int END,
       required_on, 'day', 'required date',
       required_on + CASE WHEN random() < 0.02 THEN 30 ELSE 0 END, 'day',
       CASE WHEN random() < 0.7 THEN 9 + (random() * 6)::int ELSE 1 + (random() * 7)::int END,
       'routine', 'confirmed', '', ordered_on::timestamptz
  FROM (SELECT g, %(as_of)s::date - (random() * 360)::int AS ordered_on
          FROM generate_series(1, %(orders)s + %(orders)s / 50) AS g) AS placed
 CROSS JOIN LATERAL (
       SELECT CASE WHEN random() < CASE WHEN %(neglected)s THEN 0.3 ELSE 0.05 END
                   THEN %(as_of)s::date - (random() * 90)::int
                   ELSE greatest(%(as_of)s::date, ordered_on + 120) + (random() * 400)::int END
              AS required_on) AS wanted;

-- The first promise, and for most a later word: near the end of the year looked at, one in ten
-- of them later; or, neglected, whenever.
INSERT INTO shipments_promise
    (order_id, ship_on, said_on, said_by, channel, reason, recorded_at)
SELECT o.id,
       greatest(o.required_on - 90 + (random() * 50)::int,
                CASE WHEN random() < CASE WHEN %(neglected)s THEN 0.3 ELSE 0.97 END
                     THEN %(as_of)s::date + (random() * 30)::int END),
       said_on, 'Order desk', 'email', '', said_on
  FROM shipments_order AS o
 CROSS JOIN LATERAL (
       SELECT least(o.ordered_on + 5 + (random() * 20)::int, %(as_of)s) AS said_on) AS heard
 WHERE random() < 0.92;

INSERT INTO shipments_promise
    (order_id, ship_on, said_on, said_by, channel, reason, recorded_at)
SELECT p.order_id, p.ship_on + CASE WHEN random() < 0.1 THEN (random() * 45)::int ELSE 0 END,
       heard.said_on, 'Order desk', 'phone', 'Confirmed', heard.said_on + interval '1 hour'
  FROM shipments_promise AS p
 CROSS JOIN LATERAL (
       SELECT greatest(p.said_on, %(as_of)s::date - (random() * CASE WHEN %(neglected)s THEN 300
                                                                     ELSE 31 END)::int)
              AS said_on) AS heard
 WHERE random() < 0.95;

INSERT INTO shipments_report
    (order_id, kind, occurs_on, quantity, said_by, channel, raw, note, certainty, reported_at,
     recorded_at)
SELECT o.id, CASE WHEN random() < 0.15 THEN 'ready' ELSE 'status' END,
       told.reported_on, NULL, 'Order desk', 'email', '', '', 'reported', told.reported_on,
       told.reported_on
  FROM shipments_order AS o
 CROSS JOIN LATERAL (
       SELECT greatest(o.ordered_on, %(as_of)s::date - (random() * 12)::int) AS reported_on) AS told
 WHERE random() < 0.2;

-- Under way: on a lane, left ten days ago; 3 in 100 of them so long ago that they must be stuck.
INSERT INTO shipments_shipment
    (tcn, mode, carrier, voyage, from_place_id, to_place_id, planned_departure_on,
     planned_arrival_on, note, logged_at, cancelled_because)
SELECT CASE WHEN g > greatest(1, %(orders)s / 100) THEN 'CLOSE' ELSE 'BENCH' END
       || to_char(g, 'FM000000000000'), lane.mode, 'Fictional Line', '', lane.from_place_id,
       lane.to_place_id, NULL, NULL, '', %(as_of)s::date - 60, ''
  FROM generate_series(1, greatest(1, %(orders)s / 100) + greatest(1, %(orders)s / 500)) AS g
  JOIN shipments_lane AS lane ON lane.id = (SELECT min(id) FROM shipments_lane) + g %% 12;

INSERT INTO shipments_shipmentline (shipment_id, order_id, quantity, lot)
SELECT CASE WHEN o.reference LIKE 'C%%'
            THEN (SELECT min(id) FROM shipments_shipment WHERE tcn LIKE 'C%%')
                 + o.id %% greatest(1, %(orders)s / 500)
            ELSE (SELECT min(id) FROM shipments_shipment) + o.id %% greatest(1, %(orders)s / 100)
            END,
       o.id, CASE WHEN o.reference LIKE 'C%%' THEN o.quantity ELSE o.quantity / 2 END, ''
  FROM shipments_order AS o
 WHERE o.reference LIKE 'C%%' OR random() < 0.15;

INSERT INTO shipments_milestone
    (shipment_id, kind, classifier, occurs_on, source, reported_at, recorded_at, reason)
SELECT s.id, told.kind, 'actual', told.occurs_on, 'Carrier', told.occurs_on, %(at)s, ''
  FROM (SELECT id, tcn, mode,
               CASE WHEN tcn LIKE 'C%%' THEN 50 WHEN random() < 0.03 THEN 55
                    WHEN mode = 'air' THEN 2 ELSE 10 END AS ago
          FROM shipments_shipment) AS s
 CROSS JOIN LATERAL (
       VALUES ('departed', %(as_of)s::date - s.ago),
              ('arrived', %(as_of)s::date - s.ago + CASE s.mode WHEN 'air' THEN 4 ELSE 28 END),
              ('received', %(as_of)s::date - s.ago + CASE s.mode WHEN 'air' THEN 6 ELSE 35 END)
       ) AS told (kind, occurs_on)
 WHERE told.kind = 'departed' OR s.tcn LIKE 'C%%';

INSERT INTO shipments_need
    (item_id, quantity, needed_on, urgency, reference, stated_by, stated_on, note, recorded_at)
SELECT id, 500, %(as_of)s::date + 20 + (random() * 120)::int,
       CASE WHEN random() < 0.33 THEN 'emergency' ELSE 'routine' END,
       'NEED' || id, 'Receiving staff', %(as_of)s::date - 3, '', %(at)s
  FROM shipments_item WHERE random() < 0.03;

INSERT INTO shipments_substitute (item_id, accepted_id, rank, source, recorded_at)
SELECT id, id + 1, 1, 'Fictional list', %(at)s
  FROM shipments_item
 WHERE random() < 0.01 AND id < (SELECT max(id) FROM shipments_item);

INSERT INTO shipments_disruption
    (kind, what, place_id, lane_id, place_as_printed, effect, starts_on, starts_on_precision,
     ends_on, ends_on_precision, source_kind, certainty, note, recorded_at)
SELECT 'restricted', 'A fictional passage', place_id, NULL, '', '', %(as_of)s::date - 4, 'day', NULL,
       '', '', 'confirmed', '', %(at)s
  FROM shipments_lane_passes
 UNION ALL
SELECT 'restricted', 'A fictional lane', NULL, lane_id, '', '', %(as_of)s::date - 2, 'day',
       %(as_of)s::date + 30, 'day', '', 'reported', '', %(at)s
  FROM shipments_lane_passes
 UNION ALL
SELECT 'restricted', 'Another passage', place_id, NULL, '', '', %(as_of)s::date - 1, 'day', NULL,
       '', '', 'disputed', '', %(at)s
  FROM shipments_lane_passes;

INSERT INTO shipments_user
    (password, email, name, roles, digest_rhythm, is_active, is_superuser, joined_at)
SELECT '', 'bench@example.test', 'Bench', '{}', 'off', true, false, %(at)s;

INSERT INTO shipments_hold
    (case_id, kind, legal_basis, note, placed_at, placed_by_id, review_on, release_reason)
SELECT (SELECT min(id) FROM shipments_case), 'end-use note unsigned', 'A fictional rule', '', %(at)s,
       (SELECT min(id) FROM shipments_user), %(as_of)s::date + 30, '';

INSERT INTO shipments_outboxmessage
    (message_id, to_name, to_address, contact_id, reply_to, subject, text, html, written_at,
     not_before, attempts, last_error, refused_at, refusal)
SELECT '<' || o.id || '@bench>', '', contact.email, contact.id, '', 'Your order', '', '',
       %(at)s::timestamptz - interval '1 day', %(at)s, 1, '', %(at)s, '550 no such mailbox'
  FROM shipments_order AS o
  JOIN shipments_contact AS contact ON contact.contractor_id = o.contractor_id
 WHERE o.id %% 1000 = 0;

INSERT INTO shipments_outboxorder (message_id, order_id)
SELECT m.id, split_part(trim(m.message_id, '<'), '@', 1)::bigint FROM shipments_outboxmessage AS m;
