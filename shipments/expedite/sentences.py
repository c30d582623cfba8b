"""A flag in words, from its rule's header and its own evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date
from typing import Any, Protocol

from shipments.domain.partial_date import Precision, show
from shipments.expedite.reading import rules
from shipments.expedite.rule import Rule
from shipments.models import Flag


class Worded(Protocol):
    """What has sentences with blanks, and a meaning to fall back on: a rule, a lever."""

    @property
    def says(self) -> tuple[str, ...]: ...

    @property
    def meaning(self) -> str: ...


_BLANK = re.compile(r"\{(?P<key>\w+)(?::(?P<form>\w+))?\}")


def rule(code: str) -> Rule | None:
    """Find a rule by the ``reason`` of a flag. None for a rule that was withdrawn since."""
    return next((each for each in rules() if each.code == code), None)


def sentence(flag: Flag, today: date) -> str:
    """Say why the order is flagged. No query.

    Days are counted up to ``today``, or up to the day on which the flag was cleared.
    """
    of = rule(flag.reason)
    if of is None:
        return f"{flag.reason.replace('_', ' ').capitalize()}."
    until = today
    if flag.cleared_at is not None:
        until = min(today, flag.cleared_at.astimezone(UTC).date())
    return fill(of, flag.evidence, today=today, until=until)


def fill(of: Worded, evidence: Mapping[str, Any], *, today: date, until: date) -> str:
    """Fill the first of its sentences for which the evidence has everything.

    :param today: whose year goes without saying.
    :param until: the day up to which days are counted.
    """
    for says in of.says:
        blanks = list(_BLANK.finditer(says))
        if all(evidence.get(blank["key"]) is not None for blank in blanks):
            return _BLANK.sub(lambda blank: _word(blank, evidence, today=today, until=until), says)
    return f"{of.meaning[0].upper()}{of.meaning[1:]}."


def _word(blank: re.Match[str], evidence: Mapping[str, Any], *, today: date, until: date) -> str:
    """Word one value.

    ``{ordered_on}`` a date, no finer than ``ordered_on_precision``; ``{ordered_on:days}``
    the days from then on; ``{days_late:days}`` a number of days; ``{moved_later:times}`` how
    often; ``{missing:quantity}`` a number and the evidence's unit; ``{basis:first}`` with a
    capital; anything else as it is.
    """
    key, form, value = blank["key"], blank["form"], evidence[blank["key"]]
    precision = Precision(evidence.get(f"{key}_precision") or Precision.DAY)
    if isinstance(value, int):
        return _count(value, form, unit=evidence.get("unit", ""))
    if form == "days":
        words = _count(max(0, (until - date.fromisoformat(value)).days), form, unit="")
        # Counted from the last day that a month or a year can mean.
        return words if precision is Precision.DAY else f"at least {words}"
    if form == "first":
        return f"{value[:1].upper()}{value[1:]}"
    if key.endswith("_on"):
        return show(date.fromisoformat(value), precision, relative_to=today)
    return str(value)


def _count(count: int, form: str | None, *, unit: str) -> str:
    match form:
        case "days":
            return "1 day" if count == 1 else f"{count:,} days"
        case "times":
            return {1: "once", 2: "twice"}.get(count, f"{count:,} times")
        case "quantity":
            return f"{count:,} {unit}".rstrip()
    return f"{count:,}"
