from __future__ import annotations

import pytest

from shipments.domain.ladder import Step
from shipments.expedite.outreach import call_script
from tests.expedite.outreach.matters import CRATES, outreach

CALL = """\
Call Pat Example, Imaginary Crate Works: +1 555 0100. It is Fri 07:00 there.

Say
- This is Dana Expeditor. I am calling because we need 1 order earlier than promised.
- EX-00012: Crate, training, type 3, 90 EA, document number BISA4361060001, required by 1 Dec \
2026, promised for 2 Dec 2026. Expected 8 days after the required date.

Ask, order by order
- The earliest day on which you can ship, and how much of it
- What would make it earlier, such as a part shipment, and what it would take
- The date that still stands, if it cannot be improved

Write down
- Who answered, with name and duty
- For each order the day and the quantity that were promised, or that none was
- The reason they gave, in their words
- When they will call back, if they must ask somebody
"""


def test_a_call_is_short_and_says_what_to_write_down() -> None:
    script = call_script.compose(outreach(Step.IMPROVEMENT_REQUEST, orders=(CRATES,)))

    assert script.text == CALL


def test_every_order_is_named() -> None:
    script = call_script.compose(outreach())

    assert [line.split(":")[0] for line in script.say[1:]] == ["EX-00012", "EX-00013"]
    assert "no ship date promised" in script.say[2]


@pytest.mark.parametrize(
    ("changes", "call"),
    [
        (
            {"contact_time_zone": "Atlantis/Capital"},
            "Call Pat Example, Imaginary Crate Works: +1 555 0100.",
        ),
        (
            {"contact": "", "contact_phone": "", "contact_time_zone": ""},
            "Call Imaginary Crate Works: no telephone number on record.",
        ),
    ],
)
def test_what_is_not_known_is_not_said(changes: dict[str, str], call: str) -> None:
    assert call_script.compose(outreach(**changes)).call == call


def test_an_exercise_is_announced() -> None:
    assert call_script.compose(outreach(exercise=True)).say[0] == "This call is an exercise."
