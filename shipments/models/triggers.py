from __future__ import annotations

import pgtrigger

# Orders changed in one statement, from which on every item is netted again.
_MANY = 20_000


def append_only(table: str) -> pgtrigger.Trigger:
    """Refuse to change or remove a row of a ledger, whoever asks and by whatever path.

    The refusal's constraint name is ``{table}_is_append_only``.
    """
    name = f"{table}_is_append_only"
    return pgtrigger.Trigger(
        name="append_only",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        # Writing a row as it stands edits nothing; a restored dump does so.
        func=f"""
        IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
        {refusal(name, f"the {table} ledger is added to, never edited")}
        """,
    )


def refusal(constraint: str, sentence: str) -> str:
    """SQL that refuses the statement under a constraint's name, as a check constraint would."""
    return (
        f"RAISE EXCEPTION '{constraint}: {sentence}' "
        f"USING ERRCODE = 'check_violation', CONSTRAINT = '{constraint}';"
    )


def refused_while_held(constraint: str, order_ids: str) -> str:
    """SQL that refuses the statement while a hold covers one of these orders.

    It locks the orders first, in the order of their keys. Placing a hold locks them too, so of
    a hold and a write at once either the write is recorded before the hold or it is refused.
    The database's DETAIL is a sentence that names the hold.

    :param order_ids: an SQL expression, a bigint array.
    """
    return f"PERFORM shipments_refuse_while_held('{constraint}', {order_ids});"


def items_due(changed: str) -> str:
    """SQL of a trigger's body that puts items among those to be netted.

    Only items that have an open need, or that stand in for one that has, so that a bulk change
    of orders nobody waits for marks nothing.

    :param changed: SQL that selects the ``item_id`` of each item of which a supply changed.
    """
    return f"""
    INSERT INTO shipments_dueitem (item_id, marked_at)
    SELECT changed.item_id, now()
      FROM ({changed}) AS changed
     WHERE EXISTS (SELECT FROM shipments_need AS n
                    WHERE n.item_id = changed.item_id AND n.closed_on IS NULL)
        OR EXISTS (SELECT FROM shipments_substitute AS s
                     JOIN shipments_need AS n ON n.item_id = s.item_id AND n.closed_on IS NULL
                    WHERE s.accepted_id = changed.item_id);
    RETURN NULL;
    """


def items_due_of_many(table: str, orders: str) -> str:
    """As ``items_due``, for a statement that may change a great many orders at once.

    To find out which of so many are waited for costs more than to net every item, so every item
    is what such a statement asks for.

    :param table: the trigger's table of the rows that changed.
    :param orders: SQL that selects the ``order_id`` of those of which a supply changed.
    """
    return f"""
    IF (SELECT count(*) FROM {table}) > {_MANY} THEN
        INSERT INTO shipments_dueitem (item_id, marked_at) VALUES (NULL, now());
        RETURN NULL;
    END IF;
    {items_due(items_of(orders))}
    """


def items_of(orders: str) -> str:
    """SQL for ``items_due``: the items of the orders whose ``order_id`` this SQL selects."""
    return f"SELECT DISTINCT item_id FROM shipments_order WHERE id IN ({orders})"
