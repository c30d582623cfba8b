"""Addresses of lists: everything a list shows is in its query string, so it can be shared."""

from __future__ import annotations

from django.http import QueryDict

PAGE_MARKERS = ("after", "before")


def with_changes(data: QueryDict, **changes: str | None) -> str:
    """The query string with some parameters set, or removed where the change is None.

    A page marker stands only when it is itself among the changes: in another order or under
    another filter it means nothing. Empty parameters are left out.
    """
    changed = data.copy()
    for marker in PAGE_MARKERS:
        changed.pop(marker, None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return _tidy(changed)


def without(data: QueryDict, name: str, value: str) -> str:
    """The query string with one value of one parameter taken out."""
    changed = data.copy()
    for marker in PAGE_MARKERS:
        changed.pop(marker, None)
    changed.setlist(name, [other for other in changed.getlist(name) if other != value])
    return _tidy(changed)


def _tidy(data: QueryDict) -> str:
    for name in list(data):
        values = [value for value in data.getlist(name) if value]
        if values:
            data.setlist(name, values)
        else:
            del data[name]
    text = data.urlencode()
    return f"?{text}" if text else "?"
