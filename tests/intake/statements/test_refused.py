from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from shipments.models import Item, Order
from tests.factories.moments import AT
from tests.factories.orders import CaseFactory, ContractorFactory, OrderFactory
from tests.intake.statements.filing import NUMBER, apply

pytestmark = pytest.mark.django_db
NEW = {"document_number": NUMBER, "item": "Crate", "quantity": 1, "unit": "EA"}
NEW = {**NEW, "case_id": "ZZ-B-001"}


@pytest.fixture(autouse=True)
def _case(db: None) -> None:
    CaseFactory(case_id="ZZ-B-001")


@pytest.mark.parametrize(
    ("said", "field", "code", "found"),
    [
        ({"document_number": None}, "document_number", "no_order", ""),
        ({"document_number": "BZZ4"}, "document_number", "invalid_document_number", "BZZ4"),
        ({"reference": "R" * 41}, "reference", "too_long", "R" * 41),
        ({"nsn": "132001"}, "nsn", "invalid_nsn", "132001"),
        ({"item": "C" * 401}, "item", "too_long", "C" * 200),
        ({"quantity": 0}, "quantity", "invalid_quantity", "0"),
        ({"unit": "E1"}, "unit", "invalid_unit", "E1"),
        ({"priority": 16}, "priority", "invalid_priority", "16"),
        ({"urgency": "now"}, "urgency", "unknown_urgency", "now"),
        ({"ordered_on": date(2026, 11, 21)}, "ordered_on", "in_the_future", "2026-11-21"),
        ({"acknowledged_on": date(2026, 11, 21)}, "acknowledged_on", "in_the_future", "2026-11-21"),
        ({"cancelled_on": date(2026, 11, 21)}, "cancelled_on", "in_the_future", "2026-11-21"),
        ({"ordered_on": date(1926, 1, 1)}, "ordered_on", "year_out_of_reach", "1926-01-01"),
        ({"required_on": date(2206, 1, 1)}, "required_on", "year_out_of_reach", "2206-01-01"),
        ({"requisition": "A" * 81}, "requisition", "too_long", "A" * 81),
        ({"case_id": "ZZ-B-002"}, "case_id", "unknown_case", "ZZ-B-002"),
        ({"contract": "W15QKN24C0001"}, "contract", "unknown_contract", "W15QKN24C0001"),
        ({"contractor": "Nobody"}, "contractor", "unknown_contractor", "Nobody"),
        ({"lane": "sea A B"}, "lane", "unknown_lane", "sea A B"),
        ({"item": ""}, "item", "required", ""),
        ({"quantity": None}, "quantity", "required", ""),
        ({"unit": ""}, "unit", "required", ""),
        ({"case_id": None}, "case_id", "no_case", ""),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(
    said: dict[str, Any], field: str, code: str, found: str
):
    applied = apply({**NEW, **said}, {**NEW, "document_number": "BZZ4D60001A002"})

    assert applied.refusals == [(1, field, code, found)]
    assert (applied.outcomes[2], applied.left) == ("created", {2})
    assert [order.reference for order in Order.objects.all()] == ["BZZ4D60001A002"]
    assert list(Item.objects.values_list("name", flat=True)) == ["Crate"]


def test_everything_that_is_wrong_with_a_line_is_told():
    applied = apply(
        {**NEW, "unit": "1", "ordered_on": date(2026, 10, 2), "required_on": date(2026, 10, 1)}
    )

    assert applied.refusals == [
        (1, "required_on", "before_ordered", "2026-10-01"),
        (1, "unit", "invalid_unit", "1"),
    ]


def test_what_is_to_be_recorded_first_is_said():
    for name in ("Fictional Works", "Fictional Works"):
        ContractorFactory(name=name, city=f"City {ContractorFactory().pk}")

    applied = apply({**NEW, "case_id": "ZZ-B-002"}, {**NEW, "contractor": "Fictional works"})

    assert applied.expected == [
        "No case ZZ-B-002 is recorded here. Record that case first, then send the line again.",
        "2 contractors are called Fictional works. Write the name and the city: Name, City.",
    ]


def test_a_day_that_has_begun_in_israel_is_no_day_ahead():
    evening = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)

    applied = apply({**NEW, "ordered_on": date(2026, 11, 21)}, at=evening)

    assert applied.outcomes == {1: "created"}


def test_a_possible_sale_is_no_order_to_be_changed():
    OrderFactory(
        reference="SALE-1",
        possible_sale=True,
        ordered_on=None,
        ordered_on_precision="",
        acknowledged_on=None,
    )

    applied = apply({"reference": "SALE-1", "quantity": 5, "may_create": False})

    assert applied.refusals == [(1, "reference", "possible_sale", "SALE-1")]
    assert Order.objects.get().quantity == 100


def test_a_line_that_says_too_little_is_no_harm_where_another_says_the_rest():
    applied = apply({**NEW, "quantity": None}, {**NEW, "said_at": AT, "unit": None})

    assert applied.outcomes == {1: "created", 2: "changed"}
