"""Template tags of the days that could be saved: never a figure without what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils import timezone

if TYPE_CHECKING:
    from shipments.expedite import Saving

register = template.Library()


@register.inclusion_tag("shipments/_saving.html")
def saving(found: Saving) -> dict[str, object]:
    """By which lever, how many days, in what range, what is to be done, what it rests on."""
    return _worded(found)


@register.inclusion_tag("shipments/_saving_short.html")
def saving_short(found: Saving) -> dict[str, object]:
    """The same in two lines of a list, with the rest in its title."""
    return _worded(found)


def _worded(found: Saving) -> dict[str, object]:
    days = "1 day" if found.days == 1 else f"{found.days:,} days"
    spread = f"{found.low:,} to {found.high:,}" if found.is_range else ""
    return {
        "name": found.lever.name,
        "icon_name": found.lever.icon,
        "days": days,
        "spread": spread,
        "would": found.sentence(timezone.now().date()),
        "rests_on": found.rests_on,
    }
