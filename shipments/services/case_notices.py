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
# One notice a mail and owner, however many orders the mail is about. Each refusal is another.
_UNDELIVERED = _TELL.format(
    told="""
SELECT file.owner_id, 'undelivered' AS kind, min(file.order_id) AS order_id,
       (array_agg(file.id ORDER BY file.order_id))[1] AS expedite_id,
       concat('The mail to ', mail.to_name, ' about ',
              CASE count(*) WHEN 1 THEN min(orders.reference) ELSE concat(count(*), ' orders') END,
              ' did not arrive: ', mail.refusal) AS text,
       concat('undelivered-', mail.id, '-', extract(epoch FROM mail.refused_at)::bigint)
           AS occasion
  FROM shipments_outboxmessage AS mail
  JOIN shipments_outboxorder AS about ON about.message_id = mail.id
  JOIN shipments_expedite AS file ON file.order_id = about.order_id
  JOIN shipments_order AS orders ON orders.id = file.order_id
 WHERE mail.refused_at IS NOT NULL AND file.closed_at IS NULL
   AND mail.refused_at > file.opened_at
 GROUP BY file.owner_id, mail.id
"""
)
_HELD = _TELL.format(
    told="""
SELECT file.owner_id, 'held' AS kind, file.order_id, file.id AS expedite_id,
       concat(orders.reference, ' is held: ', hold.kind, '.') AS text,
       concat('held-', hold.id, '-', file.id) AS occasion
  FROM shipments_expedite AS file
  -- Few are: only of those it is asked which hold covers them.
  JOIN shipments_standing AS st ON st.order_id = file.order_id AND st.is_held
 CROSS JOIN LATERAL (
       SELECT hold_id FROM shipments_heldorder WHERE order_id = file.order_id OFFSET 0
       ) AS held
  JOIN shipments_hold AS hold ON hold.id = held.hold_id
  JOIN shipments_order AS orders ON orders.id = file.order_id
 WHERE file.closed_at IS NULL AND hold.released_at IS NULL AND hold.placed_at > file.opened_at
"""
)
# Whoever was told of the hold is told of its end.
_RELEASED = _TELL.format(
    told="""
SELECT file.owner_id, 'released' AS kind, file.order_id, file.id AS expedite_id,
       concat(orders.reference, ': the hold is released (', hold.kind, ').') AS text,
       concat('released-', hold.id, '-', file.id) AS occasion
  FROM shipments_expedite AS file
  JOIN shipments_hold AS hold ON hold.released_at > file.opened_at
  JOIN shipments_notice AS told
    ON told.user_id = file.owner_id AND told.occasion = concat('held-', hold.id, '-', file.id)
  JOIN shipments_order AS orders ON orders.id = file.order_id
 WHERE file.closed_at IS NULL
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


def tell_of_undelivered_mail(*, at: datetime) -> int:
    """Tell owners of the mails about their orders that were refused or came back. Repeatable.

    :return: how many notices were new.
    """
    return _tell(_UNDELIVERED, words={}, at=at)


def tell_of_holds(*, at: datetime) -> int:
    """Tell owners of the holds that stop their orders, and of their release. Repeatable.

    :return: how many notices were new.
    """
    return _tell(_HELD, words={}, at=at) + _tell(_RELEASED, words={}, at=at)


def _tell(sql: str, *, words: dict[str, str], at: datetime, on: date | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"words": json.dumps(words), "at": at, "on": on})
        told: int = cursor.rowcount
    return told
