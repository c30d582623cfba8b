from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipments.domain.milstrip import (
    InvalidRecord,
    Kind,
    Record,
    decode,
    encode,
    follow_up,
    improvement_request,
    modification,
)
from tests.domain.milstrip.records import REQUISITION, records

ORIGINAL = decode(REQUISITION)


def test_a_follow_up_repeats_the_requisition() -> None:
    assert encode(follow_up(ORIGINAL, ric="S9G", outstanding=90)) == (
        f"AF1S9G{REQUISITION[6:24]}00090{REQUISITION[29:]}".ljust(80)
    )


def test_a_request_for_an_improved_date_does_as_well() -> None:
    assert encode(improvement_request(ORIGINAL, ric="S9G", outstanding=140)) == (
        f"AFCS9G{REQUISITION[6:]}".ljust(80)
    )


@pytest.mark.parametrize(("original", "identifier"), [("A0A", "AMA"), ("A05", "AM5")])
def test_a_priority_increase_changes_the_priority_alone(original: str, identifier: str) -> None:
    requisition = decode(original + REQUISITION[3:])

    raised = encode(modification(requisition, ric="S9G", changes={"priority": "02"}))

    assert raised == f"{identifier}S9G{REQUISITION[6:59]}02{REQUISITION[61:]}".ljust(80)


def test_an_exercise_stays_one() -> None:
    exercise = decode("U" + REQUISITION[1:])

    assert follow_up(exercise, ric="S9G", outstanding=1).identifier == "UF1"
    assert modification(exercise, ric="S9G", changes={}).identifier == "UMA"


def test_only_a_requisition_is_followed() -> None:
    followed = follow_up(ORIGINAL, ric="S9G", outstanding=140)

    with pytest.raises(InvalidRecord, match="found AF1; it needs the requisition itself"):
        follow_up(followed, ric="S9G", outstanding=140)
    with pytest.raises(InvalidRecord, match="found AF1; it needs the requisition itself"):
        modification(followed, ric="S9G", changes={})


def test_a_modification_leaves_quantity_and_item_alone() -> None:
    with pytest.raises(InvalidRecord, match="Column 1, quantity: a modification does not change"):
        modification(ORIGINAL, ric="S9G", changes={"quantity": 1})


def test_a_requisition_of_dependents_schools_has_no_modification() -> None:
    schools = decode("A07" + REQUISITION[3:])

    with pytest.raises(InvalidRecord, match="A07 has no modification"):
        modification(schools, ric="S9G", changes={"priority": "02"})


@given(records(Kind.REQUISITION), st.integers(0, 99_999))
def test_nothing_but_identifier_routing_and_quantity_differs(
    original: Record, outstanding: int
) -> None:
    before, after = (
        encode(original),
        encode(follow_up(original, ric="B14", outstanding=outstanding)),
    )

    assert after == f"{after[0]}F1B14{before[6:24]}{outstanding:05d}{before[29:66]}".ljust(80)
