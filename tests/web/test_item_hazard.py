from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from shipments.domain.roles import Role
from shipments.models import Item, ItemHazard, User
from tests.factories import (
    ItemFactory,
    ItemHazardFactory,
    OrderFactory,
    PlaceFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.moments import AT
from tests.factories.standings import standing_order
from tests.services.loads import loaded_order, officer
from tests.web.pages import text, value
from tests.web.shipment_entry import typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def item() -> Item:
    return ItemFactory(name="Crate, red")


def papers(**given: str) -> dict[str, str]:
    written = {
        "is_explosive": "class_1",
        "un_number": "UN0168",
        "proper_shipping_name": "Projectiles, with bursting charge",
        "division": "1.1",
        "compatibility_group": "D",
        "net_explosive_kg": "6.9",
        "gross_kg": "1,049.5 kg",
        "unit_of_issue": "EA",
        "source": "Shipping papers of lot 7",
        "certainty": "reported",
        "seen_at": "",
    }
    return written | given


def test_what_nobody_recorded_is_said_to_be_not_known(site: Client, item: Item) -> None:
    said = text(site.get(f"/items/{item.pk}/hazard/"))

    assert "Not known Classification of Crate, red" in said
    assert (
        "Nobody has recorded how it is classified, nor whether it is an explosive at all." in said
    )


def test_a_classification_is_recorded_and_waits_for_a_second_person(
    site: Client, item: Item, manager: User
) -> None:
    response = site.post(f"/items/{item.pk}/hazard/", papers(), follow=True)

    said = text(response)
    assert "Classification recorded. Another person is to confirm it." in said
    assert "Hazard division 1.1, group D UN 0168, Projectiles, with bursting charge" in said
    assert "Net explosive weight 6.9 kg per EA Gross weight 1,049.5 kg per EA" in said
    assert "A compliance officer other than Case Manager confirms it." in said
    assert ItemHazard.objects.get().recorded_by == manager


def test_an_officer_confirms_it_and_its_history_stays(
    as_person: Callable[[User], Client], site: Client, item: Item
) -> None:
    ItemHazardFactory(item=item, recorded_at=AT - timedelta(days=2), source="Old papers")
    seen = (AT - timedelta(days=2)).isoformat()
    site.post(f"/items/{item.pk}/hazard/", papers(seen_at=seen))
    browser = as_person(officer())

    page = browser.get(f"/items/{item.pk}/hazard/")
    done = browser.post(
        f"/items/{item.pk}/hazard/confirm/", {"seen_at": AT.isoformat()}, follow=True
    )

    assert "Confirm: I compared it with the papers" in text(page)
    said = text(done)
    assert "Classification confirmed." in said
    assert "What stood there before 1.1D, UN0168, net explosive weight 6.9 kg per EA" in said
    assert ItemHazard.objects.get().certainty == "confirmed"


def test_who_recorded_it_is_not_offered_to_confirm_it(
    as_person: Callable[[User], Client], item: Item
) -> None:
    alone = officer()
    ItemHazardFactory(item=item, recorded_by=alone)
    browser = as_person(alone)

    said = text(browser.get(f"/items/{item.pk}/hazard/"))
    refused = browser.post(
        f"/items/{item.pk}/hazard/confirm/", {"seen_at": AT.isoformat()}, follow=True
    )

    assert "Confirm: I compared" not in said
    assert "You recorded it. Another person with the right must confirm it." in text(refused)


def test_a_refusal_keeps_what_was_typed_and_names_the_fields(site: Client, item: Item) -> None:
    sent = papers(compatibility_group="N", net_explosive_kg="some", source="")

    response = site.post(f"/items/{item.pk}/hazard/", sent)

    assert response.status_code == 422
    said = text(response)
    assert "Fix 3 things before saving" in said
    assert "“some” is not a weight. Enter kilograms like 6.9 or 1,250." in said
    assert value(response, "net_explosive_kg") == "some"
    assert value(response, "un_number") == "UN0168"
    assert not ItemHazard.objects.exists()

    again = site.post(f"/items/{item.pk}/hazard/", sent | {"net_explosive_kg": ""})
    said = text(again)
    assert "Fix 2 things before saving" in said
    assert "group N has only 1.6" in said
    assert "Name the paper that says so" in said


def test_what_is_not_class_1_is_said_so(site: Client, item: Item) -> None:
    nothing = dict.fromkeys(
        ["un_number", "proper_shipping_name", "division", "compatibility_group"], ""
    )
    sent = papers(is_explosive="not_class_1", net_explosive_kg="", **nothing)

    said = text(site.post(f"/items/{item.pk}/hazard/", sent, follow=True))

    assert "On record Not Class 1" in said
    assert ItemHazard.objects.get().gross_kg == Decimal("1049.5")


def test_a_un_number_brings_a_suggestion_and_fills_nothing(site: Client, item: Item) -> None:
    sent: Any = papers(division="", compatibility_group="", proper_shipping_name="", look_up="1")

    page = site.post(f"/items/{item.pk}/hazard/", sent)
    beside = site.get("/un-numbers/?un_number=9999")

    said = text(page)
    assert "A list that nobody has confirmed names UN0168 “Projectiles, with bursting" in said
    assert value(page, "proper_shipping_name") == ""
    assert "No row of our short list is 9999. It may be right all the same" in text(beside)
    assert not ItemHazard.objects.exists()


def test_orders_in_another_unit_and_waiting_shipments_are_named(site: Client, item: Item) -> None:
    ItemHazardFactory(item=item)
    line = ShipmentLineFactory(order=OrderFactory(item=item, unit_of_issue="BX"))

    said = text(site.get(f"/items/{item.pk}/hazard/"))

    assert "Orders of it are counted in BX too. Their weight is not known from this." in said
    assert f"Shipments not released that carry it {line.shipment.tcn}" in said


def test_an_auditor_reads_and_a_contractor_finds_nothing(
    as_person: Callable[[User], Client], auditor: User, contractors_person: User, item: Item
) -> None:
    page = as_person(auditor).get(f"/items/{item.pk}/hazard/")

    assert "Record classification" not in text(page)
    assert as_person(auditor).post(f"/items/{item.pk}/hazard/", papers()).status_code == 403
    assert as_person(contractors_person).get(f"/items/{item.pk}/hazard/").status_code == 404
    assert as_person(contractors_person).get("/un-numbers/").status_code == 404


def test_a_moment_that_no_page_wrote_confirms_nothing(
    as_person: Callable[[User], Client], item: Item
) -> None:
    ItemHazardFactory(item=item)
    clerk = UserFactory(roles=[Role.SHIPMENT_CLERK.value])

    assert as_person(officer()).post(f"/items/{item.pk}/hazard/confirm/").status_code == 404
    moment = {"seen_at": AT.isoformat()}
    assert as_person(clerk).post(f"/items/{item.pk}/hazard/confirm/", moment).status_code == 403


@pytest.mark.parametrize("count", [0, 12])
def test_the_page_costs_the_same_however_much_stands_there(
    site: Client, item: Item, django_assert_max_num_queries: Any, count: int
) -> None:
    ItemHazardFactory(item=item)
    ShipmentLineFactory.create_batch(count, order__item=item)
    for place in range(count):
        ItemHazard.objects.filter(pk=item.pk).update(recorded_at=AT + timedelta(hours=place))
    site.get("/")

    with django_assert_max_num_queries(16):
        site.get(f"/items/{item.pk}/hazard/")


def test_the_log_form_says_beside_the_lines_what_may_travel_together(site: Client) -> None:
    for code, name in (("USAAA", "Port Alpha"), ("ILBBB", "Port Beta")):
        PlaceFactory(code=code, name=name)
    orders = [loaded_order(code, reference=f"EX-{code}") for code in ("1.1D", "1.1B")]
    standing_order(reference="EX-0", item__name="Crate, sealed")

    forbidden = site.post(
        "/shipments/check/", typed(*((order.reference, "10") for order in orders))
    )
    unknown = site.post("/shipments/check/", typed(("EX-0", "10")))
    refused = site.post("/shipments/new/", typed(*((order.reference, "10") for order in orders)))

    sentence = "1.1B and 1.1D may not travel in one compartment, magazine or transport unit."
    assert f"Hazard groups , wrong {sentence} Explosive weight" in text(forbidden)
    assert "Hazard groups Crate, sealed: how it is classified is not known" in text(unknown)
    assert "A compliance officer clears it before release." in text(unknown)
    assert refused.status_code == 422
    assert f"EX-1.1B is 1.1B. {sentence} Aboard with it: EX-1.1D (1.1D)." in text(refused)
