from __future__ import annotations

from typing import Any

import pytest

from shipments.compliance import authority
from shipments.models import Order
from tests.factories import CaseFactory, ContractFactory, OrderFactory
from tests.factories.moments import TODAY

pytestmark = pytest.mark.django_db


def order(*, stage: str = "", contract: Any = None, **fields: Any) -> Order:
    case = CaseFactory(case_id="IS-B-AAA", stage=stage) if stage else None
    return OrderFactory(reference="EX-1", case=case, contract=contract, **fields)


@pytest.mark.parametrize("stage", ["suspended", "cancelled", "closed"])
def test_nothing_goes_under_a_case_that_is_stopped_with_a_contract_or_without(stage: str) -> None:
    found = authority.of([order(stage=stage, contract=ContractFactory())], has_licence=False)

    assert found.against == (f"Case IS-B-AAA is {stage}.",)


@pytest.mark.parametrize("stage", ["requested", "notified", "offered", "accepted"])
def test_without_a_contract_a_case_has_to_be_implemented(stage: str) -> None:
    found = authority.of([order(stage=stage)], has_licence=False)

    assert found.against == (f"Case IS-B-AAA is {stage}: it is not implemented.",)


@pytest.mark.parametrize("stage", ["implemented", "supply_complete"])
def test_an_implemented_case_is_authority_and_leaves_nothing_to_know(stage: str) -> None:
    found = authority.of([order(stage=stage)], has_licence=False)

    assert found == authority.Authority((), ())


def test_with_a_contract_a_case_of_which_nothing_was_published_stops_nothing() -> None:
    found = authority.of([order(stage="notified", contract=ContractFactory())], has_licence=False)

    assert found == authority.Authority(
        (), ("Whether case IS-B-AAA is implemented is not on record; EX-1 has a contract.",)
    )


@pytest.mark.parametrize(
    ("has_licence", "kept"),
    [
        (False, "none is kept with this shipment"),
        (True, "one is kept with this shipment"),
    ],
)
def test_without_a_case_a_licence_may_be_needed_and_that_is_told(
    has_licence: bool, kept: str
) -> None:
    found = authority.of([order(contract=ContractFactory())], has_licence=has_licence)

    assert found.against == ()
    assert found.not_known == (
        (
            "EX-1 has a contract and no case on record. A direct commercial sale needs an export "
            f"licence: {kept}."
        ),
    )


def test_the_case_of_the_contract_counts_where_the_order_names_none() -> None:
    contract = ContractFactory(case=CaseFactory(case_id="IS-B-BBB", stage="suspended"))

    found = authority.of([order(contract=contract)], has_licence=False)

    assert found.against == ("Case IS-B-BBB is suspended.",)


def test_a_cancelled_order_goes_nowhere() -> None:
    found = authority.of([order(stage="implemented", cancelled_on=TODAY)], has_licence=False)

    assert found.against == ("EX-1 is cancelled.",)
