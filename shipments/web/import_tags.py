"""Template tags of the imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shipments.domain import wrong_place
from shipments.domain.sheets.kinds import KINDS
from shipments.web.import_words import DOOR, KIND_LABEL, STATE

if TYPE_CHECKING:
    from shipments.models import ImportRefusal
    from shipments.web.words import Mark

register = template.Library()


@register.inclusion_tag("shipments/_mark.html")
def import_state(value: str) -> dict[str, Mark]:
    return {"mark": STATE[value]}


@register.filter
def import_kind(value: str) -> str:
    """The kind in words; a file that was not told apart yet has none."""
    return KIND_LABEL.get(value, "Kind not known yet")


@register.filter
def import_door(value: str) -> str:
    return DOOR[value]


@register.filter
def in_words(code: str) -> str:
    """A code of ours, as people read it."""
    return code.replace("_", " ").capitalize()


@register.filter
def field_of_import(name: str, kind: str) -> str:
    """A field as the sheets of its kind head it, else as people read it."""
    sheet = KINDS.get(kind)
    return sheet.field(name).heading if sheet and name in sheet.names else in_words(name)


@register.filter
def long_time(seconds: int) -> str:
    """So many seconds, no finer than anybody waits."""
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{round(seconds / 60)} min"
    return f"{seconds // 3600} h {seconds % 3600 // 60} min"


@register.simple_tag
def line_with_wrong_place(refusal: ImportRefusal) -> SafeString:
    """The line as it was sent, with the wrong place marked where one is named."""
    before, wrong, after = wrong_place.parted(refusal.text, refusal.position, refusal.found)
    if not wrong:
        return format_html("{}", refusal.text)
    return format_html("{}<mark>{}</mark>{}", before, wrong, after)
