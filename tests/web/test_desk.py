from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest

from shipments.models import AnswerLink, Expedite, Proposal
from shipments.services import expedites
from tests.factories import ContactFactory, ContractorFactory, PromiseFactory
from tests.factories.case_files import answer_link, expeditor, in_hand
from tests.factories.moments import AT, TODAY
from tests.web.pages import cost, link, text

pytestmark = pytest.mark.django_db


def listed(response):
    html = response.content.decode()
    return re.findall(r'data-row-link href="/orders/([^/"]+)/', html)


def at_step(by, reference, due, **fields):
    """A file whose next step falls due on that day."""
    order = in_hand(by, reference=reference)
    changed = {"next_step": "follow_up", "next_step_on": due} | fields
    Expedite.objects.filter(order=order).update(**changed)
    return order


def proposed(order):
    contact = ContactFactory(contractor=order.contractor)
    given = AnswerLink.objects.get(pk=answer_link(order, contact=contact))
    Proposal.objects.create(
        order=order,
        contact=contact,
        link=given,
        batch=uuid4(),
        ship_on=date(2027, 1, 1),
        reason="Castings",
        proposed_at=AT,
    )


@pytest.fixture
def desk(manager):
    """One file of each kind in the manager's hands."""
    at_step(manager, "LATE", TODAY - timedelta(days=2))
    at_step(manager, "TODAY", TODAY)
    proposed(at_step(manager, "DECIDE", TODAY + timedelta(days=3)))
    at_step(manager, "WAITS", TODAY + timedelta(days=3), state="contacted")
    promised = at_step(manager, "KEEPS", None, state="committed", next_step="")
    promise = PromiseFactory(order=promised, ship_on=date(2026, 12, 2))
    Expedite.objects.filter(order=promised).update(commitment=promise)
    at_step(manager, "SLEEPS", TODAY)
    expedites.snooze(
        reference="SLEEPS", until=date(2026, 11, 27), reason="Customs paper", by=manager, at=AT
    )


def test_each_file_lies_where_it_waits(site, desk):
    tabs = ["to-do", "overdue", "today", "decide", "waiting", "committed", "snoozed"]

    found = {tab: listed(site.get(f"/desk/?tab={tab}")) for tab in tabs}

    assert found == {
        "to-do": ["LATE", "TODAY", "DECIDE"],
        "overdue": ["LATE"],
        "today": ["TODAY"],
        "decide": ["DECIDE"],
        "waiting": ["WAITS"],
        "committed": ["KEEPS"],
        "snoozed": ["SLEEPS"],
    }


def test_every_queue_says_how_many_lie_in_it(site, desk):
    said = text(site.get("/desk/"))

    assert (
        "To do 3 Overdue 1 Due today 1 To decide 1 Waiting 1 Committed 1 Snoozed 1 All open 6"
        in said
    )


def test_a_row_says_what_is_next_and_since_when_it_is_overdue(site, desk):
    said = text(site.get("/desk/?tab=all"))

    assert "Follow-up 18 Nov 2 d ago" in said
    assert "Promised 2 Dec" in said
    assert "until 27 Nov : Customs paper" in said
    assert "Open Proposal" in said


def test_it_shows_ones_own_until_others_are_asked_for(site, manager):
    other = expeditor()
    in_hand(manager, reference="MINE")
    in_hand(other, reference="THEIRS")

    assert listed(site.get("/desk/?tab=all")) == ["MINE"]
    assert listed(site.get(f"/desk/?tab=all&whose={other.pk}")) == ["THEIRS"]
    assert sorted(listed(site.get("/desk/?tab=all&whose=all"))) == ["MINE", "THEIRS"]


def test_it_shows_one_contractors_or_those_of_none(site, manager):
    works = ContractorFactory(name="Fictional Works")
    in_hand(manager, reference="THEIRS", contractor=works)
    in_hand(manager, reference="NONE", contractor=None)

    assert listed(site.get(f"/desk/?tab=all&contractor={works.pk}")) == ["THEIRS"]
    assert listed(site.get("/desk/?tab=all&contractor=none")) == ["NONE"]


def test_a_closed_file_leaves_the_desk(site, manager):
    in_hand(manager, reference="Q1")
    expedites.close(reference="Q1", outcome="Shipped", by=manager, at=AT)

    assert listed(site.get("/desk/?tab=all")) == []


@pytest.mark.parametrize("tab", ["to-do", "overdue", "decide", "waiting", "committed", "snoozed"])
def test_an_empty_queue_says_what_would_lie_there(site, tab):
    response = site.get(f"/desk/?tab={tab}")

    assert response.status_code == 200
    assert 'class="empty"' in response.content.decode()


@pytest.mark.parametrize("query", ["tab=nonsense", "whose=nobody", "contractor=x", "after=%%%"])
def test_what_of_an_address_cannot_be_used_is_said(site, desk, query):
    response = site.get(f"/desk/?{query}")

    assert response.status_code == 200
    assert "Part of this address could not be used; the rest was." in text(response)
    assert listed(response) == ["LATE", "TODAY", "DECIDE"]


def test_pages_follow_each_other_without_gap_or_double(site, manager):
    for number in range(53):
        at_step(manager, f"Q{number:02d}", TODAY - timedelta(days=number % 3))

    first = site.get("/desk/")
    second = site.get(f"/desk/{link(first, 'next')}")

    assert len(listed(first)) == 50
    assert len(set(listed(first) + listed(second))) == 53
    assert listed(site.get(f"/desk/{link(second, 'prev')}")) == listed(first)


def test_it_costs_the_same_however_many_files(site, manager):
    proposed(at_step(manager, "Q", TODAY))
    one = cost(site, "/desk/")
    for number in range(12):
        proposed(at_step(manager, f"Q{number}", TODAY))

    assert cost(site, "/desk/") == one


def test_the_file_holds_every_row_of_the_queue(site, desk):
    response = site.get("/desk.csv?tab=committed")

    rows = b"".join(response.streaming_content).decode().splitlines()
    assert rows[0].startswith("\ufeffOrder,Item,Contractor,State,Owner,Next step,Due")
    assert rows[1].startswith("KEEPS,")
    assert ",committed,Case Manager,,,,2026-12-02," in rows[1]
    assert len(rows) == 2


def test_the_file_refuses_what_it_cannot_use(site):
    assert site.get("/desk.csv?tab=nonsense").status_code == 400


def test_a_contractors_person_has_no_desk(as_person, contractors_person):
    browser = as_person(contractors_person)

    assert browser.get("/desk/").status_code == 404
    assert browser.get("/desk.csv").status_code == 404
    assert "/desk/" not in browser.get("/orders/").content.decode()


def test_an_auditor_sees_everybodys(as_person, auditor, manager):
    in_hand(manager, reference="Q1")

    assert listed(as_person(auditor).get("/desk/?tab=all")) == ["Q1"]


def test_the_overview_says_what_lies_on_the_desk(site, desk):
    assert "On your desk: 3 to do, 6 open" in text(site.get("/"))
