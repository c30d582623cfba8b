"""Find what a person or a scanner means by a piece of text."""

from __future__ import annotations

import re

from django.db.models import Q

from shipments.models import Case, Contract, Order, User


def _typed(text: str) -> str:
    # PostgreSQL takes no null character, and a broken scanner sends them.
    return text.replace("\0", "").strip()


def order(text: str, *, by: User) -> Order | None:
    """Find the one order that a reference, document number or contract number names.

    Spaces, hyphens and case do not matter. A contract number names an order only while the
    contract has one. Bounded by what the person may see.
    """
    typed = _typed(text)
    if not typed:
        return None
    bare = re.sub(r"[\s-]", "", typed).upper()
    rows = Order.objects.visible_to(by).select_related("item", "contractor", "standing")
    exact = rows.filter(
        Q(reference__iexact=typed) | Q(document_number=bare) | Q(reference__iexact=bare)
    )
    found = list(exact[:2]) or list(rows.filter(contract__piid=bare)[:2])
    return found[0] if len(found) == 1 else None


def case(text: str) -> Case | None:
    """Find the case that its identifier, or its row in the public record, names.

    The record publishes few identifiers of cases: most have their row's alone.
    """
    typed = _typed(text)
    if not typed:
        return None
    named = Q(case_id=typed.upper()) | Q(record_ref__iexact=typed)
    return Case.objects.filter(named).first()


def contract(text: str) -> Contract | None:
    """Find the contract that its number, or its row in the public record, names.

    Spaces, hyphens and case do not matter.
    """
    typed = _typed(text)
    bare = re.sub(r"[\s-]", "", typed).upper()
    if not bare:
        return None
    return Contract.objects.filter(Q(piid=bare) | Q(record_ref__iexact=typed)).first()
