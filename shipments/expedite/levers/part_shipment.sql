-- shipments/expedite/levers/part_shipment.sql
-- Lever        part_shipment: ship now the part that is ready, and the rest as expected
-- Name         Part shipment
-- Icon         split
-- For          ready_not_shipped | late_for_required_date | past_required_date | need_uncovered | outgrown_routine | promise_broken | slipping | misses_departure
-- Says         "Ship {waiting:quantity} of {left:quantity} now, ready since {ready_on}; the whole is expected to ship {expected_ship_on}."
-- Parameters   as_of date | promises_to_correct int, promises
-- Reads        scope: the open orders asked about | shipments_contractorrecord
-- Returns      order_id, days (for that part), low_days, high_days, history (how many it rests on), rests_on, evidence
SELECT s.order_id,
       s.expected_ship_on - %(as_of)s::date AS days,
       -- Had it shipped as the contractor's promises have been kept.
       CASE WHEN record.promises IS NOT NULL
            THEN least(s.expected_ship_on,
                       greatest(s.promised_ship_on + record.low_slip_days, %(as_of)s::date))
                 - %(as_of)s::date END AS low_days,
       CASE WHEN record.promises IS NOT NULL
            THEN greatest(s.expected_ship_on, s.promised_ship_on + record.high_slip_days)
                 - %(as_of)s::date END AS high_days,
       coalesce(record.promises, 0) AS history,
       CASE WHEN record.promises IS NOT NULL
            THEN format('%%s promises of this contractor', record.promises)
            ELSE 'its last promise' END AS rests_on,
       jsonb_strip_nulls(jsonb_build_object(
           'waiting', s.ready_quantity - s.shipped_quantity,
           'left', s.quantity - s.shipped_quantity,
           'unit', nullif(s.unit_of_issue, ''),
           'ready_on', s.ready_on,
           'expected_ship_on', s.expected_ship_on)) AS evidence
  FROM scope AS s
  LEFT JOIN shipments_contractorrecord AS record
         ON record.contractor_id = s.contractor_id
        AND record.promises >= %(promises_to_correct)s::int
 WHERE s.ready_quantity > s.shipped_quantity
   AND s.ready_quantity < s.quantity
   AND s.expected_ship_on > %(as_of)s::date
