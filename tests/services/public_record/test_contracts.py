from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from shipments.intake.public_record.files.reading import RecordRefused
from shipments.models import Contract, Contractor
from shipments.services import public_record
from tests.factories import ContractFactory
from tests.factories.moments import AT
from tests.factories.release import ReleaseFolder

pytestmark = pytest.mark.django_db


def test_an_announcement_becomes_a_contract_with_its_order(loaded: None) -> None:
    contract = Contract.objects.get(record_ref="C2025-12-29")
    order = contract.orders.get()

    assert contract.piid == "FA863426CB001"
    assert contract.kind == "DoD contract announcement"
    assert contract.value == Decimal(8577700000)
    assert contract.customer_share == "FMS to Israel"
    assert str(contract.contractor) == "The Boeing Company, St. Louis"
    assert order.reference == order.record_ref == "C2025-12-29"
    assert order.contractor == contract.contractor
    assert order.item.name == contract.description
    assert (order.quantity, order.unit_of_issue) == (None, "")
    assert (order.ordered_on, order.ordered_on_precision) == (date(2025, 12, 29), "day")
    assert (order.required_on, order.required_on_precision) == (date(2035, 12, 31), "day")
    assert (order.first_required_on, order.required_basis) == (
        date(2035, 12, 31),
        "estimated completion",
    )
    assert (order.acknowledged_on, order.priority_designator) == (None, None)
    assert (order.urgency, order.possible_sale, order.case) == ("routine", False, None)
    assert set(order.sources.all()) == set(contract.sources.all())
    assert order.standing.status == "on_contract"
    assert order.standing.is_open is True
    assert order.standing.is_routine is True


@pytest.mark.parametrize("record_ref", ["A2023-07-02", "A2025-08-20", "A2025-USACE"])
def test_a_plan_a_decision_and_a_programme_are_not_orders(loaded: None, record_ref: str) -> None:
    contract = Contract.objects.get(record_ref=record_ref)

    assert contract.orders.count() == 0
    assert contract.kind in {
        "IMoD decision (order by Israel)",
        "IMoD plan (order by Israel)",
        "USACE construction programme (FMF funded)",
    }


@pytest.mark.parametrize(
    ("record_ref", "contractor", "as_printed"),
    [
        ("C2022-08-31", ("The Boeing Company", "Seattle"), "The Boeing Company"),
        ("A2026-03", ("The Boeing Company", ""), "The Boeing Company"),
        ("C2025-07-31", ("Raytheon", "Tucson"), "Raytheon"),
        ("A2023-11", ("Oshkosh Defense", ""), "Oshkosh Defense"),
        ("A2021-12-30", None, "Lockheed Martin Sikorsky; Boeing"),
        ("A2025-USACE", None, ""),
    ],
)
def test_a_contractor_is_the_site_that_is_named_and_no_other(
    loaded: None, record_ref: str, contractor: tuple[str, str] | None, as_printed: str
) -> None:
    contract = Contract.objects.get(record_ref=record_ref)

    found = contract.contractor
    assert (found and (found.name, found.city)) == contractor
    assert contract.contractor_as_printed == as_printed


def test_a_contractor_named_only_by_announcements_says_by_which(loaded: None) -> None:
    oshkosh = Contractor.objects.get(name="Oshkosh Defense", city="")

    assert oshkosh.state == "Wisconsin"
    assert oshkosh.note == "Named in contracts.csv: C2019-10-18, A2023-11."
    assert oshkosh.sources.count() == 3


def test_a_company_without_a_city_is_its_only_site(folder: ReleaseFolder) -> None:
    line = folder.line_of("contracts.csv", "A2025-HMMWV")
    folder.change("contracts.csv", line, "contractor", "Caterpillar Inc.")

    public_record.load(at=AT, folder=folder.path)

    assert str(Contract.objects.get(record_ref="A2025-HMMWV").contractor) == (
        "Caterpillar Inc., Irving"
    )


def test_a_contract_number_of_another_form_stays_in_the_note(folder: ReleaseFolder) -> None:
    line = folder.line_of("contracts.csv", "C2013-05-02")
    folder.change("contracts.csv", line, "contract_number", "N00019-13-C")

    public_record.load(at=AT, folder=folder.path)

    contract = Contract.objects.get(record_ref="C2013-05-02")
    assert contract.piid is None
    assert contract.note == "Before 2019. Contract number as printed: N00019-13-C."


def test_a_contract_number_that_people_recorded_already_is_refused(folder: ReleaseFolder) -> None:
    ContractFactory(piid="FA863426CB001")

    with pytest.raises(RecordRefused, match=r"contracts\.csv line 2, column contract_number"):
        public_record.load(at=AT)

    assert Contract.objects.filter(record_ref__isnull=False).count() == 0


def test_one_contract_number_spelt_in_two_ways_is_refused(folder: ReleaseFolder) -> None:
    folder.change("contracts.csv", 3, "contract_number", "FA863426CB001")

    with pytest.raises(RecordRefused, match=r"line 3, .* another contract has it: C2025-12-29\."):
        public_record.load(at=AT, folder=folder.path)
