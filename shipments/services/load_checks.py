"""Checking the explosives of a load while it is typed, when it is saved, and before it goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shipments.compliance import load
from shipments.compliance.load import LoadCheck
from shipments.domain.modes import Mode
from shipments.models import Departure, Order
from shipments.services.refusal import Problem

__all__ = ["LoadCheck", "check", "notices", "problems"]


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


def problems(checked: LoadCheck, indexes: Sequence[int] | None = None) -> list[Problem]:
    """Say what no person can clear, each beside its line: such a load is not logged.

    :param indexes: where each line of the check stands in the form, where some were left out.
    """
    return [*_forbidden(checked, indexes or range(len(checked.lines))), *_over(checked)]


def notices(checked: LoadCheck) -> list[str]:
    """What somebody has to confirm before the load is released. It does not stand in the way."""
    return list(checked.points)


def _forbidden(checked: LoadCheck, indexes: Sequence[int]) -> Iterator[Problem]:
    for found in checked.forbidden:
        for place in found.later:
            line = checked.lines[place]
            known = str(line.classification)
            others = [
                f"{other.order.reference} ({other.classification})"
                for other in (checked.lines[each] for each in found.lines)
                if str(other.classification) in found.sentence and other is not line
            ]
            beside = f" Aboard with it: {', '.join(dict.fromkeys(others))}." if others else ""
            message = (
                f"{line.order.reference} is {known}. {found.sentence}{beside} "
                "Log it as a shipment of its own."
            )
            yield Problem(f"lines.{indexes[place]}.order", message, "may_not_travel_together")


def _over(checked: LoadCheck) -> Iterator[Problem]:
    for each in checked.over:
        message = f"{each.sentence} Take less aboard, or choose another departure."
        yield Problem("departure", message, "over_explosive_limit")
