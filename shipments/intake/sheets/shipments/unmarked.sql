-- All that is aboard what changes is computed again at the end, so no row has to ask for it.
-- Writes       pgtrigger.ignore, for what is left of the steps
SELECT set_config('pgtrigger.ignore',
                  (coalesce(nullif(current_setting('pgtrigger.ignore', true), ''), '{}')::text[]
                   || array_agg(tgname::text))::text, true)
  FROM pg_trigger
 WHERE tgname ~ '^pgtrigger_is_computed_again_'
   AND tgrelid IN ('shipments_shipment'::regclass, 'shipments_shipmentline'::regclass,
                   'shipments_milestone'::regclass)
