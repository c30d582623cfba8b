from __future__ import annotations

import pytest

from shipments.domain.dodaac import Dodaac, InvalidDodaac, parse


def test_it_is_read_as_typed() -> None:
    assert parse(" w00-aaa ") == Dodaac("W00AAA")
    assert str(Dodaac("W00AAA")) == "W00AAA"


@pytest.mark.parametrize("text", ["", "W00AA", "W00AAAA", "W00 AA", "w00aaa", "W00AA\u05d0"])
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(InvalidDodaac, match="it needs 6 letters and digits"):
        Dodaac(text)
