from __future__ import annotations

import pytest

from shipments.domain.modes import MODE_OF_SHIPMENT, Mode, label, mode_of_shipment


def test_every_code_stands_once_and_the_two_unread_ones_are_left_out() -> None:
    codes = [row.code for row in MODE_OF_SHIPMENT]

    assert len(codes) == len(set(codes)) == 33
    assert not {"8", "E"} & set(codes)


@pytest.mark.parametrize(
    ("code", "x12", "mode"),
    [
        ("3", "RO", Mode.SEA),
        ("F", "ED", Mode.AIR),
        ("K", "R", Mode.RAIL),
        ("A", "J", Mode.ROAD),
        ("Z", "MS", Mode.SEA),
        ("X", "CE", None),
    ],
)
def test_a_code_gives_its_row(code: str, x12: str, mode: Mode | None) -> None:
    row = mode_of_shipment(code)

    assert row is not None
    assert (row.code, row.x12, row.mode) == (code, x12, mode)


def test_an_unknown_code_is_nothing_rather_than_a_guess() -> None:
    assert mode_of_shipment("8") is None


def test_a_mode_is_said_in_words() -> None:
    assert [label(mode) for mode in Mode] == ["Sea", "Air", "Road", "Rail"]
