from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pgtrigger
import pytest
from django.apps import apps

from shipments.models import (
    Contact,
    Expedite,
    Flag,
    JudgingPass,
    Notification,
    Order,
    Policy,
    PublicReport,
    Shipment,
)
from tests.factories import (
    CaseFactory,
    ContractFactory,
    ContractorFactory,
    ItemFactory,
    MilestoneFactory,
    NeedFactory,
    OrderFactory,
    PlaceFactory,
    PromiseFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.moments import AT, TODAY
from tests.models import (
    refused_expediting,
    refused_imports,
    refused_receipts,
    refused_shipments,
)
from tests.models.refusal import constraint_refusing

pytestmark = pytest.mark.django_db

YESTERDAY = TODAY - timedelta(days=1)


def notification(**fields: Any) -> Notification:
    return Notification.objects.create(
        **{"case": CaseFactory(), "title": "A notice", "recorded_at": AT} | fields
    )


def report(**fields: Any) -> PublicReport:
    return PublicReport.objects.create(
        **{"record_ref": "D1", "what": "A plane", "recorded_at": AT} | fields
    )


def flag(order: Order, **fields: Any) -> Flag:
    raised = {"since": TODAY, "points": 1, "raised_at": AT, "evidence_at": AT, "evidence": {}}
    return Flag.objects.create(
        order=order,
        **{"reason": "silent", "kind": "chase", "policy": Policy.objects.in_force()}
        | raised
        | fields,
    )


def expedite(order: Order, **fields: Any) -> Expedite:
    return Expedite.objects.create(order=order, owner=UserFactory(), opened_at=AT, **fields)


def two_live_flags() -> None:
    order = OrderFactory()
    flag(order)
    flag(order)


def two_open_expedites() -> None:
    order = OrderFactory()
    expedite(order)
    expedite(order)


def one_site_twice() -> None:
    ContractorFactory.create_batch(2, name="Works", city="Town")


def one_lot_twice() -> None:
    line = ShipmentLineFactory(lot="A1")
    ShipmentLineFactory(shipment=line.shipment, order=line.order, lot="A1")


def one_tcn_twice() -> None:
    ShipmentFactory.create_batch(2, tcn="BISZZZ63240001XXX")


def one_document_number_twice() -> None:
    OrderFactory.create_batch(2, document_number="BISZZZ63240001")


def a_pass_that_ends_before_it_starts() -> None:
    counts = dict.fromkeys(["judged", "raised", "cleared", "changed", "live"], 0)
    JudgingPass.objects.create(
        as_of=TODAY,
        full=True,
        policy=Policy.objects.in_force(),
        started_at=AT,
        finished_at=AT - timedelta(seconds=1),
        **counts,
    )


def a_shipped_order_made_a_possible_sale() -> None:
    order = ShipmentLineFactory(order__ordered_on=None, order__ordered_on_precision="").order
    Order.objects.filter(pk=order.pk).update(
        possible_sale=True, acknowledged_on=None, contract=None
    )


def a_quantity_lowered_below_what_is_shipped() -> None:
    line = ShipmentLineFactory(quantity=10)
    Order.objects.filter(pk=line.order_id).update(quantity=9)


def a_cancelled_shipment_taken_up_again() -> None:
    shipment = ShipmentFactory(cancelled_at=AT, cancelled_because="Not built")
    Shipment.objects.filter(pk=shipment.pk).update(cancelled_at=None, cancelled_because="")


def an_arrival_before_the_departure() -> None:
    shipment = ShipmentFactory()
    MilestoneFactory(shipment=shipment, kind="departed", occurs_on=TODAY)
    MilestoneFactory(shipment=shipment, kind="arrived", occurs_on=YESTERDAY)


REFUSED: list[tuple[str, Callable[[], Any]]] = [
    *refused_expediting.REFUSED,
    *refused_imports.REFUSED,
    *refused_receipts.REFUSED,
    *refused_shipments.REFUSED,
    ("case_id_is_customer_agency_designator", lambda: CaseFactory(case_id="IS-BZMI")),
    ("case_value_and_currency_together", lambda: CaseFactory(value=1)),
    ("case_value_and_currency_together", lambda: CaseFactory(value_currency="USD")),
    ("case_value_and_currency_together", lambda: CaseFactory(value=-1, value_currency="USD")),
    ("contact_can_be_reached", lambda: Contact.objects.create(contractor=ContractorFactory())),
    ("contract_piid_has_13_characters", lambda: ContractFactory(piid="FA8634-26-C-B")),
    (
        "contract_announced_on_and_precision_together",
        lambda: ContractFactory(announced_on=TODAY),
    ),
    (
        "contract_estimated_completion_on_and_precision_together",
        lambda: ContractFactory(estimated_completion_on_precision="year"),
    ),
    ("contract_value_and_currency_together", lambda: ContractFactory(value=1)),
    ("contract_value_and_currency_together", lambda: ContractFactory(value_currency="USD")),
    ("contract_rating_has_its_elements", lambda: ContractFactory(rating="DO-A6")),
    (
        "contract_rating_has_its_elements",
        lambda: ContractFactory(
            rating="DO-A6", rating_signed_by="An officer", rating_statement_included=True
        ),
    ),
    ("contractor_cage_code_has_5_characters", lambda: ContractorFactory(cage_code="1abc2")),
    ("contractor_one_row_per_site", one_site_twice),
    ("expedite_closed_with_an_outcome", lambda: expedite(OrderFactory(), closed_at=AT)),
    ("expedite_closed_with_an_outcome", lambda: expedite(OrderFactory(), outcome="Kept")),
    ("expedite_one_open_per_order", two_open_expedites),
    ("flag_cleared_with_a_reason", lambda: flag(OrderFactory(), cleared_at=AT)),
    ("flag_one_live_per_order_and_reason", two_live_flags),
    ("item_nsn_has_13_digits", lambda: ItemFactory(nsn="130500123456A")),
    ("judging_pass_finishes_after_it_starts", a_pass_that_ends_before_it_starts),
    (
        "milestone_actual_not_in_the_future",
        lambda: MilestoneFactory(occurs_on=TODAY + timedelta(days=1)),
    ),
    ("milestone_arrival_not_before_departure", an_arrival_before_the_departure),
    (
        "milestone_retracted_with_a_reason",
        lambda: MilestoneFactory(
            retracts=(wrong := MilestoneFactory()), shipment=wrong.shipment, reason=""
        ),
    ),
    (
        "milestone_retracts_an_entry_of_its_shipment",
        lambda: MilestoneFactory(retracts=MilestoneFactory(), reason="Wrong ship"),
    ),
    ("need_quantity_is_positive", lambda: NeedFactory(quantity=0)),
    (
        "notification_notified_on_and_precision_together",
        lambda: notification(notified_on=TODAY),
    ),
    ("notification_value_and_currency_together", lambda: notification(value=1)),
    ("notification_value_and_currency_together", lambda: notification(value_currency="USD")),
    (
        "order_is_never_deleted",
        lambda: Order.objects.filter(pk=OrderFactory().pk)._raw_delete("default"),
    ),
    ("order_accepted_overage_is_not_negative", lambda: OrderFactory(accepted_overage=-1)),
    ("order_belongs_to_a_case_or_a_contract", lambda: OrderFactory(case=None)),
    (
        "order_document_number_has_14_characters",
        lambda: OrderFactory(document_number="BISZZZ6324001"),
    ),
    ("shipments_order_document_number_key", one_document_number_twice),
    ("order_not_shipped_beyond_quantity", lambda: ShipmentLineFactory(quantity=101)),
    ("order_not_shipped_beyond_quantity", a_quantity_lowered_below_what_is_shipped),
    ("order_ordered_on_and_precision_together", lambda: OrderFactory(ordered_on_precision="")),
    ("order_possible_sale_is_not_ordered", lambda: OrderFactory(possible_sale=True)),
    ("order_possible_sale_is_not_shipped", a_shipped_order_made_a_possible_sale),
    ("order_priority_from_1_to_15", lambda: OrderFactory(priority_designator=16)),
    ("order_priority_from_1_to_15", lambda: OrderFactory(priority_designator=0)),
    ("order_quantity_is_positive", lambda: OrderFactory(quantity=0)),
    ("order_required_on_and_precision_together", lambda: OrderFactory(required_on=None)),
    ("order_urgency_is_known", lambda: OrderFactory(urgency="soon")),
    ("place_coordinates_are_on_earth", lambda: PlaceFactory(latitude=91, longitude=0)),
    ("place_coordinates_are_on_earth", lambda: PlaceFactory(latitude=31)),
    ("place_coordinates_are_on_earth", lambda: PlaceFactory(longitude=35)),
    ("promise_quantity_is_positive", lambda: PromiseFactory(quantity=0)),
    (
        "public_report_happened_on_and_precision_together",
        lambda: report(happened_on=date(2023, 10, 1)),
    ),
    ("shipment_cancelled_is_final", a_cancelled_shipment_taken_up_again),
    ("shipment_cancelled_with_a_reason", lambda: ShipmentFactory(cancelled_at=AT)),
    (
        "shipment_goes_somewhere_else",
        lambda: (p := PlaceFactory()) and ShipmentFactory(from_place=p, to_place=p),
    ),
    (
        "shipment_line_order_is_not_cancelled",
        lambda: ShipmentLineFactory(order__cancelled_on=TODAY),
    ),
    (
        "shipment_line_order_is_ordered",
        lambda: ShipmentLineFactory(
            order__possible_sale=True,
            order__ordered_on=None,
            order__ordered_on_precision="",
            order__acknowledged_on=None,
        ),
    ),
    ("shipment_line_once_per_order_and_lot", one_lot_twice),
    ("shipment_line_quantity_is_positive", lambda: ShipmentLineFactory(quantity=0)),
    (
        "shipment_line_shipment_is_not_cancelled",
        lambda: ShipmentLineFactory(
            shipment__cancelled_at=AT, shipment__cancelled_because="Not built"
        ),
    ),
    (
        "shipment_planned_arrival_not_before_departure",
        lambda: ShipmentFactory(planned_departure_on=TODAY, planned_arrival_on=YESTERDAY),
    ),
    ("shipment_tcn_has_17_characters", lambda: ShipmentFactory(tcn="BISZZZ63240001XX")),
    ("shipments_shipment_tcn_key", one_tcn_twice),
    (
        "user_contractor_role_names_its_contractor",
        lambda: UserFactory(roles=["contractor"], contractor=None),
    ),
]
# What test_ledgers.py shows, for UPDATE and DELETE alike.
APPEND_ONLY = {
    "expedite_action_is_append_only",
    "milestone_is_append_only",
    "policy_is_append_only",
    "priority_change_is_append_only",
    "promise_is_append_only",
    "public_report_is_append_only",
    "receipt_is_append_only",
    "report_is_append_only",
}


@pytest.mark.parametrize(("constraint", "write"), REFUSED)
def test_it_is_refused_under_its_name(constraint: str, write: Callable[[], Any]) -> None:
    assert constraint_refusing(write) == constraint


def test_every_named_refusal_is_tried_here() -> None:
    tables = apps.get_app_config("shipments").get_models()
    named = {constraint.name for table in tables for constraint in table._meta.constraints}
    for _, trigger in pgtrigger.registered():
        named |= set(re.findall(r"CONSTRAINT = '(\w+)'", str(trigger.func)))

    assert named - {constraint for constraint, _ in REFUSED} == APPEND_ONLY
