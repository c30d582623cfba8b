"""When each rule last ran, and what the database said of one that could not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import connection

from shipments.expedite.rule import Rule

# In the order of the codes, so that two workers that end at once do not wait in a ring.
_NOTE = """
INSERT INTO shipments_rulerun AS run (code, ran_at, as_of, failed_at, failure)
SELECT code, CASE WHEN failure = '' THEN %(at)s END, CASE WHEN failure = '' THEN %(as_of)s END,
       CASE WHEN failure <> '' THEN %(at)s END, failure
  FROM unnest(%(codes)s::text[], %(failures)s::text[]) AS ended (code, failure)
 ORDER BY code
    ON CONFLICT (code) DO UPDATE
       SET ran_at = coalesce(excluded.ran_at, run.ran_at),
           as_of = coalesce(excluded.as_of, run.as_of),
           -- It has run again only when no chunk is left that it has not judged.
           failed_at = CASE WHEN excluded.failed_at IS NULL AND %(behind)s THEN run.failed_at
                            ELSE excluded.failed_at END,
           failure = CASE WHEN excluded.failed_at IS NULL AND %(behind)s THEN run.failure
                          ELSE excluded.failure END
"""


def note(
    rules: Sequence[Rule], *, failures: Mapping[str, str], behind: bool, as_of: date, at: datetime
) -> None:
    """Note of each rule that a pass ended, and how.

    :param failures: by code; a rule that is not among them has run.
    :param behind: some chunk still waits for a rule that could not be run.
    """
    codes = [rule.code for rule in rules]
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTE,
            {
                "codes": codes,
                "failures": [failures.get(code, "") for code in codes],
                "behind": behind,
                "as_of": as_of,
                "at": at,
            },
        )
        # What was withdrawn has no mark any more.
        cursor.execute("DELETE FROM shipments_rulerun WHERE code <> ALL (%s::text[])", [codes])
