from __future__ import annotations

from shipments.domain.milstrip.statuses import STATUSES


def test_codes_whose_meaning_is_not_sure_are_left_out() -> None:
    unsure = ["BT", "B3", "BU", "BX", "BY", "B1", "CC", "CF", "CL", "CN", "CR", "CT", "CY", "CZ"]

    assert not STATUSES.keys() & set(unsure)


def test_what_is_cancelled_or_rejected_is_not_to_ship() -> None:
    ended = {
        code
        for code, status in STATUSES.items()
        if status.meaning.startswith(("cancelled", "rejected", "diverted"))
    }

    assert {code for code, status in STATUSES.items() if not status.ships} == ended | {"BF", "BL"}
