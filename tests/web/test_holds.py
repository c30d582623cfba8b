from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from shipments.domain.roles import Role
from shipments.models import Hold, User
from shipments.standing.recompute import recompute
from tests.factories import HoldFactory, UserFactory
from tests.factories.moments import AT
from tests.factories.standings import standing_order
from tests.web.pages import cost, text, value

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(db: None) -> User:
    return UserFactory(name="Dana", roles=[Role.COMPLIANCE.value])


@pytest.fixture
def office(as_person: Callable[[User], Client], dana: User) -> Client:
    """The compliance officer's browser."""
    return as_person(dana)


def a_hold(**given: str) -> dict[str, str]:
    sent = {
        "thing": "order",
        "covers": "EX-1",
        "kind": "Suspended",
        "legal_basis": "Decision 12",
        "review_on": "2026-12-20",
        "note": "",
    }
    return sent | given


def held(reference: str, **fields: Any) -> Hold:
    order = standing_order(reference=reference)
    hold = HoldFactory(order=order, kind="Suspended", legal_basis="Decision 12", **fields)
    recompute([order.pk], at=AT)
    return hold


def test_a_hold_is_placed_without_a_script(office: Client) -> None:
    standing_order(reference="EX-1")

    response = office.post("/holds/new/", a_hold(), follow=True)

    assert "Hold placed on order EX-1." in text(response)
    assert "On order EX-1 : Decision 12" in text(response)
    assert Hold.objects.get().order.reference == "EX-1"


def test_what_was_typed_is_kept_beside_what_is_wrong(office: Client) -> None:
    response = office.post("/holds/new/", a_hold(covers="EX-404", review_on="2020-01-01"))

    assert response.status_code == 422
    assert "No order EX-404 is on record" in text(response)
    assert "1 Jan 2020 has gone. Enter a day to come." in text(response)
    assert (value(response, "covers"), value(response, "kind")) == ("EX-404", "Suspended")
    assert not Hold.objects.exists()


def test_the_form_begins_with_the_order_it_was_opened_from(office: Client) -> None:
    assert value(office.get("/holds/new/?order=EX-1"), "covers") == "EX-1"


def test_two_people_release_it(
    office: Client, as_person: Callable[[User], Client], dana: User
) -> None:
    hold = held("EX-1")

    asked = office.post(f"/holds/{hold.pk}/ask-release/", {"reason": "Note signed"}, follow=True)
    own = office.post(f"/holds/{hold.pk}/release/", follow=True)
    other = as_person(UserFactory(name="Noa", roles=[Role.COMPLIANCE.value]))
    done = other.post(f"/holds/{hold.pk}/release/", follow=True)

    assert "You asked for its release. Somebody else with the right must release it." in text(asked)
    assert "A hold is released by two people" in text(own)
    assert "Hold released. Its orders are judged again now." in text(done)
    released = text(other.get("/holds/?state=released"))
    assert "Release asked 12:00Z by Dana: Note signed Released 12:00Z by Noa" in released


def test_a_release_without_a_reason_is_not_asked_for(office: Client) -> None:
    hold = held("EX-1")

    response = office.post(f"/holds/{hold.pk}/ask-release/", {"reason": " "}, follow=True)

    assert "Say why it can be released." in text(response)
    assert Hold.objects.get(release_asked_at=None) == hold


@pytest.mark.parametrize("address", ["/holds/new/", "/holds/1/ask-release/", "/holds/1/release/"])
def test_a_case_manager_is_told_whom_to_ask(site: Client, address: str) -> None:
    response = site.post(address, a_hold())

    assert response.status_code == 403
    assert "Ask a compliance officer." in text(response)


def test_everybody_on_the_staff_reads_them_and_sees_no_button(
    as_person: Callable[[User], Client], auditor: User
) -> None:
    held("EX-1")

    page = as_person(auditor).get("/holds/")

    assert "Suspended Held" in text(page)
    assert "Ask for release" not in text(page)
    assert "Place a hold" not in text(page)


def test_a_contractors_person_does_not_see_them(
    as_person: Callable[[User], Client], contractors_person: User
) -> None:
    assert as_person(contractors_person).get("/holds/").status_code == 404


def test_nothing_held_and_nothing_released_say_so(site: Client) -> None:
    assert "No hold is in place" in text(site.get("/holds/"))
    assert "No hold was released yet" in text(site.get("/holds/?state=released"))


def test_the_list_costs_the_same_however_long(site: Client) -> None:
    held("EX-1")
    few = cost(site, "/holds/")
    for number in range(5):
        held(f"EX-1{number}")

    assert cost(site, "/holds/") == few


def test_an_overdue_review_is_marked(site: Client) -> None:
    held("EX-1", review_on=AT.date().replace(day=1))

    assert "Review overdue" in text(site.get("/holds/"))


def test_a_held_order_says_so_with_its_basis_and_who_can_lift_it(site: Client) -> None:
    held("EX-1", note="See the minutes")

    page = site.get("/orders/EX-1/")

    said = text(page)
    assert "Held: nothing of it can be shipped or expedited" in said
    assert "Suspended : Decision 12 See the minutes On order EX-1 Placed 12:00Z" in said
    assert "Two people with the compliance role: one asks, another releases." in said
    assert "/shipments/new/?order=EX-1" not in page.content.decode()


def test_a_held_order_shows_so_in_the_list(site: Client) -> None:
    held("EX-1")
    standing_order(reference="EX-2")

    page = site.get("/orders/")

    assert page.content.decode().count('class="hold"') == 1


def test_the_hot_list_says_how_many_held_orders_it_leaves_out(site: Client) -> None:
    held("EX-1")
    assert "1 held order is left out" in text(site.get("/hot-list/"))


def test_the_hot_list_says_nothing_of_holds_where_there_is_none(site: Client) -> None:
    assert "left out" not in text(site.get("/hot-list/"))
