-- Write the history of each single order again
SELECT set_config('pgtrigger.ignore', coalesce(nullif(current_setting('import.ignored'), ''), '{}'),
                  true);
