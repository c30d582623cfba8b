-- Set the history of each single order aside, for a statement whose history is written at once
-- Repeatable   recorded.sql takes it up again
SELECT set_config('pgtrigger.ignore', array_cat(ignored, array_agg(tgname::text))::text, true)
  FROM pg_trigger
 CROSS JOIN (SELECT coalesce(nullif(current_setting('pgtrigger.ignore', true), ''), '{}')::text[])
       AS settings (ignored)
 WHERE tgrelid = 'shipments_order'::regclass
   AND tgname ~ '^pgtrigger_(insert_insert|update_update)_'
 GROUP BY ignored;
