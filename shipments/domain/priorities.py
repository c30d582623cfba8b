"""Priority designators, the issue groups they fall into, and what is routine."""

from __future__ import annotations

from enum import StrEnum


class IssueGroup(StrEnum):
    """How the supply system ranks an order. I goes first."""

    I = "I"  # noqa: E741
    II = "II"
    III = "III"


class Urgency(StrEnum):
    """How urgent we say an order is, where no priority designator says it."""

    ROUTINE = "routine"
    URGENT = "urgent"
    EMERGENCY = "emergency"


class InvalidPriority(ValueError):
    """The number is not a priority designator."""


def issue_group(designator: int) -> IssueGroup:
    """01-03 is group I, 04-08 group II, 09-15 group III.

    Source: docs/sources.md, "Priority".

    :raises InvalidPriority: not from 1 to 15.
    """
    if not 1 <= designator <= 15:
        raise InvalidPriority(
            f"Priority designator: found {designator}; it needs a number from 1 to 15."
        )
    if designator <= 3:
        return IssueGroup.I
    return IssueGroup.II if designator <= 8 else IssueGroup.III


def is_routine(designator: int | None, urgency: Urgency) -> bool:
    """Whether an order would be handled as routine: the orders worth speeding up.

    A designator decides alone. The urgency counts only where there is none, so an order
    marked emergency that still carries designator 13 is routine: that is how the supply
    system treats it until the designator is raised.

    Source: docs/sources.md, "Routine".

    :raises InvalidPriority: a designator that is not from 1 to 15.
    """
    if designator is None:
        return urgency is Urgency.ROUTINE
    return issue_group(designator) is IssueGroup.III
