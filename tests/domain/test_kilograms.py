from __future__ import annotations

from decimal import Decimal

import pytest

from shipments.domain import kilograms


@pytest.mark.parametrize(
    ("weight", "said"),
    [
        ("16560.000000", "16,560 kg"),
        ("0.004500", "0.0045 kg"),
        ("0", "0 kg"),
        ("100", "100 kg"),
        ("1E+3", "1,000 kg"),
    ],
)
def test_a_weight_is_said_exactly_and_without_zeros_nobody_weighed(weight: str, said: str) -> None:
    assert kilograms.show(Decimal(weight)) == said
