"""Made-up records, and strategies for valid ones."""

from __future__ import annotations

from hypothesis import strategies as st

from shipments.domain.milstrip import Profile, Record, forms
from shipments.domain.milstrip.columns import Column
from shipments.domain.milstrip.kinds import IDENTIFIERS, Kind, kind_of
from shipments.domain.milstrip.layouts import layout
from shipments.domain.milstrip.quantity import Quantity
from shipments.domain.milstrip.record import Value

REQUISITION = "A0AB14S1395012345678  EA00140BISA4361060001NAXXZZZA6 B9 1A1123042B"
# One of each kind, and where a kind has several layouts or series one of each of these. All of
# them are of the same made-up order.
_ITEM = "1395012345678  EA00140BISA4361060001"
EXAMPLES = (
    REQUISITION,
    f"A21B14S{_ITEM}AAXXZZZA6 B9 1A1123042BS9GA 12B141234",
    f"A3AB14S{_ITEM}NAXXZZZA6 B9 1A1123042B",
    f"A4AB14S{_ITEM}AAXXZZZA6 2B91A1123042B109   A",
    f"A5AB14S{_ITEM}AAXXZZZA6 B9 1A1123042BS9GAA  0016489",
    f"AMAB14S{_ITEM}NAXXZZZA6 B9 1A103999",
    f"AF1S9GS{_ITEM}NAXXZZZA6 B9 1A112",
    f"AF2S9GS{_ITEM}NAXXZZZA6 B9 1A112",
    f"AFCS9GS{_ITEM}NAXXZZZA6 B9 1A112",
    f"ATAB14S{_ITEM}NAXXZZZA6 B9 1A1123042B",
    f"AC1S9GS{_ITEM}NAXXZZZA6 B9 1A112",
    f"AK1S9GS{_ITEM}NAXXZZZA6 B9 1A112",
    f"AE1S9GS{_ITEM}AAXXZZZA6 B9 1A112320BBB1463400016489",
    f"AB1S9GS{_ITEM} AXXZZZA6 B9 1A1W00AAA26C0001A001",
    f"AS1S9GS{_ITEM}AAXXZZZ 6 B9 300BISA4361060001AXXA299",
    f"AU1S9GS{_ITEM}AAXXZZZ 6 B9 300BISA4361060001AXXA299",
    "AD1B140003121 AZ1BIS  A0012000340056            Z           BISA4361060001XXX",
    "ADRB140003121 AZ1BIS  A",
    "AD2B14 kept as it stands",
    "AD5B140003121 AZ1BIS  A0012000340056   T0001               RBISA4361060001XXX310",
    f"DRAS9GA{_ITEM}AAXXZZZA  S9G   320F",
    f"D6SS9G {_ITEM}AAXXZZZA6 B9 1A1OCN0001S9GAA 300",
)
ALNUM = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


def _text(least: int, most: int) -> st.SearchStrategy[str]:
    """Capital letters, digits and signs, with blanks anywhere but at the end; never blank."""
    inner = st.text(f"{ALNUM} -/.&", min_size=least, max_size=most)
    return inner.filter(lambda text: text != "" and text == text.rstrip(" "))


_CODES: dict[object, st.SearchStrategy[object]] = {
    forms.ROUTING: st.text(ALNUM, min_size=3, max_size=3),
    forms.ONE: st.sampled_from(ALNUM),
    forms.STOCK_NUMBER: st.from_regex(r"13[0-9]{11}", fullmatch=True)
    | st.from_regex(r"5330[A-Z0-9]{4}", fullmatch=True),
    forms.UNIT: st.from_regex(r"[A-Z]{2}", fullmatch=True),
    Quantity(): st.integers(0, 99_999) | st.integers(100, 9_999).map(lambda n: n * 1000),
    forms.DOCUMENT_NUMBER: st.from_regex(
        r"[A-Z0-9]{6}[0-9](00[1-9]|[12][0-9]{2}|3[0-5][0-9])[A-Z0-9]{4}", fullmatch=True
    ),
    forms.PRIORITY: st.integers(1, 15).map(lambda n: f"{n:02d}"),
    forms.REQUIRED_DATE: st.sampled_from(["001", "366", "999", "777", "N05", "E", "X12"]),
    forms.ADVICE: st.from_regex(r"[A-Z0-9]{2}", fullmatch=True),
    forms.DAY: st.sampled_from(["001", "100", "366"]),
    forms.ORDINAL_DATE: st.sampled_from(["0366", "1365", "6106"]),
}


def _values(column: Column) -> st.SearchStrategy[object]:
    if column.form not in _CODES:
        return _text(1, column.width)
    return _CODES[column.form]


def _fields(columns: tuple[Column, ...]) -> st.SearchStrategy[dict[str, Value]]:
    return st.fixed_dictionaries(
        {
            each.field: _values(each) if each.required else st.none() | _values(each)
            for each in columns
            if each.field != "identifier"
        }
    )


def _of(identifier: str, profile: Profile = Profile.STANDARD) -> st.SearchStrategy[Record]:
    kind = kind_of(identifier)
    return _fields(layout(kind, profile)).map(lambda fields: Record(identifier, fields, profile))


def _identifiers(kind: Kind) -> list[str]:
    plain = [key for key, each in IDENTIFIERS.items() if each is kind]
    return [*plain, *(f"U{key[1:]}" for key in plain if key.startswith("A"))]


def records(*kinds: Kind) -> st.SearchStrategy[Record]:
    """Valid records, of any kind unless some are named."""
    each_kind = [st.sampled_from(_identifiers(kind)).flatmap(_of) for kind in kinds or tuple(Kind)]
    navy = _of("AS1", Profile.NAVY_P437)
    return st.one_of(*each_kind, *([] if kinds else [navy]))
