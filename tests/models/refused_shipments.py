"""Writes about shipments, what is in them and what came of them that the database refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from shipments.models import Leg, PackageContent, Shipment, ShipmentLine
from tests.factories import (
    DepartureFactory,
    DisruptionFactory,
    DocumentFactory,
    HoldFactory,
    ItemHazardFactory,
    LegFactory,
    PackageFactory,
    PlaceFactory,
    ReceiptFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.moments import AT, TODAY
from tests.models import refused_stops

YESTERDAY = TODAY - timedelta(days=1)


def change(shipment: Shipment, **fields: Any) -> None:
    Shipment.objects.filter(pk=shipment.pk).update(**fields)


def release(shipment: Shipment) -> None:
    change(shipment, released_at=AT, released_by=UserFactory())


def cancel(shipment: Shipment) -> None:
    change(shipment, cancelled_at=AT, cancelled_because="Not built")


def content(**fields: Any) -> PackageContent:
    line = fields.pop("line", None) or ShipmentLineFactory()
    package = fields.pop("package", None) or PackageFactory(shipment=line.shipment)
    return PackageContent.objects.create(
        **{"line": line, "package": package, "quantity": 1} | fields
    )


def a_held_shipment_released() -> None:
    line = ShipmentLineFactory()
    HoldFactory(order=line.order)
    release(line.shipment)


def a_cancelled_shipment_released() -> None:
    release(ShipmentFactory(cancelled_at=AT, cancelled_because="Not built"))


def a_received_shipment_cancelled() -> None:
    cancel(ReceiptFactory().line.shipment)


def a_line_made_less_than_was_received() -> None:
    line = ReceiptFactory().line
    ShipmentLine.objects.filter(pk=line.pk).update(quantity=9)


def one_package_number_twice() -> None:
    package = PackageFactory()
    PackageFactory(shipment=package.shipment, number=package.number)


def one_line_twice_in_a_package() -> None:
    packed = content()
    content(package=packed.package, line=packed.line)


def a_line_of_another_shipment_packed() -> None:
    content(package=PackageFactory())


def more_packed_than_the_line_holds() -> None:
    line = ShipmentLineFactory(quantity=10)
    for quantity in (6, 5):
        content(line=line, quantity=quantity)


def two_legs_at_once() -> None:
    leg = LegFactory()
    LegFactory(shipment=leg.shipment)


def a_replaced_leg_changed() -> None:
    leg = LegFactory(replaced_at=AT)
    Leg.objects.filter(pk=leg.pk).update(carrier="Another line")


def a_leg_deleted() -> None:
    Leg.objects.filter(pk=LegFactory().pk)._raw_delete("default")


def a_leg_to_where_it_starts() -> None:
    place = PlaceFactory()
    LegFactory(from_place=place, to_place=place)


def one_paper_twice() -> None:
    paper = DocumentFactory()
    DocumentFactory(shipment=paper.shipment, sha256=paper.sha256)


REFUSED: list[tuple[str, Callable[[], Any]]] = [
    ("departure_capacity_is_not_negative", lambda: DepartureFactory(capacity_kg=0)),
    ("departure_capacity_is_not_negative", lambda: DepartureFactory(explosive_limit_kg=-1)),
    ("departure_capacity_is_not_negative", lambda: DepartureFactory(explosive_others_kg=-1)),
    (
        "disruption_ends_not_before_it_starts",
        lambda: DisruptionFactory(starts_on=TODAY, ends_on=YESTERDAY, ends_on_precision="day"),
    ),
    ("disruption_ends_on_and_precision_together", lambda: DisruptionFactory(ends_on=TODAY)),
    (
        "disruption_starts_on_and_precision_together",
        lambda: DisruptionFactory(starts_on_precision="week"),
    ),
    ("disruption_passability_is_known", lambda: DisruptionFactory(passability="slow")),
    ("disruption_withdrawn_by_somebody", lambda: DisruptionFactory(withdrawn_at=AT)),
    ("document_kept_once_per_shipment", one_paper_twice),
    ("document_removed_by_somebody", lambda: DocumentFactory(removed_at=AT)),
    ("document_sha256_is_hex", lambda: DocumentFactory(sha256="F" * 64)),
    ("item_hazard_confirmed_by_somebody", lambda: ItemHazardFactory(confirmed_at=AT)),
    (
        "item_hazard_explosives_have_division_and_group",
        lambda: ItemHazardFactory(compatibility_group=""),
    ),
    (
        "item_hazard_explosives_have_division_and_group",
        lambda: ItemHazardFactory(compatibility_group="I"),
    ),
    ("item_hazard_explosives_have_division_and_group", lambda: ItemHazardFactory(division="1.7")),
    (
        "item_hazard_explosives_have_division_and_group",
        lambda: ItemHazardFactory(is_explosive=False),
    ),
    ("item_hazard_un_number_has_4_digits", lambda: ItemHazardFactory(un_number="168")),
    ("item_hazard_weights_are_not_negative", lambda: ItemHazardFactory(net_explosive_kg=-1)),
    ("item_hazard_weights_are_not_negative", lambda: ItemHazardFactory(gross_kg=0)),
    *refused_stops.REFUSED,
    ("leg_goes_somewhere_else", a_leg_to_where_it_starts),
    ("leg_is_never_deleted", a_leg_deleted),
    ("leg_one_in_force_at_a_time", two_legs_at_once),
    (
        "leg_planned_arrival_not_before_departure",
        lambda: LegFactory(planned_departure_on=TODAY, planned_arrival_on=YESTERDAY),
    ),
    ("leg_replaced_is_final", a_replaced_leg_changed),
    ("leg_sequence_starts_at_1", lambda: LegFactory(sequence=0)),
    ("package_content_is_of_its_shipment", a_line_of_another_shipment_packed),
    ("package_content_not_more_than_the_line", more_packed_than_the_line_holds),
    ("package_content_once_per_line", one_line_twice_in_a_package),
    ("package_content_quantity_is_positive", lambda: content(quantity=0)),
    ("package_number_once_per_shipment", one_package_number_twice),
    ("package_weight_and_cube_are_positive", lambda: PackageFactory(gross_weight_kg=0)),
    ("package_weight_and_cube_are_positive", lambda: PackageFactory(cube_m3=0)),
    ("package_weight_and_cube_are_positive", lambda: PackageFactory(number=0)),
    ("shipment_cancelled_is_not_released", a_cancelled_shipment_released),
    ("shipment_closed_by_somebody", lambda: ShipmentFactory(closed_at=AT)),
    ("shipment_line_not_less_than_accounted_for", a_line_made_less_than_was_received),
    ("shipment_line_serials_from_and_to", lambda: ShipmentLineFactory(serial_from="A1")),
    ("shipment_line_serials_from_and_to", lambda: ShipmentLineFactory(serial_to="A9")),
    ("shipment_load_cleared_by_somebody", lambda: ShipmentFactory(load_cleared_at=AT)),
    ("shipment_not_released_while_held", a_held_shipment_released),
    ("shipment_ready_by_somebody", lambda: ShipmentFactory(ready_at=AT)),
    ("shipment_received_is_not_cancelled", a_received_shipment_cancelled),
    (
        "shipment_released_after_it_is_logged",
        lambda: ShipmentFactory(released_at=AT, released_by=UserFactory()),
    ),
    ("shipment_released_by_somebody", lambda: change(ShipmentFactory(), released_at=AT)),
    ("shipment_weight_and_cube_are_positive", lambda: ShipmentFactory(gross_weight_kg=0)),
    ("shipment_weight_and_cube_are_positive", lambda: ShipmentFactory(cube_m3=0)),
]
