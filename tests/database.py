"""The database of one process of the test run: a copy of the migrated one, and that once more."""

from __future__ import annotations

from django.conf import settings
from django.db import connection

from tests import migrated

# What the migrations wrote is kept beside the tables, so that nothing has to run to write it
# again. Triggers and foreign keys rest meanwhile: a ledger refuses to be emptied, and a whole
# database is put back. Of some ninety tables a test fills a dozen; to look is cheaper than to
# truncate, and no sequence begins anew, so that no key of an earlier test comes again.
_PUT_BACK = f"""
DO $$
DECLARE
    name text;
    is_empty boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT NOT EXISTS (SELECT FROM public.%I)', name) INTO is_empty;
        IF NOT is_empty THEN
            EXECUTE format('DELETE FROM public.%I', name);
        END IF;
    END LOOP;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = '{migrated.SCHEMA}' LOOP
        EXECUTE format('INSERT INTO public.%I SELECT * FROM {migrated.SCHEMA}.%I', name, name);
    END LOOP;
END $$
"""  # noqa: S608


def make() -> None:
    """Copy the migrated database for this process, and have Django connect to the copy."""
    name = connection.creation._get_test_db_name()
    connection.close()
    with connection._nodb_cursor() as cursor:
        copied = f"TEMPLATE {migrated.DATABASE} STRATEGY file_copy"
        cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)} {copied}")
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def put_back() -> None:
    """Leave in every table what migrating left there."""
    with connection.cursor() as cursor:
        cursor.execute(_PUT_BACK)
