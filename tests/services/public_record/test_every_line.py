from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import models

from shipments.intake.public_record.files.contracts import ORDERED_BY_KIND
from shipments.models import (
    Case,
    Contract,
    Contractor,
    Disruption,
    Item,
    Notification,
    Order,
    Place,
    PublicReport,
    SourceDocument,
    Standing,
)
from shipments.services import public_record
from tests.factories.moments import AT
from tests.factories.release import ReleaseFolder

pytestmark = pytest.mark.django_db


def test_every_line_becomes_its_rows(folder: ReleaseFolder) -> None:
    public_record.load(at=AT)

    contracts = folder.rows("contracts.csv")
    ordered = [row for row in contracts if ORDERED_BY_KIND[row["record_kind"]]]
    items = folder.rows("notification_items.csv")
    assert Place.objects.ends().count() == len(folder.rows("places.csv")) == 17
    assert Case.objects.count() == len(folder.rows("notifications.csv")) == 26
    assert Notification.objects.count() == 26
    assert Contract.objects.count() == len(contracts) == 22
    assert Order.objects.filter(possible_sale=True).count() == len(items) == 55
    assert Order.objects.filter(possible_sale=False).count() == len(ordered) == 19
    assert Item.objects.count() == len({row["item"] for row in items}) + 19
    assert PublicReport.objects.count() == len(folder.rows("deliveries.csv")) == 28
    assert Disruption.objects.count() == len(folder.rows("disruptions.csv")) == 8
    # Eight names and cities stand in contracts.csv alone.
    assert Contractor.objects.count() == len(folder.rows("contractors.csv")) + 8 == 31
    assert Standing.objects.count() == 55 + 19


def _by_site(row: dict[str, str]) -> models.Model:
    return Contractor.objects.get(name=row["name"], city=row["city"])


def _by_ref(model: type[models.Model]) -> Callable[[dict[str, str]], models.Model]:
    return lambda row: model._default_manager.get(record_ref=row["record_id"])


@pytest.mark.parametrize(
    ("file", "column", "find"),
    [
        ("notifications.csv", "source_url", _by_ref(Notification)),
        ("contracts.csv", "source_url", _by_ref(Contract)),
        ("deliveries.csv", "source_url", _by_ref(PublicReport)),
        ("disruptions.csv", "source_url", _by_ref(Disruption)),
        ("contractors.csv", "source_url", _by_site),
        ("places.csv", "evidence_url", lambda row: Place.objects.get(code=row["place_id"])),
    ],
)
def test_every_address_of_every_line_is_linked(
    folder: ReleaseFolder, loaded: None, file: str, column: str, find: Callable[..., Any]
) -> None:
    for row in folder.rows(file):
        printed = {one for one in row[column].split(" ; ") if one.startswith("http")}

        assert {page.address for page in find(row).sources.all()} == printed


def test_every_address_of_every_item_line_is_linked(folder: ReleaseFolder, loaded: None) -> None:
    pages: dict[str, list[str]] = {}
    for row in folder.rows("notification_items.csv"):
        pages.setdefault(row["record_id"], []).append(row["source_url"])

    for record_id, addresses in pages.items():
        for number, address in enumerate(addresses, 1):
            order = Order.objects.get(reference=f"{record_id}-{number}")
            assert [page.address for page in order.sources.all()] == [address]


def test_a_page_of_several_lines_is_one_source_document(
    folder: ReleaseFolder, loaded: None
) -> None:
    files = {"places.csv": "evidence_url", "contractors.csv": "source_url"}
    printed = {
        address
        for path in folder.path.glob("*.csv")
        for row in folder.rows(path.name)
        for address in row[files.get(path.name, "source_url")].split(" ; ")
        if address.startswith("http")
    }

    assert {page.address for page in SourceDocument.objects.all()} == printed
    assert {page.recorded_at for page in SourceDocument.objects.all()} == {AT}


# By file: how to find its row, and which column holds which cell.
HELD: list[tuple[str, Callable[[dict[str, str]], Any], dict[str, str]]] = [
    (
        "notifications.csv",
        _by_ref(Notification),
        {
            "transmittal_number": "transmittal_number",
            "notified_on": "notified_on",
            "title": "title",
            "estimated_value_usd": "value",
            "emergency_waiver": "emergency",
            "implementing_agency": "implementing_agency",
            "principal_contractors": "principal_contractors",
            "mde_items": "major_items",
            "delivery_estimate": "delivery_estimate",
            "source_kind": "source_kind",
            "notes": "note",
        },
    ),
    (
        "contracts.csv",
        _by_ref(Contract),
        {
            "announced_on": "announced_on",
            "date_precision": "announced_on_precision",
            "record_kind": "kind",
            "contractor": "contractor_as_printed",
            "contract_number": "piid",
            "value_usd": "value",
            "value_note": "value_note",
            "description": "description",
            "israel_share": "customer_share",
            "work_locations": "work_places",
            "estimated_completion_on": "estimated_completion_on",
            "contracting_activity": "contracting_activity",
            "source_kind": "source_kind",
            "notes": "note",
        },
    ),
    (
        "deliveries.csv",
        _by_ref(PublicReport),
        {
            "date": "happened_on",
            "date_precision": "happened_on_precision",
            "mode": "mode",
            "what": "what",
            "origin": "origin",
            "destination": "destination_as_printed",
            "aircraft_count_cumulative": "aircraft_so_far",
            "ship_count_cumulative": "ships_so_far",
            "tons_cumulative": "tons_so_far",
            "count_this_event": "count",
            "unit": "count_unit",
            "status": "status",
            "reported_by": "reported_by",
            "source_kind": "source_kind",
            "notes": "note",
        },
    ),
    (
        "disruptions.csv",
        _by_ref(Disruption),
        {
            "date": "starts_on",
            "date_precision": "starts_on_precision",
            "kind": "kind",
            "what": "what",
            "place": "place_as_printed",
            "effect_on_delivery": "effect",
            "resolved_on": "ends_on",
            "source_kind": "source_kind",
            "notes": "note",
        },
    ),
    (
        "contractors.csv",
        _by_site,
        {
            "state": "state",
            "country": "country",
            "cage_code": "cage_code",
            "role": "makes",
            "notes": "note",
        },
    ),
    (
        "places.csv",
        lambda row: Place.objects.get(code=row["place_id"]),
        {
            "name": "name",
            "kind": "kind",
            "icao": "icao",
            "iata": "iata",
            "un_locode": "un_locode",
            "city": "city",
            "country": "country",
            "country_code": "country_code",
            "lat": "latitude",
            "lon": "longitude",
            "role_in_flow": "duty",
            "coordinates_source": "coordinates_source",
        },
    ),
    (
        "notification_items.csv",
        lambda row: Order.objects.get(
            notification__record_ref=row["record_id"], item__name=row["item"]
        ),
        {"quantity": "quantity", "quantity_qualifier": "quantity_qualifier", "notes": "note"},
    ),
    (
        "notification_items.csv",
        lambda row: Item.objects.get(name=row["item"]),
        {"is_mde": "is_major_defense_equipment"},
    ),
]


@pytest.mark.parametrize(("file", "find", "columns"), HELD)
def test_an_empty_cell_is_an_empty_column_and_a_full_one_is_full(
    folder: ReleaseFolder,
    loaded: None,
    file: str,
    find: Callable[..., Any],
    columns: dict[str, str],
) -> None:
    for row in folder.rows(file):
        found = find(row)

        for cell, column in columns.items():
            stored = getattr(found, column)
            assert (stored in {"", None}) == (row[cell] == ""), (file, row, cell)


@pytest.mark.parametrize(("file", "find", "columns"), HELD)
def test_words_stand_as_printed(
    folder: ReleaseFolder,
    loaded: None,
    file: str,
    find: Callable[..., Any],
    columns: dict[str, str],
) -> None:
    for row in folder.rows(file):
        found = find(row)

        for cell, column in columns.items():
            stored = getattr(found, column)
            if isinstance(stored, str) and column != "piid":
                assert stored == row[cell]
