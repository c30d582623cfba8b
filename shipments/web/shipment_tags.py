"""Template tags of the order and shipment pages."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.forms import BoundField

from shipments.domain.milestones import MilestoneKind, label
from shipments.models.choices import ShipmentState
from shipments.web.tags import icon
from shipments.web.words import MODE, URGENCY, Mark

register = template.Library()

STATE: dict[str, Mark] = {
    ShipmentState.PLANNED: Mark("Planned", "calendar-clock", "mut"),
    ShipmentState.READY: Mark("Ready", "package", "amber"),
    ShipmentState.RELEASED: Mark("Released", "shield-check", "amber"),
    ShipmentState.DEPARTED: Mark("Departed", "send", "blue"),
    ShipmentState.IN_TRANSIT: Mark("In transit", "ship", "blue"),
    ShipmentState.ARRIVED: Mark("Arrived", "anchor", "blue"),
    ShipmentState.RECEIVED: Mark("Received", "package-check", "green"),
    ShipmentState.CLOSED: Mark("Closed", "archive", "green"),
    ShipmentState.CANCELLED: Mark("Cancelled", "ban", "mut"),
}
_SCALES = ((Decimal(10**9), "billion"), (Decimal(10**6), "million"))


@register.inclusion_tag("shipments/_mark.html")
def shipment_state(value: str) -> dict[str, Mark]:
    return {"mark": STATE[value]}


@register.simple_tag
def money(value: Decimal, currency: str) -> str:
    """Say a large sum as people do, with no digit left out: USD 8.5777 billion."""
    for scale, word in _SCALES:
        if value >= scale:
            return f"{currency} {(value / scale).normalize():f} {word}"
    return f"{currency} {intcomma(value.normalize().quantize(Decimal(1)))}"


@register.filter
def kg(value: Decimal) -> str:
    """A weight in whole kilograms, or as it is where it is less than ten."""
    shown = value.normalize() if value < 10 else value.quantize(Decimal(1))
    return f"{shown:,f} kg"


@register.simple_tag
def mode_icon(value: str) -> str:
    return icon(MODE[value].icon, "s")


@register.simple_tag(name="input")
def input_(bound: BoundField, **attributes: str | bool) -> str:
    """Draw the input of a field alone, where label and errors stand elsewhere."""
    return bound.as_widget(attrs={**attributes})


@register.simple_tag
def milestone_word(kind: str) -> str:
    return label(MilestoneKind(kind))


@register.inclusion_tag("shipments/_mark.html")
def urgency(value: str) -> dict[str, Mark]:
    return {"mark": URGENCY[value]}
