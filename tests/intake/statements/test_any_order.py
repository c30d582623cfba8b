"""Files in any order, cut in any way, any of them twice: one record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shipments.models import Order, Stated
from tests.factories.moments import AT
from tests.factories.orders import (
    CaseFactory,
    ContractFactory,
    ContractorFactory,
    ItemFactory,
    OrderFactory,
)
from tests.intake.statements.filing import apply

KNOWN, BARE, NEW, NEWER = (f"BZZ4D60001A00{serial}" for serial in range(1, 5))
CASES, CONTRACTS, WORKS = ("ZZ-B-001", "ZZ-B-002"), ("W15QKN24C0001", "W15QKN24C0002"), ("A", "B")
OF_CONTRACT = dict(zip(CONTRACTS, WORKS, strict=True))
NSNS = ("1320012345678", "1320012345679")
URGENCIES = ("routine", "urgent", "emergency")
DAYS = st.sampled_from([date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1)])
PAST = st.sampled_from([date(2026, 10, 1), date(2026, 10, 2)])

WHOLE = {
    "nsn": st.sampled_from(NSNS),
    "quantity": st.sampled_from([9, 10]),
    "unit": st.sampled_from(["EA", "BX"]),
    "case_id": st.sampled_from(CASES),
}
REST = {
    "contract": st.sampled_from(CONTRACTS),
    "contractor": st.sampled_from(WORKS),
    "ordered_on": PAST,
    "acknowledged_on": PAST,
    "required_on": DAYS,
    "priority": st.sampled_from([3, 12]),
    "urgency": st.sampled_from(URGENCIES),
    "note": st.sampled_from(["x", "Y", "é"]),
    "cancelled_on": PAST,
    "requisition": st.sampled_from(["A0A", "A4A"]),
}
# The name of each fact in a statement, on the order, and which of two at one moment holds.
FIELDS = {
    "nsn": ("item", lambda value: value),
    "quantity": ("quantity", str),
    "unit": ("unit_of_issue", str),
    "case_id": ("case", str),
    "contract": ("contract", str),
    "contractor": ("contractor", str),
    "ordered_on": ("ordered_on", str),
    "acknowledged_on": ("acknowledged_on", str),
    "required_on": ("required_on", lambda value: -value.toordinal()),
    "priority": ("priority_designator", lambda value: -value),
    "urgency": ("urgency", URGENCIES.index),
    "note": ("note", str),
    "cancelled_on": ("cancelled_on", str),
    "requisition": ("requisition", lambda value: [-ord(letter) for letter in value]),
}
SAID = st.sampled_from([AT + timedelta(days=days) for days in (-2, -1, 0, 1, 2)])


@st.composite
def statements(draw: st.DrawFn) -> dict[str, Any]:
    about = draw(st.sampled_from([KNOWN, BARE, NEW, NEWER]))
    whole = WHOLE if about in (NEW, NEWER) else {}
    some = {**WHOLE, **REST}
    facts = draw(
        st.fixed_dictionaries(whole, optional={n: some[n] for n in some if n not in whole})
    )
    return {"document_number": about, "said_at": draw(SAID), **facts}


@st.composite
def files(draw: st.DrawFn) -> tuple[list[Any], list[list[Any]], list[list[Any]], list[Any]]:
    said = draw(st.lists(statements(), min_size=1, max_size=7))
    one, other = (_cut(draw, draw(st.permutations(said))) for _ in range(2))
    return said, one, other, draw(st.sampled_from(other))


def _cut(draw: st.DrawFn, lines: list[Any]) -> list[list[Any]]:
    cuts = sorted(draw(st.lists(st.integers(1, len(lines)), max_size=2)))
    ends = [0, *cuts, len(lines)]
    return [lines[a:b] for a, b in pairwise(ends) if a < b]


@dataclass(frozen=True)
class Stood:
    """What is on record of an order: its facts, the first required date, and its moments."""

    facts: Mapping[str, Any]
    first_required_on: date | None
    moments: tuple[datetime, datetime, Mapping[str, str]]


@pytest.mark.django_db
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(files())
def test_any_order_of_files_and_lines_comes_to_one_record(db: None, drawn: Any):
    said, one, other, again = drawn
    told = _told(said)

    by_one = _applied(one)
    by_other = _applied([*other, again])

    assert by_one == told
    assert by_other == told


def _applied(of: Iterable[list[Any]]) -> dict[str, Stood]:
    with transaction.atomic():
        _world()
        for file in of:
            apply(*file)
        record = {
            order.reference: _on_record(order)
            for order in Order.objects.select_related("item", "case", "contract", "contractor")
        }
        transaction.set_rollback(True)
    return record


def _world() -> None:
    works = {name: ContractorFactory(name=name, city="") for name in WORKS}
    for case_id in CASES:
        CaseFactory(case_id=case_id)
    for piid in CONTRACTS:
        ContractFactory(piid=piid, contractor=works[OF_CONTRACT[piid]])
    crate = ItemFactory(name="Crate", nsn=NSNS[0])
    common = {"item": crate, "quantity": 100, "acknowledged_on": None}
    known = {**common, "priority_designator": 5, "note": "Typed.", "contractor": works["A"]}
    first = {"first_required_on": date(2027, 3, 1)}
    case = CaseFactory(case_id="ZZ-B-000")
    OrderFactory(reference=KNOWN, document_number=KNOWN, case=case, **known, **first)
    nothing = {"ordered_on": None, "ordered_on_precision": "", "required_on": None}
    nothing |= {"required_on_precision": "", "contractor": None}
    OrderFactory(reference=BARE, document_number=BARE, case=case, **common, **nothing)


def _on_record(order: Order) -> Stood:
    facts: dict[str, Any] = {
        name: getattr(order, name) for name, _ in FIELDS.values() if getattr(order, name)
    }
    for name in ("item", "case", "contract", "contractor"):
        if name in facts:
            row = facts[name]
            facts[name] = {"item": "nsn", "case": "case_id", "contract": "piid"}.get(name, "name")
            facts[name] = getattr(row, facts[name])
    row = Stated.objects.filter(kind="order", subject_id=order.pk).first()
    moments = (row.said_at, row.first_said_at, row.fields) if row else _of_a_page(facts)
    return Stood(facts, order.first_required_on, moments)


def _of_a_page(facts: Mapping[str, Any]) -> tuple[datetime, datetime, dict[str, str]]:
    return AT, AT, {"urgency": AT.isoformat()} if facts["urgency"] == "routine" else {}


PAGE = {
    KNOWN: {
        "nsn": NSNS[0],
        "quantity": 100,
        "unit": "EA",
        "case_id": "ZZ-B-000",
        "contractor": "A",
        "ordered_on": date(2026, 10, 1),
        "required_on": date(2027, 3, 1),
        "priority": 5,
        "urgency": "routine",
        "note": "Typed.",
    },
    BARE: {
        "nsn": NSNS[0],
        "quantity": 100,
        "unit": "EA",
        "case_id": "ZZ-B-000",
        "urgency": "routine",
    },
}


def _told(said: list[dict[str, Any]]) -> dict[str, Stood]:
    """What the statements come to, worked out by hand."""
    lines: dict[str, list[dict[str, Any]]] = {
        name: [{"said_at": AT, **facts}] for name, facts in PAGE.items()
    }
    for line in said:
        lines.setdefault(line["document_number"], []).append(line)
    return {name: _come_to(those, is_new=name not in PAGE) for name, those in lines.items()}


def _come_to(lines: list[dict[str, Any]], *, is_new: bool) -> Stood:
    newest = max(line["said_at"] for line in lines)
    facts: dict[str, Any] = {"urgency": "routine"}
    moments: dict[str, str] = {}
    for field, (name, rank) in FIELDS.items():
        given_ = [
            (line["said_at"], rank(line[field]), line[field]) for line in lines if field in line
        ]
        if given_:
            at, _, facts[name] = max(given_, key=lambda each: each[:2])
            if at != newest or (name, facts[name]) == ("urgency", "routine"):
                moments[name] = at.isoformat()
    touched = is_new or len(lines) > 1
    if touched and "contractor" not in facts and "contract" in facts:
        facts["contractor"] = OF_CONTRACT[facts["contract"]]
        moments["contractor"] = "-infinity"
    required = [(line["said_at"], line["required_on"]) for line in lines if "required_on" in line]
    first_at, first = min(required, default=(newest, None))
    return Stood(facts, first, (newest, first_at, moments))
