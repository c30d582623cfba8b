"""Find what a person or a scanner means by a piece of text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import Count, Min, Q

from shipments.models import Case, Contract, Order, User


def _typed(text: str) -> str:
    # PostgreSQL takes no null character, and a broken scanner sends them.
    return text.replace("\0", "").strip()


def order(text: str, *, by: User) -> Order | None:
    """Find the one order that a reference, document number or contract number names.

    Spaces, hyphens and case do not matter. A contract number names an order only while the
    contract has one. Bounded by what the person may see.
    """
    return orders([text], by=by).get(text)


def orders(texts: Iterable[str], *, by: User) -> dict[str, Order]:
    """As ``order``, for several texts in two queries however many. What names none is left out."""
    names = {text: _names(text) for text in texts if _typed(text)}
    if not names:
        return {}
    visible = Order.objects.visible_to(by)
    rows = visible.select_related("item", "contractor", "standing", "lane", "contract")
    wanted = {name for each in names.values() for name in each}
    exact = list(rows.filter(Q(reference__in=wanted) | Q(document_number__in=wanted)))
    found = {
        text: [row for row in exact if {row.reference, row.document_number} & each]
        for text, each in names.items()
    }
    numbers = {text: _bare(text) for text, those in found.items() if not those}
    if numbers:
        contracts = visible.filter(contract__piid__in=numbers.values()).values("contract")
        alone = contracts.annotate(only=Min("pk"), orders=Count("pk")).filter(orders=1)
        of_contract = {
            row.contract.piid: row
            for row in rows.filter(pk__in=alone.values("only"))
            if row.contract
        }
        found |= {text: [of_contract[n]] for text, n in numbers.items() if n in of_contract}
    return {text: those[0] for text, those in found.items() if len(those) == 1}


def _names(text: str) -> set[str]:
    """What a reference or document number may be, of a text as typed."""
    typed = _typed(text)
    return {typed, typed.upper(), _bare(text)}


def _bare(text: str) -> str:
    return re.sub(r"[\s-]", "", _typed(text)).upper()


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
