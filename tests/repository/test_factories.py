"""What the factories make must stay different however many tests run in one process."""

from __future__ import annotations

from tests.factories.orders import case_id


def test_two_cases_never_share_an_identifier():
    made = {case_id(number) for number in range(36**3)}

    assert len(made) == 36**3
    assert (case_id(0), case_id(1000), case_id(36**3 - 1)) == ("IS-B-000", "IS-B-0RS", "IS-B-ZZZ")
