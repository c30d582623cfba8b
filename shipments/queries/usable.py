"""What of an address a list can use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import django_filters as filters
from django.http import QueryDict


@dataclass(frozen=True)
class Unusable:
    """A value in the address that no filter takes.

    :ivar right: what would be right, as a sentence.
    """

    name: str
    label: str
    value: str
    right: str


def usable(
    data: QueryDict, asking: Callable[[QueryDict], filters.FilterSet]
) -> tuple[QueryDict, list[Unusable]]:
    """Part what the filters can use from what they cannot, value by value.

    :param asking: makes the filters from an address.
    """
    kept = data.copy()
    refused: list[Unusable] = []
    while True:
        asked = asking(kept)
        errors = asked.form.errors.as_data()
        if not errors:
            return kept, refused
        for name, (error, *_) in errors.items():
            params = error.params or {}
            value = str(params.get("value", params.get("pk", kept.get(name, ""))))
            rest = [other for other in kept.getlist(name) if other != value]
            # An error that names no value of ours takes the whole filter out.
            if rest and len(rest) < len(kept.getlist(name)):
                kept.setlist(name, rest)
            else:
                del kept[name]
            label = str(asked.filters[name].label)
            refused.append(Unusable(name, label, value, _right(asked.filters[name])))


def _right(wanted: filters.Filter) -> str:
    match wanted:
        case filters.DateFilter():
            return "Write a day like 2026-11-25."
        case filters.ModelMultipleChoiceFilter():
            return "Choose one from the list."
        case filters.MultipleChoiceFilter() | filters.ChoiceFilter():
            choices = wanted.extra["choices"]
            known = choices() if callable(choices) else choices
            return f"Choose from {', '.join(value for value, _ in known)}."
        case _:
            return "Use at most 200 characters."
