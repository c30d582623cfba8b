"""The orders that one batch judges: taken off the list of due orders, and read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.backends.utils import CursorWrapper

from shipments.expedite import statements
from shipments.expedite.chunks import Claim
from shipments.expedite.rule import Rule
from shipments.models import DueOrder

WITHIN = "{0} >= %(first)s AND {0} < %(beyond)s"
# As an array, of which the planner expects a few, so that it looks each up and reads no index whole.
AMONG = "{0} = ANY (ARRAY(SELECT order_id FROM judging_due))"
_UNKNOWN = "{0} = ANY (ARRAY(SELECT order_id FROM judging_due WHERE NOT is_known))"
_LYING_IN = "order_id >> %(bits)s = ANY (%(numbers)s::int[])"
# What an entry says of its order is the newest only where each of its entries says something.
_TAKE = """
WITH taken AS (/* taken */ RETURNING *),
newest AS MATERIALIZED (
    SELECT DISTINCT ON (order_id) taken.*, is_routine IS NOT NULL AS is_known
      FROM taken
     ORDER BY order_id, is_routine IS NOT NULL, id DESC
),
known AS (
    INSERT INTO judging_scope (/* columns */) SELECT /* columns */ FROM newest WHERE is_known
)
INSERT INTO judging_due SELECT order_id, is_known FROM newest
""".replace("/* columns */", DueOrder.judged_columns())
_TURN = """
INSERT INTO judging_due
SELECT order_id, false
  FROM ((/* turned */) EXCEPT SELECT order_id FROM judging_due) AS turned
"""


def take(
    cursor: CursorWrapper, rules: Sequence[Rule], claimed: Claim, values: Mapping[str, Any]
) -> None:
    """Take what is due off the list, and then read the orders: in that sequence.

    A change that commits after the first statement keeps its entry, and so is judged by the
    next batch, whichever of the later statements have seen it.
    """
    cursor.execute(
        "CREATE TEMP TABLE judging_due (order_id bigint, is_known boolean) ON COMMIT DROP"
    )
    taken = f"DELETE FROM shipments_dueorder WHERE {_LYING_IN} AND NOT is_stale"  # noqa: S608
    if claimed.whole:
        cursor.execute(taken, values)
        which = f"NOT st.is_held AND {WITHIN.format('st.order_id')} AND {WITHIN.format('o.id')}"
        scope = statements.candidates(rules, which)
        # Both tables are read in the order of their keys: to merge them costs less than a hash.
        cursor.execute("SET LOCAL enable_hashjoin = off")
        cursor.execute(f"CREATE TEMP TABLE judging_scope ON COMMIT DROP AS {scope}", values)
        cursor.execute("SET LOCAL enable_hashjoin = on")
        return
    nothing = f"{statements.scope('false')} WITH NO DATA"
    cursor.execute(f"CREATE TEMP TABLE judging_scope ON COMMIT DROP AS {nothing}")
    cursor.execute(_TAKE.replace("/* taken */", taken), values)
    if claimed.judged_on != values["as_of"]:
        turned = statements.turned(
            rules, which=f"NOT st.is_held AND st.{_LYING_IN} AND {WITHIN.format('o.id')}"
        )
        cursor.execute(_TURN.replace("/* turned */", turned), values)
    scope = statements.scope(f"NOT st.is_held AND {_UNKNOWN.format('st.order_id')}")
    cursor.execute(f"INSERT INTO judging_scope {scope}", values)
