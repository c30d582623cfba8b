from __future__ import annotations

from decimal import Decimal

import pytest

from shipments.domain.hazard import Fit, against, total


def test_weights_are_added_exactly() -> None:
    assert total([Decimal("0.1"), Decimal("0.2")]).kilograms == Decimal("0.3")
    assert total([]).kilograms == 0


def test_a_missing_weight_is_not_zero() -> None:
    load = total([Decimal(40), None, None])

    assert (load.kilograms, load.known, load.missing) == (None, Decimal(40), 2)


@pytest.mark.parametrize("weight", ["-0.1", "NaN", "Infinity"])
def test_a_weight_that_cannot_be_is_refused(weight: str) -> None:
    with pytest.raises(ValueError, match="it needs 0 kg or more"):
        total([Decimal(weight)])


@pytest.mark.parametrize(
    ("weights", "limit", "fit", "percent", "left"),
    [
        (["52100"], "60000", Fit.WITHIN, 87, "7900"),
        (["60000"], "60000", Fit.WITHIN, 100, "0"),
        (["60000.001"], "60000", Fit.OVER, 101, "-0.001"),
        (["52100", None], "60000", Fit.UNKNOWN, 87, None),
        (["60001", None], "60000", Fit.OVER, 101, None),
        ([None], "60000", Fit.UNKNOWN, 0, None),
        (["52100"], None, Fit.UNKNOWN, None, None),
        ([], "60000", Fit.WITHIN, 0, "60000"),
        (["1"], "0", Fit.OVER, None, "-1"),
        (["0"], "0", Fit.WITHIN, None, "0"),
    ],
)
def test_a_load_is_held_against_the_limit(
    weights: list[str | None], limit: str | None, fit: Fit, percent: int | None, left: str | None
) -> None:
    load = total([Decimal(weight) if weight else None for weight in weights])

    held = against(load, Decimal(limit) if limit else None)

    assert (held.fit, held.percent) == (fit, percent)
    assert held.left == (Decimal(left) if left else None)
