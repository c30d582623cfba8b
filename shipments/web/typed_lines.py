"""The lines of the log form as text, before anything is made of them: added to and taken from."""

from __future__ import annotations

from django.http import QueryDict

PREFIX = "lines"
NAMES = ("order", "quantity", "lot")
AT_MOST = 60

Line = dict[str, str]


def read(data: QueryDict) -> list[Line]:
    """Every line that was sent, blank ones too."""
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "0")
    count = min(int(total), AT_MOST) if total.isascii() and total.isdigit() else 0
    return [
        {name: data.get(f"{PREFIX}-{index}-{name}", "") for name in NAMES} for index in range(count)
    ]


def with_blank(data: QueryDict) -> QueryDict:
    return _with(data, [*read(data), {}])


def with_order(data: QueryDict, reference: str) -> QueryDict:
    """Put the order on the first blank line, or on a new one, and empty the look-up field."""
    lines = read(data)
    blank = next((line for line in lines if not any(line.values())), None)
    if blank is None:
        lines.append({"order": reference})
    else:
        blank["order"] = reference
    changed = _with(data, lines)
    changed["look_up"] = ""
    return changed


def with_orders(data: QueryDict, references: list[str]) -> QueryDict:
    return _with(data, [{"order": reference} for reference in references] or [{}])


def without(data: QueryDict, index: str) -> QueryDict:
    """Take one line out; the last one leaves a blank one behind."""
    lines = [line for number, line in enumerate(read(data)) if str(number) != index]
    return _with(data, lines or [{}])


def _with(data: QueryDict, lines: list[Line]) -> QueryDict:
    changed = data.copy()
    for name in list(changed):
        if name.startswith(f"{PREFIX}-"):
            del changed[name]
    lines = lines[:AT_MOST]
    changed[f"{PREFIX}-TOTAL_FORMS"] = str(len(lines))
    changed[f"{PREFIX}-INITIAL_FORMS"] = "0"
    for index, line in enumerate(lines):
        for name in NAMES:
            changed[f"{PREFIX}-{index}-{name}"] = line.get(name, "")
    return changed
