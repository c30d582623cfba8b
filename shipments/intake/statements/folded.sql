-- What several statements about one order come to: field by field the newest
-- Reads        import_rival
SELECT r.key, min(r.order_id) AS order_id, bool_or(r.is_numbered) AS is_numbered,
       max(r.said_at) AS said_at,
       (array_agg(r.line ORDER BY r.said_at DESC, r.line))[1] AS line,
       min(r.line) FILTER (WHERE r.may_create) AS created_by,
       (array_agg(r.required_on ORDER BY r.said_at, r.required_on)
           FILTER (WHERE r.required_on IS NOT NULL))[1] AS first_required_on,
       min(r.said_at) FILTER (WHERE r.required_on IS NOT NULL) AS first_said_at,
       /* best */
  FROM import_rival AS r
