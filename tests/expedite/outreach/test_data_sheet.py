from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader

from shipments.domain.ladder import Step
from shipments.expedite.outreach import Rating, data_sheet
from shipments.expedite.outreach.data_sheet import _rating
from tests.expedite.outreach.matters import CRATES, TENTS, outreach

ASSISTANCE = outreach(
    Step.SPECIAL_ASSISTANCE,
    contractor_address="1 Nowhere Road, Exampleton",
    urgency_statement="An emergency need waits for 60 of these.",
    tried=("Follow-up on 3 Nov 2026: no answer.", "בקשה לתאריך משופר"),
    assistance="An earlier slot.",
)


def read(sheet: bytes) -> str:
    """What a person reads in it."""
    pages = PdfReader(BytesIO(sheet)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_it_is_a_pdf_and_the_same_facts_give_the_same_bytes() -> None:
    sheet = data_sheet.compose(ASSISTANCE)

    assert sheet.startswith(b"%PDF-")
    assert sheet == data_sheet.compose(ASSISTANCE)


def test_it_says_that_it_is_not_the_form() -> None:
    said = read(data_sheet.compose(ASSISTANCE))

    assert "Data sheet: special priorities assistance To fill Form BIS-999 from" in said
    assert "This sheet is not the form, and nothing was filed with it." in said


def test_it_has_the_facts_of_every_order() -> None:
    said = read(data_sheet.compose(ASSISTANCE))

    for fact in (
        "Name Imaginary Crate Works",
        "Address 1 Nowhere Road, Exampleton",
        "Order EX-00012 (1 of 2)",
        "Order EX-00013 (2 of 2)",
        "DPAS rating DO-A6",
        "Elements of a rated order all four on record",
        "Quantity ordered 140 EA",
        "Still to come 90 EA",
        "Required by Jan 2027",
        "Why it is flagged Nothing heard for 40 days.",
        "An emergency need waits for 60 of these.",
        "Follow-up on 3 Nov 2026: no answer.",
        "An earlier slot.",
        "Page 2 of 2",
        "Drawn up with Quayline on 20 Nov 2026, 12:00Z",
    ):
        assert fact in said


def test_what_nobody_knows_is_not_on_record() -> None:
    said = read(data_sheet.compose(outreach(Step.SPECIAL_ASSISTANCE, orders=(TENTS,))))

    for fact in (
        "Address not on record",
        "Contract not on record",
        "DPAS rating not on record",
        "Why the delay matters not on record",
        "What was tried so far not on record",
        "Assistance asked for not on record",
    ):
        assert fact in said


def test_hebrew_is_set_and_found() -> None:
    said = read(data_sheet.compose(outreach(orders=(TENTS,))))

    assert "אוהל" in said


def test_an_exercise_is_marked() -> None:
    said = read(data_sheet.compose(outreach(orders=(CRATES,), exercise=True)))

    assert "EXERCISE. The orders are invented. Do not file." in said


def test_a_rating_says_what_it_lacks() -> None:
    rows = dict(_rating(Rating(value="DX-A2", signed_by="Sam Sample")))

    assert rows["Elements of a rated order"] == "lacks a delivery date, the statement"


def test_characters_that_no_font_has_do_not_stop_it() -> None:
    odd = outreach(orders=(CRATES,), contractor="Crates 𓂀 \u200f\u202e \x07 \ud83d")

    assert data_sheet.compose(odd).startswith(b"%PDF-")
