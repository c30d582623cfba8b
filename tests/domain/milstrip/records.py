"""Made-up records, and strategies for valid ones."""

from __future__ import annotations

from hypothesis import strategies as st

from shipments.domain.milstrip import Record
from shipments.domain.milstrip.kinds import IDENTIFIERS, Kind
from shipments.domain.milstrip.layouts import LAYOUTS

REQUISITION = "A0AB14S1395012345678  EA00140BISA4361060001NAXXZZZA6 B9 1A1123042B"
ALNUM = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


def _text(least: int, most: int) -> st.SearchStrategy[str]:
    """Capital letters, digits and signs, with blanks anywhere but at the end; never blank."""
    inner = st.text(f"{ALNUM} -/.&", min_size=least, max_size=most)
    return inner.filter(lambda text: text != "" and text == text.rstrip(" "))


_FORMS: dict[str, st.SearchStrategy[object]] = {
    "ric": st.text(ALNUM, min_size=3, max_size=3),
    "media_status": st.sampled_from(ALNUM),
    "stock_number": st.from_regex(r"13[0-9]{11}", fullmatch=True)
    | st.from_regex(r"5330[A-Z0-9]{4}", fullmatch=True),
    "unit_of_issue": st.from_regex(r"[A-Z]{2}", fullmatch=True),
    "quantity": st.integers(0, 99_999) | st.integers(100, 9_999).map(lambda n: n * 1000),
    "document_number": st.from_regex(
        r"[A-Z0-9]{6}[0-9](00[1-9]|[12][0-9]{2}|3[0-5][0-9])[A-Z0-9]{4}", fullmatch=True
    ),
    "demand": st.sampled_from(ALNUM),
    "supplementary_address": _text(1, 6),
    "signal": st.sampled_from(ALNUM),
    "fund": _text(1, 2),
    "distribution": _text(1, 3),
    "project": _text(1, 3),
    "priority": st.integers(1, 15).map(lambda n: f"{n:02d}"),
    "required_delivery_date": st.sampled_from(["001", "366", "999", "777", "N05", "E", "X12"]),
    "advice": st.from_regex(r"[A-Z0-9]{2}", fullmatch=True),
}


@st.composite
def records(draw: st.DrawFn, kinds: tuple[Kind, ...] = tuple(Kind)) -> Record:
    identifier = draw(st.sampled_from([key for key, kind in IDENTIFIERS.items() if kind in kinds]))
    identifier = draw(st.sampled_from("AU")) + identifier[1:]
    fields = {}
    for column in LAYOUTS[Record(identifier, {}).kind]:
        if column.field == "identifier":
            continue
        form = _FORMS[column.field] if column.field in _FORMS else _text(1, column.width)
        fields[column.field] = draw(form if column.required else st.none() | form)
    return Record(identifier, fields)
