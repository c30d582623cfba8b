"""Checking the explosives of a load while it is typed, and again when it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shipments.compliance import load
from shipments.compliance.load import LoadCheck
from shipments.domain.modes import Mode
from shipments.models import Departure, Order
from shipments.services.refusal import Problem
from shipments.services.shipment_entry import CheckedLine, ShipmentEntry

__all__ = ["NOT_TOGETHER", "LoadCheck", "beside_lines", "check", "of_lines", "over_limit"]

# Of a line that may not travel with another one of its load.
NOT_TOGETHER = "may_not_travel_together"


def check(
    lines: Sequence[tuple[Order, int | None]], mode: str, *, departure: Departure | None = None
) -> LoadCheck:
    """Judge what is typed so far, in a constant number of queries. Writes nothing.

    :param lines: orders with their items loaded, each with a quantity in its unit; leave out
        lines whose order is not known.
    :param mode: one of ``Mode``; with any other text nothing is said of what may go together.
    """
    modes = [Mode(mode)] if mode in list(Mode) else []
    return load.check(lines, modes, [departure] if departure else [])


def of_lines(
    entry: ShipmentEntry, lines: Sequence[CheckedLine], departure: Departure | None
) -> LoadCheck:
    """As ``check``, of a shipment as it is entered."""
    aboard = [
        (line.order, typed.quantity)
        for line, typed in zip(lines, entry.lines, strict=True)
        if line.order
    ]
    return check(aboard, entry.mode, departure=departure)


def beside_lines(checked: LoadCheck, lines: Sequence[CheckedLine]) -> list[CheckedLine]:
    """Add to each line what it may not travel with: no person can clear that, so it is refused."""
    places = [place for place, line in enumerate(lines) if line.order]
    found: dict[int, list[Problem]] = {}
    for together in checked.forbidden:
        for index in together.later:
            place = places[index]
            message = _not_together(checked, index, together.lines, together.sentence)
            problem = Problem(f"lines.{place}.order", message, NOT_TOGETHER)
            found.setdefault(place, []).append(problem)
    return [
        replace(line, problems=[*line.problems, *found[place]]) if place in found else line
        for place, line in enumerate(lines)
    ]


def over_limit(checked: LoadCheck) -> list[Problem]:
    """Say by how much a departure would carry more than it may: that is refused, too."""
    return [
        Problem(
            "departure",
            f"{each.sentence} Take less aboard, or choose another departure.",
            "over_explosive_limit",
        )
        for each in checked.over
    ]


def _not_together(checked: LoadCheck, index: int, aboard: Sequence[int], sentence: str) -> str:
    line = checked.lines[index]
    others = dict.fromkeys(
        f"{other.order.reference} ({other.classification})"
        for other in (checked.lines[each] for each in aboard)
        if other.classification != line.classification
    )
    beside = f" Aboard with it: {', '.join(others)}." if others else ""
    return (
        f"{line.order.reference} is {line.classification}. {sentence}{beside} "
        "Log it as a shipment of its own."
    )
