from __future__ import annotations

from dataclasses import replace

import pytest

from shipments.domain.ladder import Step
from shipments.expedite.outreach import transactions
from shipments.expedite.outreach.transactions import Transactions, WrittenRecord
from tests.domain.milstrip.records import REQUISITION
from tests.expedite.outreach.matters import CRATES, TENTS, outreach

RAISED = replace(CRATES, raised_to=3)
# What an order says of itself, and to whom its records go: nothing else of its requisition.
LITTLE_KNOWN = replace(CRATES, requisition={"ric": "S9G"})


@pytest.mark.parametrize(
    ("step", "record"),
    [
        (Step.FOLLOW_UP, f"AF1{REQUISITION[3:24]}00090{REQUISITION[29:]}".ljust(80)),
        (Step.IMPROVEMENT_REQUEST, f"AFC{REQUISITION[3:24]}00090{REQUISITION[29:]}".ljust(80)),
        (Step.PRIORITY_INCREASE, f"AMA{REQUISITION[3:59]}03{REQUISITION[61:]}".ljust(80)),
    ],
)
def test_each_step_has_its_record(step: Step, record: str) -> None:
    made = transactions.compose(outreach(step, orders=(RAISED,)))

    assert made.written == (WrittenRecord("EX-00012", record),)
    assert made.notes == ()
    assert made.text == f"{record}\n"


@pytest.mark.parametrize(
    ("step", "file_name"),
    [
        (Step.FOLLOW_UP, "AF1.txt"),
        (Step.IMPROVEMENT_REQUEST, "AFC.txt"),
        (Step.PRIORITY_INCREASE, "AM.txt"),
    ],
)
def test_the_file_is_named_after_the_record(step: Step, file_name: str) -> None:
    assert transactions.compose(outreach(step)).file_name == file_name


def test_special_priorities_assistance_has_no_record() -> None:
    assert transactions.compose(outreach(Step.SPECIAL_ASSISTANCE)) == Transactions("", (), ())


def test_an_order_without_a_document_number_has_none_and_the_others_do() -> None:
    made = transactions.compose(outreach())

    assert [record.reference for record in made.written] == ["EX-00012"]
    assert made.notes == ("EX-00013: no AF1 record, because the order has no document number.",)


def test_what_nobody_knows_is_left_blank_and_said() -> None:
    made = transactions.compose(outreach(orders=(LITTLE_KNOWN,)))

    assert made.text == f"{'AF1S9G 1395012345678  EA00090BISA4361060001':59}12{'':19}\n"
    assert " ".join(made.notes) == (
        "EX-00012: left blank in its AF1 record, because not on record: media and status (7), "
        "demand code (44), supplementary address (45-50), signal code (51), fund code (52-53), "
        "distribution (54-56), project code (57-59), required delivery date (62-64), advice code "
        "(65-66)."
    )


def test_what_a_record_cannot_do_without_is_named() -> None:
    bare = replace(LITTLE_KNOWN, requisition={}, unit="", stock_number="")

    made = transactions.compose(outreach(orders=(bare,)))

    assert (made.written, made.text) == ((), "")
    assert " ".join(made.notes) == (
        "EX-00012: no AF1 record, because these are not on record: routing identifier (4-6), "
        "stock number (8-22), unit of issue (23-24)."
    )


def test_a_priority_increase_repeats_the_requisition_whole_or_not_at_all() -> None:
    made = transactions.compose(
        outreach(Step.PRIORITY_INCREASE, orders=(replace(LITTLE_KNOWN, raised_to=3),))
    )

    assert made.written == ()
    assert made.notes[0].startswith(
        "EX-00012: no AM_ record, because these are not on record: document identifier (1-3), "
        "media and status (7), demand code (44),"
    )


def test_a_priority_increase_to_nothing_has_no_record() -> None:
    made = transactions.compose(outreach(Step.PRIORITY_INCREASE, orders=(CRATES,)))

    assert made.notes == (
        "EX-00012: no AM_ record, because nobody said which priority it was raised to.",
    )


def test_a_modification_repeats_what_was_ordered_not_what_is_left() -> None:
    made = transactions.compose(outreach(Step.PRIORITY_INCREASE, orders=(RAISED,)))

    assert made.written[0].text[24:29] == "00140"


def test_what_cannot_be_written_says_where() -> None:
    many = replace(CRATES, quantity=100_001)

    made = transactions.compose(outreach(orders=(many,)))

    assert " ".join(made.notes) == (
        "EX-00012: no AF1 record. Column 25, quantity: found 100,001; above 99,999 only whole "
        "thousands up to 9,999,000 can be written. Split the order."
    )


@pytest.mark.parametrize(
    ("step", "starts"), [(Step.FOLLOW_UP, "UF1"), (Step.PRIORITY_INCREASE, "UMA")]
)
def test_records_of_an_exercise_are_marked(step: Step, starts: str) -> None:
    made = transactions.compose(outreach(step, orders=(RAISED, TENTS), exercise=True))

    assert made.text.startswith(starts)
