from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shipments.domain.roles import Role
from shipments.models import DueOrder, Item, Need, Order, Standing
from shipments.services import needs, orders
from shipments.services.orders import OrderEntry
from shipments.services.refusal import NotAllowed, Refused
from tests.factories import CaseFactory, ContractFactory, ContractorFactory, UserFactory
from tests.factories.moments import AT
from tests.factories.standings import due_orders, standing_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> OrderEntry:
    CaseFactory(case_id="IS-B-ZZZ")
    return OrderEntry(
        item="Crate, training",
        quantity=50,
        unit_of_issue="ea",
        required_on=date(2027, 2, 1),
        ordered_on=date(2026, 11, 1),
        contractor_id=ContractorFactory().pk,
        case="is-b-zzz",
        document_number="BISZ ZZ63 2400 01",
        priority_designator=13,
    )


def test_an_order_is_recorded_under_its_document_number(entry):
    order = orders.record(entry, by=UserFactory(), at=AT)

    assert (order.reference, order.document_number) == ("BISZZZ63240001", "BISZZZ63240001")
    assert (order.unit_of_issue, order.first_required_on) == ("EA", date(2027, 2, 1))
    assert Standing.objects.get(order=order).status == "ordered"


def test_without_a_document_number_it_gets_a_reference_of_ours(entry):
    first = orders.record(replace(entry, document_number=""), by=UserFactory(), at=AT)
    second = orders.record(replace(entry, document_number="", quantity=51), by=UserFactory(), at=AT)

    assert first.reference.startswith("Q")
    assert int(second.reference[1:]) == int(first.reference[1:]) + 1


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"item": " "}, ("item", "required")),
        ({"quantity": 0}, ("quantity", "required")),
        ({"unit_of_issue": "E1"}, ("unit_of_issue", "invalid_unit")),
        ({"case": ""}, ("case", "required")),
        ({"case": "IS-B-NOT"}, ("case", "unknown_case")),
        ({"contract": "FA863426CB001"}, ("contract", "unknown_contract")),
        ({"document_number": "SHORT"}, ("document_number", "invalid_document_number")),
        ({"priority_designator": 16}, ("priority_designator", "invalid_priority")),
        ({"urgency": "asap"}, ("urgency", "unknown_urgency")),
        ({"ordered_on": date(2026, 12, 1)}, ("ordered_on", "in_the_future")),
        ({"required_on": date(2026, 10, 1)}, ("required_on", "before_ordered")),
        ({"contractor_id": 0x7FFFFFFF}, ("contractor_id", "unknown_contractor")),
    ],
)
def test_a_wrong_order_is_refused_beside_its_field(entry, given, problem):
    with pytest.raises(Refused) as refused:
        orders.record(replace(entry, **given), by=UserFactory(), at=AT)

    assert [(p.field, p.code) for p in refused.value.problems] == [problem]
    assert not Order.objects.exists()


@pytest.mark.parametrize("name", ["fa8634-26-c-b001", "c2025-12-29"])
def test_a_contract_is_named_by_its_number_or_its_row_of_the_record(entry, name):
    contract = ContractFactory(
        piid="FA863426CB001", record_ref="C2025-12-29", contractor=ContractorFactory()
    )

    order = orders.record(
        replace(entry, case="", contract=name, contractor_id=None), by=UserFactory(), at=AT
    )

    assert (order.contract, order.contractor) == (contract, contract.contractor)


def test_a_case_whose_identifier_is_not_published_is_named_by_its_row_of_the_record(entry):
    case = CaseFactory(case_id=None, record_ref="N2026-05")

    order = orders.record(replace(entry, case="n2026-05"), by=UserFactory(), at=AT)

    assert order.case == case


def test_the_same_document_number_is_refused(entry):
    orders.record(entry, by=UserFactory(), at=AT)

    with pytest.raises(Refused, match=r"already recorded\. Open it"):
        orders.record(entry, by=UserFactory(), at=AT)


REQUISITION = "A0AB14S1395012345678  EA00050BISZZZ61060007NAXXZZZA6 B9 1A1123042B"


def test_the_requisition_is_kept_and_names_the_order(entry):
    order = orders.record(
        replace(entry, document_number="", requisition=f"{REQUISITION}   \n"),
        by=UserFactory(),
        at=AT,
    )

    assert (order.reference, order.requisition) == ("BISZZZ61060007", REQUISITION)


@pytest.mark.parametrize(
    ("requisition", "code"),
    [
        ("A0A", "invalid_requisition"),
        (f"AF1{REQUISITION[3:]}", "not_a_requisition"),
        (f"U0A{REQUISITION[3:]}", "of_an_exercise"),
        (REQUISITION.replace("0007N", "0008N"), "of_another_order"),
    ],
)
def test_a_requisition_that_is_not_the_orders_is_refused(entry, requisition, code):
    entered = replace(entry, document_number="BISZZZ61060007", requisition=requisition)

    with pytest.raises(Refused) as refused:
        orders.record(entered, by=UserFactory(), at=AT)

    assert [(p.field, p.code) for p in refused.value.problems] == [("requisition", code)]
    assert not Order.objects.exists()


def test_in_an_exercise_only_traffic_of_an_exercise_is_recorded(entry, settings):
    settings.EXERCISE = True
    marked = f"U0A{REQUISITION[3:]}"

    order = orders.record(
        replace(entry, document_number="", requisition=marked), by=UserFactory(), at=AT
    )

    assert order.requisition == marked


def test_a_clerk_may_not_record_orders(entry):
    with pytest.raises(NotAllowed):
        orders.record(entry, by=UserFactory(roles=[Role.SHIPMENT_CLERK.value]), at=AT)


def test_a_need_has_the_orders_of_its_item_judged():
    order = standing_order()
    DueOrder.objects.all().delete()

    need = needs.record(
        item=order.item.name,
        quantity=5,
        needed_on=date(2026, 12, 1),
        urgency="emergency",
        stated_by="Receiving staff",
        by=UserFactory(roles=[Role.RECEIVER.value]),
        at=AT,
    )

    assert (need.item, need.stated_on) == (order.item, date(2026, 11, 20))
    assert due_orders() == {order.pk}


def test_a_wrong_need_says_everything_at_once():
    with pytest.raises(Refused) as refused:
        needs.record(
            item="",
            quantity=None,
            needed_on=None,
            urgency="",
            stated_by="",
            by=UserFactory(),
            at=AT,
        )

    assert [p.field for p in refused.value.problems] == [
        "item",
        "quantity",
        "needed_on",
        "urgency",
        "stated_by",
    ]
    assert not Item.objects.exists()


def test_a_need_is_closed_once():
    need = needs.record(
        item="Crate",
        quantity=5,
        needed_on=date(2026, 12, 1),
        urgency="urgent",
        stated_by="Receiving staff",
        by=UserFactory(),
        at=AT,
    )

    needs.close(need_id=need.pk, on=date(2026, 11, 20), by=UserFactory(), at=AT)
    with pytest.raises(Refused, match="closed already"):
        needs.close(need_id=need.pk, on=date(2026, 11, 20), by=UserFactory(), at=AT)

    assert not Need.objects.open().exists()
