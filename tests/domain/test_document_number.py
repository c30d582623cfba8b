from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipments.domain.document_number import DocumentNumber, InvalidDocumentNumber, parse

ISRAELI = DocumentNumber("BISA4361060001")
numbers = st.from_regex(
    r"[A-Z0-9]{6}[0-9](00[1-9]|[12][0-9]{2}|3[0-5][0-9])[A-Z0-9]{4}", fullmatch=True
)


@pytest.mark.parametrize(
    "typed",
    ["BISA4361060001", "bisa43-6106-0001", " BISA43 6106 0001 ", "BISA43\u20136106\u20130001"],
)
def test_spaces_dashes_and_lower_case_are_forgiven(typed: str) -> None:
    assert parse(typed) == ISRAELI


def test_a_security_assistance_number_gives_its_parts() -> None:
    assert (
        ISRAELI.is_security_assistance,
        ISRAELI.agency,
        ISRAELI.customer,
        ISRAELI.mark_for,
        ISRAELI.delivery_term,
        ISRAELI.type_of_assistance,
        ISRAELI.ordinal,
        ISRAELI.serial,
    ) == (True, "B", "IS", "A", "4", "3", "6106", "0001")


def test_a_us_activity_has_an_address_and_no_customer() -> None:
    number = parse("W00AAA61060001")

    assert (number.activity, number.agency) == ("W00AAA", "W")
    assert not number.is_security_assistance
    assert (number.customer, number.mark_for) == (None, None)
    assert (number.delivery_term, number.type_of_assistance) == (None, None)


@pytest.mark.parametrize(
    ("reference", "day"),
    [
        (date(2026, 11, 20), date(2026, 4, 16)),
        (date(2025, 11, 20), date(2016, 4, 15)),
        (date(2039, 11, 20), date(2036, 4, 15)),
    ],
)
def test_the_day_of_the_order_depends_on_when_it_is_read(reference: date, day: date) -> None:
    assert ISRAELI.ordered_on(reference) == day


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (
            "BISA43610600",
            (
                'Document number: found "BISA43610600", 12 characters; '
                "it needs 14 letters and digits, like BISA4361060001."
            ),
        ),
        (
            "BISA4363670001",
            (
                'Document number: found "BISA4363670001"; positions 7 to 10 must be the day of the '
                'order. Day of the year: found "367"; it needs 3 digits from 001 to 366.'
            ),
        ),
        (
            "BISA43A1060001",
            (
                'Document number: found "BISA43A1060001"; positions 7 to 10 must be the day of the '
                'order. Ordinal date: found "A106"; it needs 4 digits, the last digit of the year '
                "and the day of the year, like 6106."
            ),
        ),
    ],
)
def test_a_refusal_says_what_was_found_and_what_would_be_right(typed: str, message: str) -> None:
    with pytest.raises(InvalidDocumentNumber) as refusal:
        parse(typed)

    assert str(refusal.value) == message


@pytest.mark.parametrize("typed", ["", "BISA43610600011", "BISA4361060_01", "B\u0131SA4361060001"])
def test_other_lengths_and_characters_are_refused(typed: str) -> None:
    with pytest.raises(InvalidDocumentNumber):
        parse(typed)


@given(numbers)
def test_what_is_written_is_read_back(value: str) -> None:
    number = parse(value)

    assert str(number) == number.value == value
    assert parse(str(number)) == number
    assert number.activity + number.ordinal + number.serial == value
