"""Template tags of what is about loads: weights and verdicts."""

from __future__ import annotations

from decimal import Decimal

from django import template

from shipments.domain import kilograms as weights

register = template.Library()


@register.filter
def kilograms(value: Decimal | None) -> str:
    """A weight that is not known is never shown as nought."""
    return "not known" if value is None else weights.show(value)
