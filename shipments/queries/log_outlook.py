"""What is live of the orders that a shipment is about to carry: flags, and days."""

from __future__ import annotations

from collections.abc import Collection

from shipments.expedite import sentences
from shipments.models import Flag, User


def flags(order_ids: Collection[int], *, by: User) -> dict[int, list[str]]:
    """The live flags of each order, by the words of their chips, the weightiest first. One query."""
    if not order_ids:
        return {}
    found: dict[int, list[str]] = {}
    live = Flag.objects.visible_to(by).live().filter(order_id__in=order_ids)
    for flag in live.weightiest_first():
        rule = sentences.rule(flag.reason)
        words = rule.chip if rule else flag.reason.replace("_", " ").capitalize()
        found.setdefault(flag.order_id, []).append(words)
    return found
