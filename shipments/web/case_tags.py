"""Template tags of the case files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from shipments.domain.ladder import Step
from shipments.web.case_words import ACTION, STATE
from shipments.web.tags import icon

if TYPE_CHECKING:
    from shipments.web.words import Mark

register = template.Library()


@register.inclusion_tag("shipments/_mark.html")
def expedite_state(value: str) -> dict[str, Mark]:
    return {"mark": STATE[value]}


@register.simple_tag
def action_tone(kind: str) -> str:
    return ACTION[kind].tone


@register.simple_tag
def action_icon(kind: str) -> str:
    return icon(ACTION[kind].icon)


@register.filter
def action_word(kind: str) -> str:
    return ACTION[kind].word


@register.filter
def step_word(step: str) -> str:
    return Step(step).words
