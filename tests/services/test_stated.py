"""What a person changes is said at that moment; the rest stays said when it was."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from shipments.models import Contact, Need, Order, Stated
from shipments.services import contacts, needs, orders, priorities, stated
from tests.factories import (
    CaseFactory,
    ContactFactory,
    ImportBatchFactory,
    LaneFactory,
    NeedFactory,
    UserFactory,
)
from tests.factories.moments import AT, TODAY
from tests.factories.standings import standing_order
from tests.intake.milstrip.records import NUMBER, apply, record

pytestmark = pytest.mark.django_db

RECORDED = AT - timedelta(days=30)
OF_A_FILE = AT - timedelta(days=5)


def of(subject: Order | Need | Contact) -> dict[str, Any]:
    return Stated.objects.values("said_at", "first_said_at", "fields", "batch", "line").get(
        kind=type(subject).__name__.lower(), subject_id=subject.pk
    )


def order_of(**fields: Any) -> Order:
    return standing_order(reference="Q1", recorded_at=RECORDED, **fields)


def told_by_file(subject: Order | Contact, **fields: str) -> Stated:
    return Stated.objects.create(
        kind=type(subject).__name__.lower(),
        subject_id=subject.pk,
        said_at=OF_A_FILE,
        first_said_at=RECORDED,
        fields=fields,
        batch=ImportBatchFactory(),
        line=7,
    )


def raised(**given: Any) -> None:
    asked = {"reference": "Q1", "designator": 5, "reason": "UND raised to A", "at": AT}
    priorities.raise_(**(asked | {"by": UserFactory()} | given))


def test_a_raised_priority_is_said_now_and_the_rest_when_the_order_was_recorded():
    order = order_of(priority_designator=13, note="", lane=None)

    raised()

    row = of(order)
    when_recorded = RECORDED.isoformat()
    assert (row["said_at"], row["first_said_at"], row["batch"]) == (AT, RECORDED, None)
    assert row["fields"] == dict.fromkeys(
        ["item", "quantity", "unit_of_issue", "case", "contractor", "ordered_on",
         "acknowledged_on", "required_on", "urgency"],
        when_recorded,
    )  # fmt: skip


def test_what_a_file_said_stays_said_then_and_an_urgency_beside_the_priority_is_new():
    order = order_of(priority_designator=13, contractor=None, acknowledged_on=None)
    told_by_file(order, quantity=RECORDED.isoformat(), priority_designator=RECORDED.isoformat())

    raised(urgency="urgent")

    row = of(order)
    assert (row["said_at"], row["first_said_at"]) == (AT, RECORDED)
    assert (row["batch"], row["line"]) == (None, None)
    assert row["fields"] == {"quantity": RECORDED.isoformat()} | dict.fromkeys(
        ["item", "unit_of_issue", "case", "ordered_on", "required_on"], OF_A_FILE.isoformat()
    )


def test_a_file_that_was_said_tomorrow_stays_the_newest():
    order = order_of(priority_designator=13)
    tomorrow = AT + timedelta(days=1)
    row = told_by_file(order)
    Stated.objects.update(said_at=tomorrow)

    raised()

    after = of(order)
    assert (after["said_at"], after["batch"], after["line"]) == (tomorrow, row.batch_id, 7)
    assert after["fields"] == {"priority_designator": AT.isoformat()}


def test_a_lane_that_is_taken_away_is_gone_since_now_and_the_same_again_says_nothing():
    lane = LaneFactory()
    order = order_of(lane=lane)
    by = UserFactory()
    orders.plan_lane(reference="Q1", lane_id=lane.pk, by=by, at=AT)
    unchanged = Stated.objects.exists()

    orders.plan_lane(reference="Q1", lane_id=None, by=by, at=AT)

    assert unchanged is False
    assert of(order)["fields"]["lane"] == AT.isoformat()


def test_of_a_contact_only_what_is_changed_is_said_now():
    contact = ContactFactory(name="Order desk", phone="+1 555 0100", email="desk@works.example")
    told_by_file(contact)

    contacts.change(
        contractor_id=contact.contractor_id,
        contact_id=contact.pk,
        name="Order desk",
        email="night@works.example",
        by=UserFactory(),
        at=AT,
    )

    row = of(contact)
    assert row["said_at"] == AT
    assert row["fields"] == {
        "name": OF_A_FILE.isoformat(),
        "phone": AT.isoformat(),
        "time_zone": OF_A_FILE.isoformat(),
    }


def test_a_contact_nobody_stated_was_said_when_it_was_last_written():
    contact = ContactFactory(duty="")
    written = contact.events.get().pgh_created_at

    stated.said(contact, {"name": "Night desk"}, at=written + timedelta(days=1))

    row = of(contact)
    assert row["first_said_at"] == written
    assert row["fields"] == dict.fromkeys(["email", "time_zone"], written.isoformat())


def test_a_need_that_is_closed_is_closed_since_now():
    need = NeedFactory(recorded_at=RECORDED, note="")

    needs.close(need_id=need.pk, on=TODAY, by=UserFactory(), at=AT)

    row = of(need)
    assert (row["said_at"], "closed_on" in row["fields"]) == (AT, False)
    assert set(row["fields"].values()) == {RECORDED.isoformat()}
    assert Need.objects.get().closed_on == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        (-1, 5),  # The file of yesterday does not take it back.
        (1, 12),
    ],
)
def test_of_a_person_and_a_file_the_later_one_holds(said, stands):
    order = standing_order(
        reference=NUMBER,
        document_number=NUMBER,
        priority_designator=13,
        recorded_at=RECORDED,
        case=CaseFactory(case_id="IS-B-ZZZ"),
        ordered_on=date(2026, 10, 16),
    )
    raised(reference=NUMBER)

    apply(record("AM1", priority="12"), reported_at=AT + timedelta(days=said))

    order.refresh_from_db()
    assert order.priority_designator == stands
