-- What the rules read of an order: columns over st, its standing, and o, the order itself
-- Used by      the engine's scope, and recompute.sql, which writes it down with each due order
--
-- What is compared stands first and what is only quoted last, each as it is stored: this is
-- read once by each rule, and what a row costs here is paid for every order there is.
st.order_id, st.is_routine, o.item_id, o.contractor_id, o.lane_id,
o.required_on, st.expected_delivery_on, st.expected_ship_on, st.last_heard_on,
st.promised_ship_on,
-- The last day on which it can have been ordered, where only a month or year is known.
CASE o.ordered_on_precision
     WHEN 'day' THEN o.ordered_on
     WHEN 'month' THEN (date_trunc('month', o.ordered_on) + interval '1 month')::date - 1
     WHEN 'year' THEN (date_trunc('year', o.ordered_on) + interval '1 year')::date - 1
     END AS ordered_by,
o.ordered_on, o.acknowledged_on, o.first_required_on, o.first_required_on_precision,
st.first_promised_ship_on,
st.ready_on, st.next_milestone_due_on,
st.promises_moved_later, st.promises_moved_days,
-- What is missing of what was shipped is not shipped yet, for a rule.
st.received_quantity, st.departed_quantity - st.missing_quantity AS departed_quantity,
st.shipped_quantity - st.missing_quantity AS shipped_quantity, st.missing_quantity,
st.ready_quantity,
o.quantity,
o.ordered_on_precision, o.required_on_precision, o.recorded_at,
o.quantity_qualifier, o.unit_of_issue, o.required_basis
