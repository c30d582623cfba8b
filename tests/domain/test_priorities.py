from __future__ import annotations

import pytest

from shipments.domain.priorities import (
    InvalidPriority,
    IssueGroup,
    Urgency,
    is_routine,
    issue_group,
)


@pytest.mark.parametrize(
    ("designators", "group"),
    [(range(1, 4), IssueGroup.I), (range(4, 9), IssueGroup.II), (range(9, 16), IssueGroup.III)],
)
def test_every_designator_falls_into_its_issue_group(designators: range, group: IssueGroup) -> None:
    assert {issue_group(designator) for designator in designators} == {group}


@pytest.mark.parametrize("designator", [0, 16, -1])
def test_a_number_outside_1_to_15_is_refused(designator: int) -> None:
    with pytest.raises(InvalidPriority) as refusal:
        issue_group(designator)

    assert str(refusal.value) == (
        f"Priority designator: found {designator}; it needs a number from 1 to 15."
    )


@pytest.mark.parametrize(
    ("designator", "urgency", "routine"),
    [
        (9, Urgency.ROUTINE, True),
        (15, Urgency.EMERGENCY, True),
        (8, Urgency.ROUTINE, False),
        (1, Urgency.EMERGENCY, False),
        (None, Urgency.ROUTINE, True),
        (None, Urgency.URGENT, False),
        (None, Urgency.EMERGENCY, False),
    ],
)
def test_routine_is_group_three_or_routine_urgency_without_a_designator(
    designator: int | None, urgency: Urgency, routine: bool
) -> None:
    assert is_routine(designator, urgency) is routine


def test_a_designator_that_does_not_exist_is_not_quietly_routine() -> None:
    with pytest.raises(InvalidPriority):
        is_routine(16, Urgency.ROUTINE)
