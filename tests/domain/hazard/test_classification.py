from __future__ import annotations

import pytest

from shipments.domain.hazard import CODES, Classification, Division, Group, parse
from shipments.domain.hazard.classification import DIVISION_MEANINGS, InvalidClassification


@pytest.mark.parametrize("typed", ["1.1D", " 1.1 d ", "1.1-D"])
def test_a_code_is_read_as_typed(typed: str) -> None:
    assert parse(typed) == Classification(Division.MASS_EXPLOSION, Group.D)


def test_there_are_as_many_codes_as_the_regulation_counts() -> None:
    assert len(CODES) == 35
    assert {str(parse(code)) for code in CODES} == CODES


@pytest.mark.parametrize(
    "typed", ["", "1.1", "D", "1.7D", "1.1I", "1.1M", "11D", "1.1DD", "1.1\u0410"]
)
def test_another_form_is_refused(typed: str) -> None:
    with pytest.raises(InvalidClassification, match="it needs a division from"):
        parse(typed)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("1.6D", 'found "1.6D", which does not exist; group D has only 1.1, 1.2, 1.4, 1.5.'),
        ("1.1S", 'found "1.1S", which does not exist; group S has only 1.4.'),
        ("1.1N", 'found "1.1N", which does not exist; group N has only 1.6.'),
    ],
)
def test_a_combination_that_does_not_exist_is_refused(typed: str, message: str) -> None:
    with pytest.raises(InvalidClassification) as refusal:
        parse(typed)

    assert str(refusal.value) == f"Classification: {message}"


def test_every_division_has_its_meaning() -> None:
    assert list(DIVISION_MEANINGS) == list(Division)
