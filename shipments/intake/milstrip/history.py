"""Rows written with their history at once, where a trigger for each would cost more than the row."""

from __future__ import annotations

from django.db import models

# Of what is set aside already only what concerns the table stays so meanwhile, because each row
# goes through all of it.
_SET_ASIDE = """
SELECT set_config('import.ignored', coalesce(current_setting('pgtrigger.ignore', true), ''), true);
SELECT set_config('pgtrigger.ignore', coalesce(array_agg(tgname::text), '{{}}')::text, true)
  FROM pg_trigger
 WHERE tgrelid = '{table}'::regclass
   AND (tgname ~ '^pgtrigger_insert_insert_'
        OR tgname::text = ANY (nullif(current_setting('import.ignored'), '')::text[]));
"""
_HISTORY = """;
INSERT INTO {events} ({columns}, pgh_label, pgh_created_at, pgh_obj_id, pgh_context_id)
SELECT {columns_of_row}, 'insert', now(), row.id, context.id
  FROM {table} AS row
 CROSS JOIN (SELECT _pgh_attach_context() AS id OFFSET 0) AS context
 WHERE {which}
 ORDER BY row.id;
SELECT set_config('pgtrigger.ignore', coalesce(nullif(current_setting('import.ignored'), ''), '{{}}'),
                  true)
"""


def with_history(sql: str, model: type[models.Model], *, which: str) -> str:
    """SQL that inserts rows of a tracked model, and writes their history after it.

    :param which: SQL that is true of the rows it inserts, called ``row``.
    """
    names = [field.attname for field in model._meta.concrete_fields]
    table = model._meta.db_table
    after = _HISTORY.format(
        events=f"{table}event",
        columns=", ".join(names),
        columns_of_row=", ".join(f"row.{name}" for name in names),
        table=table,
        which=which,
    )
    return _SET_ASIDE.format(table=table) + sql.rstrip() + after
