"""Template tags of the pages. Each small component has a partial of its own beside base.html."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django import template
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from lucide.templatetags.lucide import lucide

from shipments.domain import partial_date
from shipments.domain.partial_date import PartialDate
from shipments.domain.priorities import issue_group
from shipments.domain.roles import Role
from shipments.web.globe import Globe, globe
from shipments.web.words import CERTAINTY, MODE, PASSABILITY, STATUS, URGENCY, Mark

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from typing import Any

    from django.forms import BoundField
    from django.template import Context
    from django.utils.safestring import SafeString

    from shipments.models import Order, User

register = template.Library()
MINUS = "\N{MINUS SIGN}"
# Pages that have no place of their own in the navigation, under the one that has.
PARENT = {
    "calendar-address": "arrivals",
    "calendar-address-make": "arrivals",
    "documents": "shipments",
    "document-add": "shipments",
    "document-remove": "shipments",
    "contact-change": "contractors",
    "contact-new": "contractors",
    "contractor": "contractors",
    "hold-new": "holds",
    "hot-list-order": "hot-list",
    "call-new": "hot-list",
    "call-take-up": "hot-list",
    "call-noted": "hot-list",
    "order": "orders",
    "order-new": "orders",
    "mail": "mails",
    "mail-bounced": "mails",
    "import": "imports",
    "import-again": "imports",
    "import-correct": "imports",
    "import-mapping": "imports",
    "import-unmatched": "imports",
    "item": "items",
    "item-hazard": "items",
    "substitute-new": "items",
    "lane": "lanes",
    "lane-new": "lanes",
    "departures": "lanes",
    "disruption": "disruptions",
    "disruption-new": "disruptions",
    "disruption-end": "disruptions",
    "disruption-withdraw": "disruptions",
    "disruption-routes": "disruptions",
    "discrepancies": "receiving",
    "discrepancy": "receiving",
    "discrepancy-new": "receiving",
    "discrepancy-settle": "receiving",
    "discrepancy-withdraw": "receiving",
    "receiving-scan": "receiving",
    "departure-new": "lanes",
    "need-new": "needs",
    "policy-preview": "policy",
    "policy-save": "policy",
    "shipment": "shipments",
    "shipment-clear-load": "shipments",
    "shipment-new": "shipments",
    "shipment-split": "shipments",
    "draft-keep": "shipments",
    "shipment-routes": "shipments",
}


@register.simple_tag
@lru_cache(maxsize=512)  # a list draws the same few icons hundreds of times
def icon(name: str, size: str = "") -> str:
    """Draw an icon beside a word. It is hidden from readers, so the word must say it all.

    :param size: a class: "s" small, "l" large, "flip" mirrored in right-to-left pages.
    """
    return lucide(name, size=None, **{"class": f"ic {size}".strip(), "aria-hidden": "true"})


@register.simple_tag
def day(value: date | None, precision: str = "day", unknown: str = "not given") -> SafeString | str:
    """Show a date no more finely than it is known; the year only where it is another one."""
    if value is None:
        return unknown
    return format_html(
        '<time datetime="{}">{}</time>',
        str(PartialDate.containing(value, precision)),
        partial_date.show(value, precision, relative_to=timezone.now().date()),
    )


@register.simple_tag
def moment(value: datetime | None, unknown: str = "never") -> SafeString | str:
    """Show a moment in UTC: the time alone today, the day before it otherwise."""
    if value is None:
        return unknown
    today, clock = timezone.now().date(), f"{value:%H:%M}Z"
    if value.date() != today:
        clock = f"{partial_date.show(value.date(), 'day', relative_to=today)} {clock}"
    return format_html('<time datetime="{}">{}</time>', value.isoformat(timespec="seconds"), clock)


@register.filter
def quantity(value: int | None) -> str:
    """An empty quantity was not published. That is not none at all."""
    return "not published" if value is None else intcomma(value)


@register.simple_tag
def bar(value: float, tone: str = "ink", classes: str = "ab") -> SafeString:
    """Draw a bar as wide as the per cent given, from 0 to 100, beside a number that says it."""
    return bars([(value, tone)], classes)


@register.simple_tag
def bars(
    segments: Iterable[tuple[float, str]], classes: str = "big", label: str = ""
) -> SafeString:
    """Draw per cents end to end. Attributes, not styles: the policy allows no inline style."""
    rects, start = [], 0.0
    for value, tone in segments:
        width = max(0.0, min(100.0 - start, value))
        rects.append((f"{start:g}%", f"{width:g}%", tone))
        start += width
    drawn = format_html_join(
        "", '<rect x="{}" width="{}" height="100%" class="f-{}"></rect>', rects
    )
    if label:
        return format_html(
            '<svg class="bar {}" role="img" aria-label="{}">{}</svg>', classes, label, drawn
        )
    return format_html('<svg class="bar {}" aria-hidden="true">{}</svg>', classes, drawn)


@register.inclusion_tag("shipments/_mark.html")
def status(value: str) -> dict[str, Mark]:
    return {"mark": STATUS[value]}


@register.filter
def status_word(value: str) -> str:
    return STATUS[value].word


@register.inclusion_tag("shipments/_mark.html")
def certainty(value: str) -> dict[str, Mark]:
    return {"mark": CERTAINTY[value]}


@register.inclusion_tag("shipments/_mark.html")
def passability(value: str) -> dict[str, Mark]:
    return {"mark": PASSABILITY[value]}


@register.inclusion_tag("shipments/_mark.html")
def mode(value: str) -> dict[str, Mark]:
    return {"mark": MODE[value]}


@register.inclusion_tag("shipments/_ipg.html")
def priority(order: Order) -> dict[str, str]:
    """Show the issue group, or the urgency in words where there is no priority designator."""
    if order.priority_designator is not None:
        group = issue_group(order.priority_designator).value
        return {"shape": str(len(group)), "word": group, "said": f"Issue-priority group {group}"}
    shape = str(list(URGENCY).index(order.urgency))
    word = URGENCY[order.urgency].word
    return {"shape": {"0": "3", "1": "2", "2": "1"}[shape], "word": word, "said": word}


@register.inclusion_tag("shipments/_chip.html")
def chip(label: str, icon_name: str, tone: str = "") -> dict[str, str]:
    return {"label": label, "icon": icon_name, "tone": tone}


@register.inclusion_tag("shipments/_avatar.html")
def avatar(person: User | None, size: str = "s") -> dict[str, Any]:
    return {"person": person, "size": size}


@register.inclusion_tag("shipments/_delta.html")
def delta(days: int | None) -> dict[str, Any]:
    """Show how many days late (plus, red) or early (minus, green) something is."""
    if days is None:
        return {"days": None}
    sign, tone, said = ("+", "red", "late by ") if days > 0 else (MINUS, "green", "early by ")
    if days == 0:
        sign, tone, said = "", "mut", ""
    days = abs(days)
    # Beyond two years nobody counts days, and the column is narrow.
    amount = f"{days} d" if days <= 2 * 365 else f"{days // 365} y"
    return {"days": days, "amount": amount, "sign": sign, "tone": tone, "said": said}


@register.inclusion_tag("shipments/_globe.html")
def world_globe() -> dict[str, Globe]:
    return {"globe": globe()}


@register.inclusion_tag("shipments/_kbd.html")
def kbd(key: str) -> dict[str, str]:
    return {"key": key}


@register.inclusion_tag("shipments/_exercise.html")
def exercise_banner() -> dict[str, bool]:
    """Say on a page of an exercise that it is one. The page of a failure has no context to ask."""
    return {"exercise": settings.EXERCISE}


@register.inclusion_tag("shipments/_nav_item.html", takes_context=True)
def nav_item(
    context: Context, name: str, icon_name: str, label: str, **counted: Any
) -> dict[str, Any]:
    """Link to one part of the site.

    :param counted: ``count``, how many stand there, and ``tone``, a class for the number.
    """
    return _link(context, name, icon_name, label) | {
        "name": name,
        "count": counted.get("count"),
        "tone": counted.get("tone", ""),
    }


@register.inclusion_tag("shipments/_tab_item.html", takes_context=True)
def tab_item(
    context: Context, name: str, icon_name: str, label: str, classes: str = ""
) -> dict[str, Any]:
    return _link(context, name, icon_name, label) | {"classes": classes}


@register.filter
def role_words(person: User) -> str:
    return ", ".join(Role(role).label for role in person.roles) or "No role yet"


@register.inclusion_tag("shipments/_field.html")
def field(bound: BoundField, unit: str = "", **attributes: object) -> dict[str, Any]:
    """Draw a form field with its label, hint and errors. What was typed is kept.

    :param attributes: of the input itself, ``_`` for ``-``.
    """
    attrs: dict[str, str | bool] = {
        name.replace("_", "-"): True if value is True else str(value)
        for name, value in attributes.items()
    }
    if bound.widget_type not in {"checkbox", "radioselect"}:
        attrs["class"] = "in"
    drawn = bound.as_widget(attrs=attrs)
    return {"field": bound, "drawn": drawn, "unit": unit}


@register.inclusion_tag("shipments/_sources.html")
def sources(documents: Any) -> dict[str, Any]:
    """List where a fact was read. Give it the manager of a prefetched relation, or a list."""
    return {"sources": documents.all() if hasattr(documents, "all") else documents}


def _link(context: Context, name: str, icon_name: str, label: str) -> dict[str, Any]:
    match = context["request"].resolver_match
    route = match.url_name if match else ""
    here = route == name or PARENT.get(route) == name
    return {"href": reverse(name), "icon": icon_name, "label": label, "here": here}
