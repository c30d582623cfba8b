"""What the worker notices about orders that somebody has taken up, told set-wise."""

from __future__ import annotations

import json
from datetime import date, datetime

from django.db import connection

from shipments import expedite
from shipments.models.choices import steps

_TELL = """
INSERT INTO shipments_notice (user_id, kind, order_id, expedite_id, text, at, occasion)
SELECT told.owner_id, told.kind, told.order_id, told.expedite_id, left(told.text, 300), %(at)s,
       told.occasion
  FROM ({told}) AS told
  JOIN shipments_user AS owner ON owner.id = told.owner_id
 WHERE owner.is_active AND NOT owner.roles @> ARRAY['contractor']::varchar[]
ON CONFLICT ON CONSTRAINT notice_told_once DO NOTHING
"""
_FLAGGED = _TELL.format(
    told="""
SELECT file.owner_id, 'flagged' AS kind, flag.order_id, file.id AS expedite_id,
       concat(orders.reference, ' is flagged: ',
              coalesce(%(words)s::jsonb ->> flag.reason, replace(flag.reason, '_', ' ')), '.')
           AS text,
       concat('flagged-', flag.id) AS occasion
  FROM shipments_expedite AS file
  JOIN shipments_flag AS flag ON flag.order_id = file.order_id
  JOIN shipments_order AS orders ON orders.id = file.order_id
 WHERE file.closed_at IS NULL AND flag.cleared_at IS NULL AND flag.raised_at > file.opened_at
"""
)
_DUE = _TELL.format(
    told="""
SELECT file.owner_id, 'due' AS kind, file.order_id, file.id AS expedite_id,
       concat(orders.reference, ': ',
              coalesce(lower(%(words)s::jsonb ->> file.next_step), 'a look at it'),
              ' is due on ', to_char(file.next_step_on, 'FMDD Mon YYYY'), '.') AS text,
       concat('due-', file.id, '-', greatest(file.next_step_on, file.snoozed_until)) AS occasion
  FROM shipments_expedite AS file
  JOIN shipments_order AS orders ON orders.id = file.order_id
 WHERE file.closed_at IS NULL AND file.next_step_on <= %(on)s
   AND (file.snoozed_until IS NULL OR file.snoozed_until <= %(on)s)
"""
)


def tell_of_flags(*, at: datetime) -> int:
    """Tell owners of the live flags that were raised since they took the order up. Repeatable.

    :return: how many notices were new.
    """
    words = {rule.code: rule.chip for rule in expedite.rules()}
    return _tell(_FLAGGED, words=words, at=at)


def tell_of_due_steps(*, on: date, at: datetime) -> int:
    """Tell owners of the steps that fall due by a day, each of them once. Repeatable.

    :return: how many notices were new.
    """
    return _tell(_DUE, words=dict(steps()), on=on, at=at)


def _tell(sql: str, *, words: dict[str, str], at: datetime, on: date | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"words": json.dumps(words), "at": at, "on": on})
        told: int = cursor.rowcount
    return told
