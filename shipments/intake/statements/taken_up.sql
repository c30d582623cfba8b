-- Write the history of each single order again
SELECT set_config('pgtrigger.ignore', array_agg(name)::text, true)
  FROM unnest(current_setting('pgtrigger.ignore')::text[]) AS name
 WHERE name !~ '^pgtrigger_(insert_insert|update_update)_';
