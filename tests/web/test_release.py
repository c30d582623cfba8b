from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from shipments.models import Item, Shipment, User
from shipments.standing.recompute import recompute
from tests.factories import (
    HoldFactory,
    MilestoneFactory,
    PackageFactory,
    ShipmentLineFactory,
)
from tests.factories.moments import AT
from tests.services.loads import TCN, classified, loaded_order, officer, ready_shipment
from tests.web.pages import cost, text, value

pytestmark = pytest.mark.django_db
PAGE = f"/shipments/{TCN}/"


def act(site: Client, what: str) -> str:
    return text(site.post(f"{PAGE}{what}/", follow=True))


def test_the_page_says_what_is_aboard_and_that_every_gate_is_clear(site: Client) -> None:
    shipment = ready_shipment()
    PackageFactory(shipment=shipment, gross_weight_kg=120)

    response = site.get(PAGE)

    said = text(response)
    assert 'aria-label="Label of Class 1, 1.1D"' in response.content.decode()
    assert "Hazard division 1.1, group D Projectiles, with bursting charge" in said
    assert "Net explosive weight 20 kg Gross weight of its packages 120 kg Packages 1" in said
    assert "Against the limit of Line 7 20 kg of 100 kg" in said
    assert "Segregation check passed. Everything aboard is 1.1D." in said
    assert "Before release Every gate is clear" in said
    assert f"Release {TCN}" in said


def test_an_open_gate_says_why_who_clears_it_and_there_is_no_button(site: Client) -> None:
    order = loaded_order(reference="EX-1")
    ready_shipment(order)
    HoldFactory(order=order)

    said = text(site.get(PAGE))

    assert "1 of 5 not clear" in said
    assert "No hold , not clear EX-1 is held: End-use note unsigned" in said
    assert "Two people with the compliance role: one asks, another releases." in said
    assert "It cannot be released while “No hold” is not clear." in said
    assert f"Release {TCN}" not in said


def test_it_is_made_ready_released_and_taken_back_without_a_script(
    site: Client, manager: User
) -> None:
    ready_shipment(ready_at=None, ready_by=None)

    assert f"{TCN} is ready." in act(site, "ready")
    released = act(site, "release")
    assert f"{TCN} is released. Until it departs the release can be taken back." in released
    assert "Released 12:00Z by Case Manager" in released
    assert f"{TCN} is no longer released." in act(site, "release/back")
    assert f"{TCN} is not ready any more." in act(site, "not-ready")
    assert Shipment.objects.get().ready_at is None


def test_a_refused_release_says_every_open_gate(site: Client) -> None:
    ready_shipment(ready_at=None, ready_by=None)

    assert "Made ready: Nobody has said that it is ready." in act(site, "release")
    assert Shipment.objects.get().released_at is None


def test_an_officer_clears_a_load_with_a_reason_and_takes_it_back(
    as_person: Callable[[User], Client],
) -> None:
    ready_shipment(mode="air")
    browser = as_person(officer())

    form = browser.get(f"{PAGE}load/")
    typed = {"digest": value(form, "digest"), "reason": "Paper 12 of the dangerous-goods person"}
    done = browser.post(f"{PAGE}load/", typed, follow=True)

    assert "By air no table here says what may travel together" in text(form)
    assert "The load is cleared, as long as nothing of it changes." in text(done)
    assert "Cleared by Officer: Paper 12 of the dangerous-goods person" in text(done)
    assert "The load is no longer cleared." in act(browser, "load/back")


def test_a_refused_clearance_keeps_what_was_typed(as_person: Callable[[User], Client]) -> None:
    ready_shipment(mode="air")
    browser = as_person(officer())

    stale = browser.post(f"{PAGE}load/", {"digest": "0" * 64, "reason": "Paper 12"})
    empty = browser.post(f"{PAGE}load/", {"digest": value(stale, "digest"), "reason": " "})

    assert (stale.status_code, empty.status_code) == (422, 422)
    assert "The load changed since you looked. Look again at what is open now." in text(stale)
    assert ">\nPaper 12</textarea>" in stale.content.decode()
    assert "Say what you confirm, and what it rests on." in text(empty)
    assert Shipment.objects.get().load_cleared == ""


def test_what_nobody_can_clear_is_not_offered(as_person: Callable[[User], Client]) -> None:
    ready_shipment(loaded_order("1.1D"), loaded_order("1.1B"))

    said = text(as_person(officer()).get(f"{PAGE}load/"))

    assert "Nobody can clear this: 1.1B and 1.1D may not travel" in said
    assert "Clear this load" not in said


def test_what_is_not_known_is_named_and_leads_to_its_classification(site: Client) -> None:
    order = loaded_order(item__name="Crate, sealed")
    order.item.hazard.delete()
    ready_shipment(order)

    response = site.get(PAGE)

    said = text(response)
    assert "Not known how this is classified: Crate, sealed" in said
    assert "Net explosive weight not known Gross weight not known" in said
    assert f'href="/items/{Item.objects.get().pk}/hazard/"' in response.content.decode()


def test_a_gate_that_opens_after_the_release_is_shown_in_red(site: Client) -> None:
    order = loaded_order()
    ready_shipment(order)
    act(site, "release")
    order.item.hazard.delete()
    classified(order, confirmed_at=None, confirmed_by=None)

    said = text(site.get(PAGE))

    assert "Something changed since it was released." in said
    assert "Take the release back" in said


def test_what_left_without_a_release_says_so_and_is_closed_when_received(site: Client) -> None:
    shipment = ready_shipment()
    MilestoneFactory(shipment=shipment, kind="departed")
    MilestoneFactory(shipment=shipment, kind="received", occurs_on=AT.date())
    recompute({line.order_id for line in shipment.lines.all()}, at=AT)

    said = text(site.get(PAGE))

    assert "Release No release on record" in said
    assert f"Close {TCN}" in said
    assert "Open it again" in act(site, "close")
    assert f"Close {TCN}" in act(site, "reopen")


def test_an_auditor_reads_the_gates_and_a_contractor_is_not_told_of_the_load(
    as_person: Callable[[User], Client], auditor: User, contractors_person: User
) -> None:
    order = loaded_order(contractor=contractors_person.contractor)
    ready_shipment(order)

    read = text(as_person(auditor).get(PAGE))
    own = text(as_person(contractors_person).get(PAGE))

    assert "Every gate is clear" in read
    assert "A case manager or a compliance officer releases it." in read
    assert as_person(auditor).post(f"{PAGE}release/").status_code == 403
    assert as_person(auditor).get(f"{PAGE}load/").status_code == 403
    assert "Hazard summary" not in own
    assert "Before release" not in own


@pytest.mark.parametrize("what", ["ready", "release", "close", "load/back"])
def test_a_shipment_that_there_is_none_of_is_said_so(
    as_person: Callable[[User], Client], manager: User, what: str
) -> None:
    manager.roles = [*manager.roles, "compliance"]
    manager.save()

    assert as_person(manager).post(f"/shipments/NONE/{what}/").status_code == 404
    assert as_person(manager).get("/shipments/NONE/load/").status_code == 404


def test_the_page_costs_the_same_for_one_line_and_for_many(site: Client) -> None:
    shipment = ready_shipment()

    def grow(number: int) -> None:
        ShipmentLineFactory(shipment=shipment, order=loaded_order())
        tcn = f"BISZZZ6324000{number}XAX"
        ready_shipment(loaded_order(), tcn=tcn, departure=shipment.departure)

    grow(0)
    few = cost(site, PAGE)
    for number in range(1, 5):
        grow(number)

    assert cost(site, PAGE) == few
