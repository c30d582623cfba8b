from __future__ import annotations

import pgtrigger


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
