from __future__ import annotations

from dataclasses import replace

import pytest

from shipments.domain.ladder import Step
from shipments.expedite.outreach import Outreach, mail
from shipments.expedite.outreach.matter import NothingToAsk
from tests.expedite.outreach.matters import CRATES, TENTS, outreach

FOLLOW_UP = """\
Dear Pat Example,

We are following up on 2 orders with Imaginary Crate Works.

1. EX-00012
   Document number:    BISA4361060001
   Contract:           FA0000000C0001
   Item:               Crate, training, type 3
   Still to come:      90 EA
   Priority:           12
   Required by:        1 Dec 2026
   Promised ship date: 2 Dec 2026
   Expected delivery:  9 Dec 2026
   Why: Expected 8 days after the required date.
   Why: The promise moved later twice.

2. EX-00013
   Item:               אוהל אימונים, Tent, type 1
   Still to come:      5
   Required by:        Jan 2027
   Promised ship date: none given yet
   Why: Nothing heard for 40 days.

Please tell us, for each order:
- the day on which it ships, and how much ships on that day
- what holds it up, if anything does
- what is ready now, if we may fetch a part of it

Answer here, without an account: confirm, give another date or quantity,
split it, or say that it is ready now. The link is for you and these orders
alone; please do not pass it on. It works until 4 Dec 2026, 12:00Z, as often
as you need it.
https://quayline.example/answer/abc123

Dana Expeditor
dana@quayline.example
"""


def test_one_mail_lists_all_orders_of_the_contractor() -> None:
    written = mail.compose(outreach())

    assert written.subject == "Follow-up: EX-00012 and 1 more"
    assert written.text == FOLLOW_UP


@pytest.mark.parametrize("step", Step)
def test_html_says_what_the_text_says(step: Step) -> None:
    written = mail.compose(outreach(step, note="Two lines,\nin my words."))

    said = " ".join(written.html.split())
    for expected in (
        "Dear Pat Example,",
        "BISA4361060001",
        "90 EA",
        "Jan 2027",
        "Nothing heard for 40 days.",
        'href="https://quayline.example/answer/abc123"',
        "Two lines,<br>in my words.",
        "dana@quayline.example",
    ):
        assert expected in said
    assert "Two lines,\nin my words." in written.text


@pytest.mark.parametrize(
    ("step", "subject"),
    [
        (Step.FOLLOW_UP, "Follow-up: EX-00012"),
        (Step.IMPROVEMENT_REQUEST, "Earlier ship date asked for: EX-00012"),
        (Step.PRIORITY_INCREASE, "Priority raised: EX-00012"),
        (Step.SPECIAL_ASSISTANCE, "Special priorities assistance: EX-00012"),
    ],
)
def test_each_step_has_its_own_words(step: Step, subject: str) -> None:
    written = mail.compose(outreach(step, orders=(CRATES,)))

    assert written.subject == subject
    assert "Please tell us:" in written.text
    assert "1 order with Imaginary Crate Works" in written.text


def test_a_priority_increase_says_from_what_to_what() -> None:
    raised = (replace(CRATES, raised_to=3), replace(TENTS, raised_to=2))

    text = mail.compose(outreach(Step.PRIORITY_INCREASE, orders=raised)).text

    assert "Priority:           03, raised from 12" in text
    assert "Priority:           02, new" in text


def test_an_exercise_says_so_first() -> None:
    written = mail.compose(outreach(exercise=True))

    assert written.subject == "EXERCISE: Follow-up: EX-00012 and 1 more"
    for body in (written.text, written.html):
        assert "This is an exercise." in body


def test_without_a_link_or_a_name_the_mail_still_reads() -> None:
    written = mail.compose(outreach(contact="", answer_link="", answer_until=None))

    assert written.text.startswith("Good day,\n")
    assert "Answer by replying to this mail." in written.text
    assert "Answer for these orders" not in written.html


def test_what_others_wrote_is_no_markup() -> None:
    hostile = replace(
        CRATES, item="<script>alert(1)</script>", reasons=("<img src=x onerror=alert(1)>",)
    )

    written = mail.compose(outreach(orders=(hostile,), note="<b>now</b>", contact="<i>Pat</i>"))

    for markup in ("<script", "<img", "<b>", "<i>"):
        assert markup not in written.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in written.html


def test_a_reference_puts_no_second_line_into_the_subject() -> None:
    hostile = replace(CRATES, reference="EX-1\r\nBcc: somebody@else.example")

    subject = mail.compose(outreach(orders=(hostile,))).subject

    assert subject == "Follow-up: EX-1 Bcc: somebody@else.example"


def test_a_link_is_never_broken_over_lines() -> None:
    link = "https://quayline.example/answer/" + "a-b" * 60

    assert f"\n{link}\n" in mail.compose(outreach(answer_link=link)).text


def test_an_outreach_without_orders_is_refused() -> None:
    with pytest.raises(NothingToAsk, match="at least one order"):
        outreach(orders=())


def test_composing_is_repeatable() -> None:
    assert mail.compose(outreach()) == mail.compose(outreach())
    assert isinstance(outreach(), Outreach)
