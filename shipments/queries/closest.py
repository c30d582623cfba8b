"""What somebody may have meant by an order number that there is none of."""

from __future__ import annotations

from difflib import get_close_matches

from django.db.models import Q

from shipments.models import Order, User

SHOWN = 3
READ = 500


def references(text: str, *, by: User) -> list[str]:
    """Up to three references like the text, among those the person may see."""
    text = text.replace("\0", "").strip().upper()
    if not text:
        return []
    ends = Q(reference__istartswith=text[: max(2, len(text) // 2)]) | Q(
        reference__iendswith=text[-3:]
    )
    near = Order.objects.visible_to(by).filter(ends).values_list("reference", flat=True)
    return get_close_matches(text, list(near.order_by("pk")[:READ]), n=SHOWN, cutoff=0.6)
