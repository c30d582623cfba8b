"""Find what a person or a scanner means by a piece of text."""

from __future__ import annotations

import re

from django.db.models import Q

from shipments.models import Order, User


def order(text: str, *, by: User) -> Order | None:
    """Find the one order that a reference, document number or contract number names.

    Spaces, hyphens and case do not matter. A contract number names an order only while the
    contract has one. Bounded by what the person may see.
    """
    typed = text.strip()
    # No text in the database holds this character, and none can be compared with it.
    if not typed or "\0" in typed:
        return None
    bare = re.sub(r"[\s-]", "", typed).upper()
    rows = Order.objects.visible_to(by).select_related("item", "contractor", "standing")
    exact = rows.filter(
        Q(reference__iexact=typed) | Q(document_number=bare) | Q(reference__iexact=bare)
    )
    found = list(exact[:2]) or list(rows.filter(contract__piid=bare)[:2])
    return found[0] if len(found) == 1 else None
