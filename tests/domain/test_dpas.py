from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipments.domain.dpas import (
    PROGRAMS,
    Element,
    InvalidRating,
    Rating,
    missing_elements,
    parse,
)


@pytest.mark.parametrize(
    ("typed", "symbol", "program", "name"),
    [
        ("DO-A6", "DO", "A6", "Ammunition"),
        ("DX-A2", "DX", "A2", "Missiles"),
        ("do h7", "DO", "H7", "Maintenance, repair and operating supplies"),
        ("DON8", "DO", "N8", None),
    ],
)
def test_a_rating_is_read_with_its_programme(
    typed: str, symbol: str, program: str, name: str | None
) -> None:
    rating = parse(typed)

    assert (rating.symbol, rating.program, rating.program_name) == (symbol, program, name)


@pytest.mark.parametrize("typed", ["", "DO", "DZ-A6", "DO-6A", "DO-A", "DO-A66", "A6"])
def test_what_is_not_a_rating_is_refused(typed: str) -> None:
    with pytest.raises(InvalidRating):
        parse(typed)


def test_a_refusal_says_what_was_found_and_what_would_be_right() -> None:
    with pytest.raises(InvalidRating) as refusal:
        parse("D0-A6")

    assert str(refusal.value) == (
        'DPAS rating: found "D0A6"; it needs DO or DX and a programme (a letter and a digit), '
        "like DO-A6."
    )


def test_parts_that_only_add_up_to_a_rating_are_refused() -> None:
    with pytest.raises(InvalidRating):
        Rating("D", "OA6")


@pytest.mark.parametrize(
    ("rating", "other", "outranks"),
    [
        ("DX-A2", "DO-A1", True),
        ("DO-A1", "DX-A2", False),
        ("DX-A1", "DX-A2", False),
        ("DO-A1", "DO-A2", False),
        ("DO-A6", None, True),
    ],
)
def test_dx_goes_before_do_and_any_rating_before_none(
    rating: str, other: str | None, outranks: bool
) -> None:
    assert parse(rating).outranks(parse(other) if other else None) is outranks


def test_what_an_order_lacks_is_named_in_the_order_of_the_regulation() -> None:
    assert missing_elements([]) == (
        Element.RATING,
        Element.DELIVERY_DATE,
        Element.SIGNATURE,
        Element.STATEMENT,
    )
    assert missing_elements({Element.RATING, Element.STATEMENT}) == (
        Element.DELIVERY_DATE,
        Element.SIGNATURE,
    )
    assert missing_elements(set(Element)) == ()


def test_an_emergency_preparedness_order_needs_its_own_statement_too() -> None:
    usual = {Element.RATING, Element.DELIVERY_DATE, Element.SIGNATURE, Element.STATEMENT}

    assert missing_elements(usual, emergency_preparedness=True) == (Element.EMERGENCY_STATEMENT,)


@given(st.sampled_from(["DO", "DX"]), st.sampled_from(sorted(PROGRAMS)))
def test_what_is_written_is_read_back(symbol: str, program: str) -> None:
    rating = Rating(symbol, program)

    assert parse(str(rating)) == rating
    assert rating.value == f"{symbol}-{program}"
