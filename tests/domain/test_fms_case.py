from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipments.domain.fms_case import CaseId, InvalidCaseId, parse


@pytest.mark.parametrize("typed", ["IS-B-ZMI", "is-b-zmi", "ISBZMI", " IS B ZMI "])
def test_a_case_is_read_as_people_write_it(typed: str) -> None:
    case = parse(typed)

    assert (case.customer, case.agency, case.designator) == ("IS", "B", "ZMI")
    assert case.value == str(case) == "IS-B-ZMI"


@pytest.mark.parametrize("typed", ["", "IS-B-ZM", "IS-B-ZMIX", "IS-7-ZMI", "I\u0401-B-ZMI"])
def test_what_is_not_a_case_is_refused(typed: str) -> None:
    with pytest.raises(InvalidCaseId):
        parse(typed)


def test_a_refusal_says_what_was_found_and_what_would_be_right() -> None:
    with pytest.raises(InvalidCaseId) as refusal:
        parse("IS-B")

    assert str(refusal.value) == (
        'Case: found "ISB"; it needs the customer (2 characters), the agency (1 letter) '
        "and the designator (3 characters), like IS-B-ZMI."
    )


def test_parts_that_only_add_up_to_a_case_are_refused() -> None:
    with pytest.raises(InvalidCaseId):
        CaseId("I", "SB", "ZMI")


@given(st.from_regex(r"[A-Z0-9]{2}-[A-Z]-[A-Z0-9]{3}", fullmatch=True))
def test_what_is_written_is_read_back(value: str) -> None:
    case = parse(value)

    assert str(case) == value
    assert parse(str(case)) == case
