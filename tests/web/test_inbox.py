from __future__ import annotations

import re
from datetime import timedelta

import pytest

from shipments.models import Notice, User
from tests.factories import UserFactory
from tests.factories.moments import AT
from tests.factories.standings import standing_order
from tests.factories.telling import NoticeFactory
from tests.web.pages import cost, link, text

pytestmark = pytest.mark.django_db


def texts(response):
    """The notices of the page, from the top."""
    row = r'class="ibn-m"><p>(?:<span class="vh">Unread: </span>)?<[^>]+>([^<]+)<'
    return re.findall(row, body(response))


def body(response):
    return response.content.decode()


def unread(user):
    return set(user.notices.unread().values_list("text", flat=True))


def test_the_unread_stand_first_and_the_newest_of_them_on_top(site, manager):
    for hours, name, read in [
        (4, "One", None),
        (3, "Two", AT),
        (2, "Three", None),
        (1, "Four", AT),
    ]:
        NoticeFactory(user=manager, text=name, at=AT - timedelta(hours=hours), read_at=read)

    response = site.get("/inbox/")

    assert texts(response) == ["Three", "One", "Four", "Two"]


def test_a_notice_leads_to_its_order(site, manager):
    order = standing_order(reference="Q77")
    NoticeFactory(user=manager, order=order, text="Q77 was promised and did not ship.")

    response = site.get("/inbox/")

    assert '<a class="q" data-row-link href="/orders/Q77/">Q77 was promised' in body(response)
    assert f"Q77 {order.item.name} · 12:00Z" in text(response)


def test_nobody_sees_what_others_were_told(site):
    NoticeFactory(text="For somebody else.")

    response = site.get("/inbox/")

    assert texts(response) == []
    assert "Nothing yet" in text(response)


def test_the_filters_say_how_many_there_are(site, manager):
    NoticeFactory.create_batch(2, user=manager)
    NoticeFactory(user=manager, kind="answered", text="Answered.", read_at=AT)

    every, new = site.get("/inbox/"), site.get("/inbox/?show=unread")
    answered = site.get("/inbox/?kind=answered")
    none_new = site.get("/inbox/?show=unread&kind=answered")

    assert "All 3 Unread 2 Answered 1 Broken 2 Mark all as read" in text(every)
    assert "All 3 Unread 2 Broken 2 Mark all as read" in text(new)
    assert texts(answered) == ["Answered."]
    assert "None of this kind" in text(none_new)


def test_one_is_marked_as_read_and_that_is_taken_back(site, manager):
    first = NoticeFactory(user=manager, text="First")
    NoticeFactory(user=manager, text="Second")

    marked = site.post("/inbox/read/?show=unread", {"notice": first.pk}, follow=True)
    left = unread(manager)
    moment = re.search(r'name="marked" value="([^"]+)"', body(marked)).group(1)
    back = site.post("/inbox/unread/?show=unread", {"marked": moment}, follow=True)

    assert marked.redirect_chain == [
        ("/inbox/?show=unread&marked=2026-11-20T12%3A00%3A00%2B00%3A00", 302)
    ]
    assert "1 marked as read. Undo" in text(marked)
    assert (texts(marked), left) == (["Second"], {"Second"})
    assert back.redirect_chain == [("/inbox/?show=unread", 302)]
    assert unread(manager) == {"First", "Second"}


def test_all_are_marked_as_read_and_that_is_taken_back(site, manager):
    NoticeFactory(user=manager, text="Read before", read_at=AT - timedelta(days=1))
    NoticeFactory.create_batch(3, user=manager, text="New")

    marked = site.post("/inbox/read/", follow=True)
    none_left = unread(manager)
    site.post("/inbox/unread/", {"marked": AT.isoformat()})

    assert "3 marked as read. Undo" in text(marked)
    assert none_left == set()
    assert Notice.objects.unread().count() == 3


def test_with_a_script_the_list_and_the_count_are_swapped(site, manager):
    first = NoticeFactory(user=manager, text="First")
    NoticeFactory(user=manager, text="Second")

    response = site.post("/inbox/read/", {"notice": first.pk}, headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert body(response).lstrip().startswith('<div class="stack" id="inbox">')
    assert texts(response) == ["Second", "First"]
    assert '<span class="ct hot" id="count-inbox" data-hx-swap-oob="true">1</span>' in body(
        response
    )


@pytest.mark.parametrize("sent", ["x", "", "-1", "9" * 30, "1e3"])
def test_a_notice_that_is_none_marks_nothing(site, manager, sent):
    NoticeFactory(user=manager)

    response = site.post("/inbox/read/", {"notice": sent})

    assert response.status_code == 302
    assert Notice.objects.unread().count() == 1


@pytest.mark.parametrize("sent", ["", "yesterday", "2026-11-20", "2026-11-20T12:00:00"])
def test_a_moment_that_is_none_takes_nothing_back(site, manager, sent):
    NoticeFactory(user=manager, read_at=AT)

    response = site.post("/inbox/unread/", {"marked": sent}, follow=True)

    assert response.status_code == 200
    assert Notice.objects.unread().count() == 0


def test_what_cannot_be_read_in_the_address_is_said(site, manager):
    NoticeFactory(user=manager, text="Here")

    response = site.get("/inbox/?show=some&kind=lost&after=x")

    said = text(response)
    assert "Shown: “some” cannot be used. Choose from all, unread." in said
    assert "Kind: “lost” cannot be used. Choose from flagged, due, answered," in said
    assert "The page in this address is not one of this list: here is the first." in said
    assert texts(response) == ["Here"]


def test_a_long_inbox_has_pages_from_the_unread_to_the_read(site, manager):
    for number in range(40):
        at = AT - timedelta(minutes=number)
        NoticeFactory(user=manager, text=f"new {number}", at=at)
        NoticeFactory(user=manager, text=f"old {number}", at=at, read_at=AT)

    first = site.get("/inbox/")
    second = site.get("/inbox/" + link(first, "next"))
    back = site.get("/inbox/" + link(second, "prev"))

    assert texts(first) == [f"new {n}" for n in range(40)] + [f"old {n}" for n in range(39, 29, -1)]
    assert texts(second) == [f"old {n}" for n in range(29, -1, -1)]
    assert (link(second, "next"), texts(back)) == ("", texts(first))


def test_an_unread_inbox_that_was_read_says_so(site, manager):
    NoticeFactory(user=manager, read_at=AT)

    assert "All read" in text(site.get("/inbox/?show=unread"))


def test_the_navigation_counts_the_unread(site, manager):
    NoticeFactory.create_batch(2, user=manager)
    NoticeFactory(user=manager, read_at=AT)
    NoticeFactory()

    page, live = site.get("/disruptions/"), site.get("/live/")

    assert '<span class="ct hot" id="count-inbox">2</span>' in body(page)
    assert '<span class="ct hot" id="count-inbox" data-hx-swap-oob="true">2</span>' in body(live)
    assert "Inbox 2 unread" in text(page)


def test_the_digest_is_switched_off_and_on(site, manager):
    page = site.get("/inbox/")
    off = site.post("/inbox/preferences/", {"rhythm": "off"}, follow=True)
    kept = User.objects.get(pk=manager.pk).digest_rhythm
    site.post("/inbox/preferences/", {"rhythm": "daily"})

    assert re.findall(r'value="(\w+)"[^>]* checked', body(page)) == ["daily"]
    assert re.findall(r'value="(\w+)"[^>]* checked', body(off)) == ["off"]
    assert "Saved." in text(off)
    assert kept == "off"
    assert User.objects.get(pk=manager.pk).digest_rhythm == "daily"


def test_a_rhythm_that_there_is_none_of_is_refused(site, manager):
    response = site.post("/inbox/preferences/", {"rhythm": "hourly"})

    assert response.status_code == 422
    assert "<title>Error: Inbox" in body(response)
    assert "“hourly” is not one of these." in text(response)
    assert User.objects.get(pk=manager.pk).digest_rhythm == "daily"


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", "/inbox/"),
        ("post", "/inbox/read/"),
        ("post", "/inbox/unread/"),
        ("post", "/inbox/preferences/"),
    ],
)
def test_the_inbox_is_not_for_contractors(as_person, contractors_person, method, address):
    browser = as_person(contractors_person)

    response = getattr(browser, method)(address)

    assert response.status_code == 404
    assert "/inbox/" not in body(browser.get("/disruptions/"))
    assert "count-inbox" not in body(browser.get("/live/"))


def test_the_inbox_costs_the_same_for_few_and_for_many(site, manager):
    NoticeFactory.create_batch(3, user=manager, order=standing_order())
    few = cost(site, "/inbox/")
    for _ in range(30):
        NoticeFactory(user=manager, order=standing_order())
    UserFactory.create_batch(3)

    assert cost(site, "/inbox/") == few
