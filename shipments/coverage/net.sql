-- Net the open needs of items against what is still to come, and say what to pull forward
-- Parameters   item_ids bigint[] | group_ids bigint[], beside them | as_of date | at timestamptz
-- Reads        need, substitute, and what supply.sql reads
-- Writes       shortfall, pull forward: only what changed | due orders, those whose pull changed
-- Returns      how many rows it wrote
-- Repeatable   a second run over the same facts writes nothing
--
-- Demand is the open needs of an item in line: emergency, urgent, routine; within each by
-- needed_on, then key. Supply is its dated parts by the day they are expected. Both are laid end
-- to end as intervals of quantity, and what overlaps is given: the first in line gets the
-- soonest. What a need gets too late, or not at all, it is short of: the end of its interval.
-- That end is then shortened by what substitutes will have to spare in time. What is left is
-- the shortfall. To close it are named, until it is closed:
--   a  the routine orders whose late part the need was given;
--   b  where it was given what cannot be pulled, or nothing: routine orders further down the
--      same line, and after those the ones without a date that holds, soonest first. Who was
--      to have one of those gets the late part, which comes sooner than what it gives up;
--   c  routine orders of substitutes that are spare, by rank and then soonest first.
WITH RECURSIVE scope AS MATERIALIZED (
    SELECT * FROM unnest(%(item_ids)s::bigint[], %(group_ids)s::bigint[]) AS s (item_id, group_id)
),
part AS MATERIALIZED (
    -- Of a truth value the planner expects half; of a word, next to none, and then it compares
    -- every part with every other.
    SELECT part.*, counts_as = 'dated' AS is_dated,
           can_pull AND counts_as IN ('dated', 'no_date', 'overdue') AS is_to_pull
      FROM (/* supply */) AS part
),
need AS MATERIALIZED (
    SELECT in_line.*, ends - quantity AS starts
      FROM (SELECT n.id, n.item_id, scope.group_id, n.quantity, n.needed_on, place.in_line,
                   sum(n.quantity) OVER (PARTITION BY n.item_id
                                         ORDER BY place.in_line, n.needed_on, n.id)::bigint AS ends
              FROM shipments_need AS n
              JOIN scope ON scope.item_id = n.item_id
             CROSS JOIN LATERAL (SELECT CASE n.urgency WHEN 'emergency' THEN 1 WHEN 'urgent' THEN 2
                                                       ELSE 3 END AS in_line) AS place
             WHERE n.closed_on IS NULL) AS in_line
),
supply AS MATERIALIZED (
    SELECT in_line.*, ends - quantity AS starts
      FROM (SELECT part.*,
                   sum(quantity) OVER (PARTITION BY item_id
                                       ORDER BY expected_on, can_pull, order_id, line_id)::bigint
                       AS ends
              FROM part WHERE is_dated) AS in_line
),
-- How much of each item there is, and how much of it its own needs ask for.
total AS MATERIALIZED (
    SELECT item_id, coalesce(s.quantity, 0) AS supplied, coalesce(n.quantity, 0) AS needed
      FROM scope
      LEFT JOIN (SELECT item_id, max(ends) AS quantity FROM supply GROUP BY item_id) AS s USING (item_id)
      LEFT JOIN (SELECT item_id, max(ends) AS quantity FROM need GROUP BY item_id) AS n USING (item_id)
),
given AS MATERIALIZED (
    SELECT need.id AS need_id, need.item_id, need.needed_on, supply.order_id, supply.can_pull,
           supply.expected_on, greatest(need.starts, supply.starts) AS starts,
           least(need.ends, supply.ends) AS ends
      FROM need
      JOIN supply ON supply.item_id = need.item_id
                 AND supply.starts < need.ends AND need.starts < supply.ends
),
-- What comes in time comes first, so what a need is short of is the end of its interval.
late AS MATERIALIZED (
    SELECT need.*, need.starts + coalesce(in_time.quantity, 0) AS short_from
      FROM need
      LEFT JOIN (SELECT need_id, sum(ends - starts)::bigint AS quantity
                   FROM given WHERE expected_on <= needed_on GROUP BY need_id) AS in_time
        ON in_time.need_id = need.id
     WHERE coalesce(in_time.quantity, 0) < need.quantity
),
in_time_instead AS MATERIALIZED (
    SELECT late.id AS need_id, s.accepted_id, max(supply.ends) AS quantity
      FROM late
      JOIN shipments_substitute AS s ON s.item_id = late.item_id
      JOIN supply ON supply.item_id = s.accepted_id AND supply.expected_on <= late.needed_on
     GROUP BY late.id, s.accepted_id
),
may_stand_in AS MATERIALIZED (
    SELECT late.group_id, late.id AS need_id, late.ends - late.short_from AS wanted,
           s.accepted_id,
           greatest(coalesce(in_time.quantity, 0) - total.needed, 0) AS available,
           row_number() OVER (PARTITION BY late.group_id
                              ORDER BY late.in_line, late.needed_on, late.id, s.rank) AS turn
      FROM late
      JOIN shipments_substitute AS s ON s.item_id = late.item_id
      JOIN scope ON scope.item_id = s.accepted_id AND scope.group_id = late.group_id
      JOIN total ON total.item_id = s.accepted_id
      LEFT JOIN in_time_instead AS in_time
        ON in_time.need_id = late.id AND in_time.accepted_id = s.accepted_id
),
/* take may_stand_in stands_in */,
short AS MATERIALIZED (
    SELECT late.id AS need_id, late.item_id, late.group_id, late.in_line, late.needed_on,
           late.short_from AS starts, late.ends - coalesce(instead.quantity, 0) AS ends
      FROM late
      LEFT JOIN (SELECT need_id, sum(took)::bigint AS quantity FROM stands_in GROUP BY need_id)
             AS instead ON instead.need_id = late.id
     WHERE late.ends - coalesce(instead.quantity, 0) > late.short_from
),
-- The short end of each need, piece by piece, with the order that it was given, if any.
piece AS MATERIALIZED (
    SELECT short.need_id, short.item_id, given.order_id, given.can_pull, given.expected_on,
           greatest(given.starts, short.starts) AS starts, least(given.ends, short.ends) AS ends
      FROM short
      JOIN given ON given.need_id = short.need_id
                AND given.starts < short.ends AND short.starts < given.ends
     UNION ALL
    SELECT short.need_id, short.item_id, NULL, false, NULL,
           greatest(short.starts, total.supplied), short.ends
      FROM short
      JOIN total ON total.item_id = short.item_id AND short.ends > total.supplied
),
shortfall AS MATERIALIZED (
    SELECT need_id, item_id, sum(ends - starts)::bigint AS quantity,
           coalesce(sum(ends - starts) FILTER (WHERE order_id IS NULL), 0)::bigint AS uncovered,
           CASE WHEN bool_and(order_id IS NOT NULL) THEN max(expected_on) END AS covered_on
      FROM piece
     GROUP BY need_id, item_id
),
pulled_late AS MATERIALIZED (
    SELECT need_id, order_id, (ends - starts)::bigint AS quantity FROM piece WHERE can_pull
),
-- What routine orders have left to pull, in the order in which it would be.
to_pull AS MATERIALIZED (
    SELECT row.*,
           sum(quantity) OVER (PARTITION BY item_id
                               ORDER BY place, expected_on, order_id)::bigint AS ends
      FROM (SELECT part.item_id, part.order_id, part.counts_as, part.expected_on,
                   part.quantity - coalesce(late.quantity, 0) AS quantity, supply.starts AS place
              FROM part
              LEFT JOIN supply ON supply.order_id = part.order_id AND supply.can_pull
              LEFT JOIN (SELECT order_id, sum(quantity)::bigint AS quantity
                           FROM pulled_late GROUP BY order_id) AS late
                ON late.order_id = part.order_id
             WHERE part.is_to_pull) AS row
     WHERE quantity > 0
),
-- Each piece may take what is further down the line than itself; what was passed over by one
-- is passed over by those after it. So it begins where the one before ended or where what is
-- further down begins, whichever is later.
nearer AS MATERIALIZED (
    SELECT piece.item_id, piece.starts, max(to_pull.ends) AS quantity
      FROM piece
      JOIN to_pull ON to_pull.item_id = piece.item_id AND to_pull.place < piece.ends
     WHERE NOT piece.can_pull
     GROUP BY piece.item_id, piece.starts
),
wants AS MATERIALIZED (
    SELECT need_id, item_id, quantity, begins AS starts, begins + quantity AS ends
      FROM (SELECT asked.*,
                   before + max(passed - before) OVER (PARTITION BY item_id ORDER BY starts)
                       AS begins
              FROM (SELECT piece.need_id, piece.item_id, piece.starts,
                           (piece.ends - piece.starts)::bigint AS quantity,
                           (sum(piece.ends - piece.starts) OVER
                               (PARTITION BY piece.item_id ORDER BY piece.starts)
                               - (piece.ends - piece.starts))::bigint AS before,
                           coalesce(nearer.quantity, 0) AS passed
                      FROM piece
                      LEFT JOIN nearer ON nearer.item_id = piece.item_id
                                      AND nearer.starts = piece.starts
                     WHERE NOT piece.can_pull) AS asked) AS in_line
),
pulled_spare AS MATERIALIZED (
    SELECT wants.need_id, to_pull.order_id,
           least(wants.ends, to_pull.ends)
               - greatest(wants.starts, to_pull.ends - to_pull.quantity) AS quantity
      FROM wants
      JOIN to_pull ON to_pull.item_id = wants.item_id
                  AND to_pull.ends - to_pull.quantity < wants.ends
                  AND wants.starts < to_pull.ends
),
-- What of those no need of the item itself, and no need in time, has a claim on.
spare AS MATERIALIZED (
    SELECT row.*,
           sum(quantity) OVER (PARTITION BY item_id
                               ORDER BY place, expected_on, order_id)::bigint AS ends
      FROM (SELECT to_pull.item_id, to_pull.order_id, to_pull.expected_on, to_pull.place,
                   least(to_pull.quantity - coalesce(own.quantity, 0),
                         coalesce(supply.ends
                                  - greatest(supply.starts,
                                             total.needed + coalesce(instead.quantity, 0)),
                                  to_pull.quantity)) AS quantity
              FROM to_pull
              JOIN total ON total.item_id = to_pull.item_id
              LEFT JOIN supply ON supply.order_id = to_pull.order_id AND supply.can_pull
              LEFT JOIN (SELECT order_id, sum(quantity)::bigint AS quantity
                           FROM pulled_spare GROUP BY order_id) AS own
                ON own.order_id = to_pull.order_id
              LEFT JOIN (SELECT accepted_id, sum(took)::bigint AS quantity
                           FROM stands_in GROUP BY accepted_id) AS instead
                ON instead.accepted_id = to_pull.item_id) AS row
     WHERE quantity > 0
),
may_be_pulled_instead AS MATERIALIZED (
    SELECT short.group_id, short.need_id,
           short.ends - short.starts - coalesce(own.quantity, 0) AS wanted,
           s.accepted_id, there_is.quantity AS available,
           row_number() OVER (PARTITION BY short.group_id
                              ORDER BY short.in_line, short.needed_on, short.need_id, s.rank)
               AS turn
      FROM short
      JOIN shipments_substitute AS s ON s.item_id = short.item_id
      JOIN scope ON scope.item_id = s.accepted_id AND scope.group_id = short.group_id
      JOIN (SELECT item_id, max(ends) AS quantity FROM spare GROUP BY item_id) AS there_is
        ON there_is.item_id = s.accepted_id
      LEFT JOIN (SELECT need_id, sum(quantity)::bigint AS quantity
                   FROM (SELECT need_id, quantity FROM pulled_late
                          UNION ALL SELECT need_id, quantity FROM pulled_spare) AS p
                  GROUP BY need_id) AS own ON own.need_id = short.need_id
     WHERE short.ends - short.starts > coalesce(own.quantity, 0)
),
/* take may_be_pulled_instead pulled_instead */,
pull AS MATERIALIZED (
    SELECT found.order_id, found.need_id, sum(found.quantity)::bigint AS quantity,
           dated.expected_on, need.needed_on, dated.expected_on - need.needed_on AS days,
           bool_or(found.is_substitute) AS is_substitute
      FROM (SELECT order_id, need_id, quantity, false AS is_substitute FROM pulled_late
             UNION ALL
            SELECT order_id, need_id, quantity, false FROM pulled_spare
             UNION ALL
            SELECT spare.order_id, p.need_id,
                   least(p.starts + p.took, spare.ends)
                       - greatest(p.starts, spare.ends - spare.quantity),
                   true
              FROM pulled_instead AS p
              JOIN spare ON spare.item_id = p.accepted_id
                        AND spare.ends - spare.quantity < p.starts + p.took
                        AND p.starts < spare.ends) AS found
      JOIN need ON need.id = found.need_id
      LEFT JOIN supply AS dated ON dated.order_id = found.order_id AND dated.can_pull
     GROUP BY found.order_id, found.need_id, dated.expected_on, need.needed_on
),
-- From here on: the rows brought to what was found.
old_shortfall AS MATERIALIZED (
    SELECT old.* FROM shipments_shortfall AS old
      JOIN shipments_need AS n ON n.id = old.need_id
     WHERE n.item_id = ANY (%(item_ids)s::bigint[])
),
old_pull AS MATERIALIZED (
    SELECT old.* FROM shipments_pullforward AS old
      JOIN shipments_need AS n ON n.id = old.need_id
     WHERE n.item_id = ANY (%(item_ids)s::bigint[])
),
no_shortfall AS (
    DELETE FROM shipments_shortfall AS gone
     USING old_shortfall AS old
     WHERE gone.need_id = old.need_id
       AND NOT EXISTS (SELECT FROM shortfall WHERE shortfall.need_id = old.need_id)
    RETURNING 1
),
new_shortfall AS (
    INSERT INTO shipments_shortfall AS kept
        (need_id, item_id, quantity, uncovered, covered_on, computed_at)
    SELECT need_id, item_id, quantity, uncovered, covered_on, %(at)s FROM shortfall
     WHERE NOT EXISTS (
         SELECT FROM old_shortfall AS old
          WHERE old.need_id = shortfall.need_id
            AND (old.item_id, old.quantity, old.uncovered, old.covered_on)
                IS NOT DISTINCT FROM (shortfall.item_id, shortfall.quantity,
                                      shortfall.uncovered, shortfall.covered_on))
    ON CONFLICT (need_id) DO UPDATE
       SET item_id = excluded.item_id, quantity = excluded.quantity,
           uncovered = excluded.uncovered, covered_on = excluded.covered_on,
           computed_at = excluded.computed_at
    RETURNING 1
),
no_pull AS (
    DELETE FROM shipments_pullforward AS gone
     USING old_pull AS old
     WHERE gone.id = old.id
       AND NOT EXISTS (SELECT FROM pull
                        WHERE pull.order_id = old.order_id AND pull.need_id = old.need_id)
    RETURNING gone.order_id
),
new_pull AS (
    INSERT INTO shipments_pullforward AS kept
        (order_id, need_id, quantity, expected_on, needed_on, days, is_substitute, computed_at)
    SELECT order_id, need_id, quantity, expected_on, needed_on, days, is_substitute, %(at)s
      FROM pull
     WHERE NOT EXISTS (
         SELECT FROM old_pull AS old
          WHERE old.order_id = pull.order_id AND old.need_id = pull.need_id
            AND (old.quantity, old.expected_on, old.needed_on, old.is_substitute)
                IS NOT DISTINCT FROM (pull.quantity, pull.expected_on, pull.needed_on,
                                      pull.is_substitute))
    ON CONFLICT (order_id, need_id) DO UPDATE
       SET quantity = excluded.quantity, expected_on = excluded.expected_on,
           needed_on = excluded.needed_on, days = excluded.days,
           is_substitute = excluded.is_substitute, computed_at = excluded.computed_at
    RETURNING order_id
),
due AS (
    INSERT INTO shipments_dueorder (order_id, marked_at)
    SELECT order_id, %(at)s
      FROM (SELECT order_id FROM no_pull UNION SELECT order_id FROM new_pull) AS changed
)
SELECT (SELECT count(*) FROM no_shortfall) + (SELECT count(*) FROM new_shortfall)
     + (SELECT count(*) FROM no_pull) + (SELECT count(*) FROM new_pull)
