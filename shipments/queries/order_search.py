"""Find orders by whatever somebody has in hand: any number on any paper, or words."""

from __future__ import annotations

import re

from django.db.models import Q

from shipments.models import Case, Contract, Contractor, Item, ShipmentLine
from shipments.models.order import OrderQuerySet

_NOT_IN_AN_IDENTIFIER = re.compile(r"[^A-Z0-9]")


def search(orders: OrderQuerySet, text: str) -> OrderQuerySet:
    """Keep the orders that the text names by an identifier, or whose facts hold every word of it.

    Identifiers are taken as people type them: in lower case, with spaces or dashes, and from
    their beginning only.
    """
    text = text.replace("\0", " ")  # PostgreSQL takes none
    words = text.split()
    if not words:
        return orders
    by_words = Q()
    for word in words:
        by_words &= _holds(word)
    return orders.filter(by_words | _identified(text))


def _holds(word: str) -> Q:
    # Each table is searched by itself: one join of them all would be read row by row.
    items = Item.objects.filter(name__icontains=word)
    contractors = Contractor.objects.filter(Q(name__icontains=word) | Q(city__icontains=word))
    return (
        Q(reference__icontains=word)
        | Q(item__in=items)
        | Q(contractor__in=contractors)
        | _identified(word)
    )


def _identified(text: str) -> Q:
    plain = _NOT_IN_AN_IDENTIFIER.sub("", text.upper())
    found = Q(reference__iexact=text.strip())
    if len(plain) < 3:
        return found
    dashed = f"{plain[:2]}-{plain[2]}-{plain[3:]}"
    return (
        found
        | Q(document_number__startswith=plain)
        | Q(item__in=Item.objects.filter(nsn__startswith=plain))
        | Q(case__in=Case.objects.filter(case_id__startswith=dashed.rstrip("-")))
        | Q(contract__in=Contract.objects.filter(piid__startswith=plain))
        | Q(pk__in=ShipmentLine.objects.filter(shipment__tcn__startswith=plain).values("order"))
    )
