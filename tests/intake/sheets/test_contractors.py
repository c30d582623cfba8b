from __future__ import annotations

from datetime import timedelta

import pytest

from shipments.models import Contractor, Stated
from tests.factories.moments import AT
from tests.factories.orders import ContractorFactory
from tests.intake.sheets.applying import apply

pytestmark = pytest.mark.django_db
EARLIER = AT - timedelta(days=3)
LATER = AT + timedelta(days=3)


def of(name: str = "Fictional Works") -> dict[str, object]:
    fields = ("name", "city", "state", "country", "cage_code", "makes", "note", "recorded_at")
    return Contractor.objects.values(*fields).get(name=name)


def test_a_contractor_not_on_record_is_recorded():
    found = apply(
        "contractors",
        {"name": "Fictional Works", "city": "Springfield", "cage_code": "ZZ9Z9", "makes": "Crates"},
    )

    assert found == [("created", "Fictional Works, Springfield", None)]
    assert of() == {
        "name": "Fictional Works",
        "city": "Springfield",
        "state": "",
        "country": "",
        "cage_code": "ZZ9Z9",
        "makes": "Crates",
        "note": "",
        "recorded_at": AT,
    }
    stated = Stated.objects.values("kind", "said_at", "first_said_at", "fields", "line").get()
    assert stated == {
        "kind": "contractor",
        "said_at": AT,
        "first_said_at": AT,
        "fields": {},
        "line": 2,
    }


def test_what_is_said_later_changes_it_and_what_is_left_blank_does_not():
    ContractorFactory(name="Fictional Works", city="", state="Ohio", makes="Crates")

    found = apply("contractors", {"name": "Fictional Works", "makes": "Lids"}, said=LATER)

    assert found == [("changed", "Fictional Works", {"makes": ["Crates", "Lids"]})]
    assert of()["makes"] == "Lids"
    assert of()["state"] == "Ohio"


def test_what_was_said_before_what_stands_changes_nothing_but_fills_what_is_blank():
    ContractorFactory(name="Fictional Works", city="", makes="Crates")

    found = apply(
        "contractors",
        {"name": "Fictional Works", "makes": "Lids"},
        {"name": "Fictional Works", "state": "Ohio"},
        {"name": "Fictional Works", "makes": "Crates"},
        said=EARLIER,
    )

    assert found == [
        ("older", "Fictional Works", None),
        ("changed", "Fictional Works", {"state": [None, "Ohio"]}),
        ("unchanged", "Fictional Works", None),
    ]
    assert (of()["makes"], of()["state"]) == ("Crates", "Ohio")
    assert Stated.objects.get().fields == {"state": "2026-11-17T12:00:00+00:00"}


def test_the_same_again_changes_nothing():
    row = {"name": "Fictional Works", "city": "Springfield", "makes": "Crates"}
    apply("contractors", row)

    found = apply("contractors", row)

    assert found == [("unchanged", "Fictional Works, Springfield", None)]
    assert Contractor.objects.count() == 1


def test_lines_of_one_contractor_make_one_record_of_it():
    found = apply(
        "contractors",
        {"name": "Fictional Works", "makes": "Crates"},
        {"name": "Fictional Works", "makes": "Lids"},
        {"name": "Fictional Works", "city": "Springfield"},
    )

    assert found == [
        ("created", "Fictional Works", None),
        ("changed", "Fictional Works", {"makes": [None, "Lids"]}),
        ("created", "Fictional Works, Springfield", None),
    ]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (1, 0, 2)])
def test_files_in_any_order_end_in_one_record(order: tuple[int, ...]):
    files = [
        ({"name": "Fictional Works", "makes": "Crates", "state": "Ohio"}, EARLIER),
        ({"name": "Fictional Works", "makes": "Lids"}, AT),
        ({"name": "Fictional Works", "makes": "Boxes", "note": "Told by phone."}, AT),
    ]
    for each in order:
        row, said = files[each]
        apply("contractors", row, said=said)

    assert of() | {"recorded_at": None} == {
        "name": "Fictional Works",
        "city": "",
        "state": "Ohio",
        "country": "",
        "cage_code": "",
        "makes": "Lids",
        "note": "Told by phone.",
        "recorded_at": None,
    }
    stated = Stated.objects.values("said_at", "first_said_at", "fields").get()
    assert stated == {
        "said_at": AT,
        "first_said_at": EARLIER,
        "fields": {"state": "2026-11-17T12:00:00+00:00"},
    }


def test_a_line_may_say_itself_since_when_it_is_so():
    apply("contractors", {"name": "Fictional Works", "makes": "Lids"})

    found = apply("contractors", {"name": "Fictional Works", "makes": "Boxes", "as_of": EARLIER})

    assert found == [("older", "Fictional Works", None)]
