from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from shipments.models import DueItem, Flag, Item, Policy, Substitute, User
from tests.coverage.netted import aboard, day, need, net_all, stands_in, to_come
from tests.factories import ItemFactory
from tests.factories.moments import AT
from tests.factories.standings import possible_sale
from tests.web.pages import cost, text, value

pytestmark = pytest.mark.django_db


def settled() -> None:
    """Net everything, as the worker's next pass does."""
    net_all()
    DueItem.objects.all().delete()


def a_substitute(**given: str) -> dict[str, str]:
    return {"accepted": "Crate, blue", "rank": "", "source": "Receiving staff, letter 12"} | given


@pytest.fixture
def short_item(db: None) -> Item:
    """100 needed on 20 November plus 10 days; 40 come in time, 80 of a routine order on day 41."""
    item = ItemFactory(name="Crate, red")
    need(item, 100, on=10, urgency="emergency")
    to_come(item, 40, on=5, routine=False)
    to_come(item, 80, on=41)
    settled()
    return item


def test_the_page_says_what_is_short_and_which_order_to_pull_forward(
    site: Client, short_item: Item
) -> None:
    order = short_item.orders.last()

    said = text(site.get(f"/items/{short_item.pk}/"))

    assert "60 short" in said
    assert "60 short covered on 31 Dec" in said
    assert f"{order.reference} {order.contractor.name} 60 by 31 days expected 31 Dec" in said


def test_the_chart_is_drawn_twice_with_its_gap_and_said_in_a_sentence(
    site: Client, short_item: Item
) -> None:
    html = site.get(f"/items/{short_item.pk}/").content.decode()

    assert html.count('class="gap"') == 2
    assert (
        "100 needed in all, 120 expected with a date; from 30 Nov 2026 on less is expected "
        "than is needed, at most 60 less. The table says the same." in html
    )


def test_the_file_holds_the_steps_of_the_chart(site: Client, short_item: Item) -> None:
    response: Any = site.get(f"/items/{short_item.pk}.csv")

    sent = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    rows = list(csv.reader(StringIO(sent)))
    assert rows[0] == [
        "Day", "What", "Reference", "Quantity", "Needed in all", "Expected in all",
        "Short that day",
    ]  # fmt: skip
    assert [[row[0], row[1], *row[3:]] for row in rows[1:]] == [
        ["2026-11-25", "Expected", "40", "0", "40", "0"],
        ["2026-11-30", "Needed", "100", "100", "40", "60"],
        ["2026-12-31", "Expected", "80", "100", "120", "0"],
    ]


def test_it_says_of_what_is_no_supply_why(site: Client) -> None:
    item = ItemFactory()
    need(item, 10, on=10)
    to_come(item, 10, on=5, is_held=True)
    to_come(item, 10, on=None)
    to_come(item, None, on=5)
    to_come(item, 10, on=-9)
    possible_sale(item=item)
    aboard(to_come(item, 10, on=30), 10, on=8)

    said = text(site.get(f"/items/{item.pk}/"))

    assert "What counts as supply 10 in all" in said
    for why in (
        "Held",
        "No date",
        "Quantity not published",
        "Possible sale: not ordered",
        "Overdue: its day has gone, no new one is known",
    ):
        assert why in said


def test_an_item_that_nobody_needs_says_so(site: Client) -> None:
    item = ItemFactory()

    said = text(site.get(f"/items/{item.pk}/"))

    assert "No need of it stands open." in said
    assert "Nobody has asked for it." in said


def test_until_the_worker_has_netted_it_the_page_says_so(site: Client, short_item: Item) -> None:
    DueItem.objects.create(item=short_item, marked_at="2026-11-20T12:00Z")

    assert "being worked out again" in text(site.get(f"/items/{short_item.pk}/"))


def test_the_list_has_what_is_short_first_by_the_day(site: Client, short_item: Item) -> None:
    sooner, covered = ItemFactory(name="Crate, soon"), ItemFactory(name="Crate, covered")
    need(sooner, 5, on=2)
    need(covered, 5, on=50)
    to_come(covered, 5, on=1)
    settled()

    short = text(site.get("/items/"))
    needed = text(site.get("/items/?tab=needed"))

    assert short.index("Crate, soon") < short.index("Crate, red")
    assert "Crate, covered" not in short
    assert "Crate, covered" in needed
    assert "Short 2 Needed 3 All items 3" in short


def test_the_list_finds_by_name_and_says_what_it_cannot_use(site: Client, short_item: Item) -> None:
    found = text(site.get("/items/?tab=all&q=RED"))
    nothing = text(site.get("/items/?tab=all&q=green"))
    odd = text(site.get("/items/?tab=odd&after=odd"))

    assert "Crate, red" in found
    assert "No item found" in nothing
    assert "The page in this address is not one of this list" in odd


def test_contractors_see_no_item_page(
    as_person: Callable[[User], Client], contractors_person: User, short_item: Item
) -> None:
    theirs = as_person(contractors_person)
    here = f"/items/{short_item.pk}/"

    answers = [theirs.get(a).status_code for a in ("/items/", here, f"/items/{short_item.pk}.csv")]
    answers.append(theirs.post(f"{here}substitutes/", a_substitute()).status_code)
    answers.append(theirs.post(f"{here}substitutes/1/remove/").status_code)

    assert answers == [404, 404, 404, 404, 404]
    assert "/items/" not in theirs.get("/orders/").content.decode()


def test_a_substitute_is_added_and_removed(site: Client, short_item: Item, manager: User) -> None:
    ItemFactory(name="Crate, blue")
    here = f"/items/{short_item.pk}/"

    added = site.post(f"{here}substitutes/", a_substitute(), follow=True)
    substitute = Substitute.objects.get()
    removed = site.post(f"{here}substitutes/{substitute.pk}/remove/", follow=True)
    again = site.post(f"{here}substitutes/{substitute.pk}/remove/", follow=True)

    assert "Crate, blue is accepted in its place." in text(added)
    assert (substitute.rank, substitute.recorded_by) == (1, manager)
    assert "Crate, blue is no longer accepted in its place." in text(removed)
    assert "It was removed already." in text(again)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"accepted": "Crate, none"}, "No item “Crate, none” is recorded here."),
        ({"accepted": "Crate, red"}, "That is the item itself."),
        ({"accepted": "Crate, old"}, "Crate, old is accepted already."),
        ({"source": ""}, "Enter who accepted it, and where that is written."),
        ({"rank": "1"}, "Rank 1 is Crate, old. Choose another one."),
        ({"rank": "0"}, "Rank: found 0; it is from 1, asked first, to 99."),
    ],
)
def test_a_refused_substitute_keeps_what_was_typed(
    site: Client, short_item: Item, given: dict[str, str], says: str
) -> None:
    ItemFactory(name="Crate, blue")
    stands_in(ItemFactory(name="Crate, old"), for_item=short_item)

    response = site.post(f"/items/{short_item.pk}/substitutes/", a_substitute(**given))

    assert response.status_code == 422
    assert says in text(response)
    assert value(response, "accepted") == a_substitute(**given)["accepted"]
    assert Substitute.objects.count() == 1


def test_who_may_not_record_needs_adds_no_substitute(
    as_person: Callable[[User], Client], auditor: User, short_item: Item
) -> None:
    ItemFactory(name="Crate, blue")
    theirs = as_person(auditor)

    response = theirs.post(f"/items/{short_item.pk}/substitutes/", a_substitute())

    assert response.status_code == 403
    assert "Add a substitute" not in text(theirs.get(f"/items/{short_item.pk}/"))
    assert not Substitute.objects.exists()


def test_an_item_that_is_not_there_is_not_found(site: Client) -> None:
    assert site.get("/items/99999999/").status_code == 404


def test_the_page_costs_the_same_however_much_is_on_it(site: Client, short_item: Item) -> None:
    here = f"/items/{short_item.pk}/"
    before, listed = cost(site, here), cost(site, "/items/")
    for _ in range(5):
        need(short_item, 10, on=20)
        to_come(short_item, 10, on=30)
        stands_in(ItemFactory(), for_item=short_item, rank=Substitute.objects.count() + 1)
        need(ItemFactory(), 10, on=day(3).day)
    settled()

    assert (cost(site, here), cost(site, "/items/")) == (before, listed)


def test_an_order_that_would_close_a_shortfall_leads_to_its_item(
    site: Client, short_item: Item
) -> None:
    order = short_item.orders.last()
    Flag.objects.create(
        order=order, reason="need_uncovered", kind="speed_up", since=day(0), points=50,
        evidence={}, policy=Policy.objects.in_force(), raised_at=AT, evidence_at=AT,
    )  # fmt: skip

    html = site.get(f"/orders/{order.reference}/").content.decode()

    assert f'<a href="/items/{short_item.pk}/">Its coverage</a>' in html
