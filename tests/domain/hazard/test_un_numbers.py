from __future__ import annotations

import pytest

from shipments.domain.hazard import UN_NUMBERS, InvalidUnNumber, parse, parse_number, suggest
from shipments.domain.hazard.un_numbers import Certainty


@pytest.mark.parametrize("typed", ["0168", "UN0168", " un 0168 "])
def test_a_number_suggests_its_row(typed: str) -> None:
    row = suggest(typed)

    assert row is not None
    assert str(row) == "UN0168"
    assert row.proper_shipping_name == "Projectiles, with bursting charge"
    assert row.classification == parse("1.1D")
    assert row.certainty is Certainty.FROM_MEMORY


def test_cartridges_for_small_arms_are_not_what_a_public_list_made_of_them() -> None:
    assert str(UN_NUMBERS["0012"].classification) == "1.4S"


def test_every_number_of_the_list_stands_once() -> None:
    assert len(UN_NUMBERS) == 51
    assert {number for number, row in UN_NUMBERS.items() if row.number != number} == set()
    assert {
        number for number, row in UN_NUMBERS.items() if row.certainty is Certainty.SECONDARY
    } == {"0321"}


def test_an_unlisted_number_is_nothing_rather_than_a_guess() -> None:
    assert suggest("UN1203") is None
    assert parse_number("UN1203") == "1203"


@pytest.mark.parametrize("typed", ["", "168", "UN", "NA0168", "01680"])
def test_another_form_is_refused(typed: str) -> None:
    with pytest.raises(InvalidUnNumber, match="it needs 4 digits, like UN0168"):
        parse_number(typed)
