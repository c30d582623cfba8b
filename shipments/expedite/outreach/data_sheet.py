"""A data sheet to fill a request for special priorities assistance from.

Source: docs/sources.md, "Special priorities assistance".
"""

from __future__ import annotations

from shipments.domain import dpas
from shipments.domain.dpas import Element
from shipments.domain.partial_date import Precision, show
from shipments.expedite.outreach.matter import ListedOrder, Outreach, Rating, worded
from shipments.papers.paper import MISSING, Paper

FILE_NAME = "special-priorities-assistance-data-sheet.pdf"
_TITLE = "Data sheet: special priorities assistance"
_WHAT_IT_IS = (
    "To fill Form BIS-999 from (OMB 0694-0057, 15 CFR part 700). This sheet is not the form, and "
    "nothing was filed with it. The request goes to the contract administration representative "
    "or to the Department of Commerce."
)
_EXERCISE = "EXERCISE. The orders are invented. Do not file."
_AN_ORDER = 125.0  # millimetres that one order takes with nothing out of the ordinary
_ELEMENTS = {
    Element.RATING: "the rating",
    Element.DELIVERY_DATE: "a delivery date",
    Element.SIGNATURE: "a signature",
    Element.STATEMENT: "the statement",
}


def compose(outreach: Outreach) -> bytes:
    """Draw up the sheet as a PDF. What nobody knows says so, and is never filled in."""
    drawn = f"{outreach.at:%-d %b %Y, %H:%M}Z"
    paper = Paper(title=_TITLE, foot=f"Drawn up with Quayline on {drawn}", at=outreach.at)
    paper.title_line(_TITLE)
    if outreach.exercise:
        paper.paragraph(_EXERCISE, bold=True)
    paper.paragraph(_WHAT_IT_IS)
    _people(paper, outreach)
    for number, order in enumerate(outreach.orders, start=1):
        _order(paper, number, order, of=len(outreach.orders))
    paper.section("Why the delay matters")
    paper.paragraph(outreach.urgency_statement or MISSING)
    paper.section("What was tried so far")
    paper.points(outreach.tried)
    paper.section("Assistance asked for")
    paper.paragraph(outreach.assistance or MISSING)
    paper.section("Left for the person who files it")
    paper.points(
        (
            "the applicant's address, and the end user's agency, name and address",
            "the certification, with name, title, signature and date",
            "the case number, which the Department of Commerce gives",
        )
    )
    return bytes(paper.output())


def _people(paper: Paper, outreach: Outreach) -> None:
    paper.section("Who asks")
    paper.facts((("Name", outreach.sender), ("E-mail", outreach.sender_email)))
    paper.section("Supplier")
    paper.facts(
        (
            ("Name", outreach.contractor),
            ("Address", outreach.contractor_address),
            ("Contact", outreach.contact),
            ("E-mail", outreach.contact_email),
            ("Telephone", outreach.contact_phone),
        )
    )


def _order(paper: Paper, number: int, order: ListedOrder, *, of: int) -> None:
    counted = f" ({number} of {of})" if of > 1 else ""
    paper.section(f"Order {order.reference}{counted}", keep=_AN_ORDER)
    paper.facts(
        (
            ("Document number", order.document_number),
            ("Contract", order.contract),
            ("FMS case", order.case),
            ("Item", order.item),
            ("Stock number", order.stock_number),
            ("Quantity ordered", _of_unit(order.ordered, order.unit)),
            ("Still to come", order.how_much),
            ("Value", order.value),
            ("Priority designator", "" if order.priority is None else f"{order.priority:02d}"),
            *_rating(order.rating),
            ("Required by", worded(order.required)),
            ("Promised ship date", worded(order.promised)),
            ("Expected delivery", worded(order.expected)),
            ("Why it is flagged", "\n".join(order.reasons)),
            ("Supplier's reason", order.supplier_says),
        )
    )


def _rating(rating: Rating) -> tuple[tuple[str, str], ...]:
    delivery = show(rating.delivery_on, Precision.DAY) if rating.delivery_on else ""
    rows = (
        ("DPAS rating", rating.value),
        ("Programme", rating.program),
        ("Rated delivery date", delivery),
        ("Rating signed by", rating.signed_by),
    )
    if not rating.value:
        return rows
    present = {
        element
        for element, there in (
            (Element.RATING, rating.value),
            (Element.DELIVERY_DATE, rating.delivery_on),
            (Element.SIGNATURE, rating.signed_by),
            (Element.STATEMENT, rating.statement_included),
        )
        if there
    }
    lacking = [_ELEMENTS[each] for each in dpas.missing_elements(present)]
    says = f"lacks {', '.join(lacking)}" if lacking else "all four on record"
    return (*rows, ("Elements of a rated order", says))


def _of_unit(quantity: int | None, unit: str) -> str:
    return "" if quantity is None else f"{quantity:,} {unit}".rstrip()
