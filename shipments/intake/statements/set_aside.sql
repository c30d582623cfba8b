-- Set the history of each single order aside, for a statement whose history is written at once
-- Reads        pgtrigger.ignore: what is set aside already. Of it only what concerns orders stays
--              meanwhile, because each row goes through all of it
-- Repeatable   taken_up.sql has it as it was
SELECT set_config('import.ignored', coalesce(current_setting('pgtrigger.ignore', true), ''), true);
SELECT set_config('pgtrigger.ignore', coalesce(array_agg(tgname::text), '{}')::text, true)
  FROM pg_trigger
 WHERE tgrelid = 'shipments_order'::regclass
   AND (tgname ~ '^pgtrigger_(insert_insert|update_update)_'
        OR tgname::text = ANY (nullif(current_setting('import.ignored'), '')::text[]));
