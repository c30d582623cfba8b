from __future__ import annotations

import pytest

from shipments.domain.routing_identifier import InvalidRic, Ric, parse


def test_it_is_read_as_typed() -> None:
    assert parse(" b-14 ") == Ric("B14")
    assert str(Ric("B14")) == "B14"


@pytest.mark.parametrize("text", ["", "B1", "B144", "B 4", "b14", "B1\u0661"])
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(InvalidRic, match="it needs the 3 letters and digits of a routing ident"):
        Ric(text)
