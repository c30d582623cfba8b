from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from shipments.models import ImportBatch, User
from tests.factories.imports import (
    ImportBatchFactory,
    ImportRefusalFactory,
)
from tests.factories.moments import AT
from tests.web.pages import cost, link, listed, text

pytestmark = pytest.mark.django_db

READ = ["/imports/", "/imports/unmatched/", "/imports/{0}/", "/imports/{0}/progress/"]
READ += ["/imports/{0}/refused.csv", "/imports/{0}/to-correct/", "/imports/{0}/mapping/"]
READ += ["/imports/templates/orders.csv"]
WRITTEN = ["/imports/", "/imports/{0}/cancel/", "/imports/{0}/now/", "/imports/{0}/again/"]
WRITTEN += ["/imports/{0}/correct/", "/imports/{0}/mapping/"]


def test_whoever_comes_first_reads_what_can_be_imported(site: Client) -> None:
    page = text(site.get("/imports/"))

    assert "Nothing was imported yet" in page
    assert "MILSTRIP records Requisitions, modifications, status" in page
    assert "Orders What is ordered, how many, by when, on which case." in page


def test_the_list_is_newest_first_in_pages(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shipments.queries.import_list.PAGE_SIZE", 2)
    first, second, third = (
        ImportBatchFactory(uploaded_at=AT - timedelta(hours=back)).pk for back in (3, 2, 1)
    )

    newest = site.get("/imports/")
    oldest = site.get("/imports/" + link(newest, "next"))

    assert listed(newest) == [str(third), str(second)]
    assert listed(oldest) == [str(first)]
    assert listed(site.get("/imports/" + link(oldest, "prev"))) == [str(third), str(second)]


def test_the_list_is_narrowed_by_state_kind_and_refused_lines(site: Client) -> None:
    ImportBatchFactory(name="a.txt", state="done", refused=3)
    ImportBatchFactory(name="b.csv", kind="orders", state="done")
    ImportBatchFactory(name="c.csv", kind="orders", state="cancelled", cancelled_at=AT)

    def names(query: str) -> list[str]:
        page = text(site.get(f"/imports/?{query}"))
        return [name for name in ("a.txt", "b.csv", "c.csv") if name in page]

    assert names("state=done") == ["a.txt", "b.csv"]
    assert names("kind=orders") == ["b.csv", "c.csv"]
    assert names("refused=yes") == ["a.txt"]
    assert "No imports match" in text(site.get("/imports/?state=tried"))


def test_an_address_that_cannot_be_used_is_said_and_the_rest_is_used(site: Client) -> None:
    ImportBatchFactory(name="a.txt")

    page = text(site.get("/imports/?state=lost&colour=red&after=no"))

    assert "State: “lost” cannot be used." in page
    assert "“colour” is not a filter of this list." in page
    assert "The page in this address is not one of this list" in page
    assert "a.txt" in page


def test_only_the_rows_are_asked_for_again_and_only_while_one_is_at_work(site: Client) -> None:
    ImportBatchFactory(state="reading", started_at=AT, told_at=AT)

    rows = site.get("/imports/", headers={"HX-Request": "true", "HX-Target": "results"})
    ImportBatch.objects.update(state="done")
    quiet = site.get("/imports/", headers={"HX-Request": "true", "HX-Target": "results"})

    assert b"every 3s" in rows.content
    assert b"<h1>" not in rows.content
    assert b"every 3s" not in quiet.content


def test_a_page_costs_the_same_however_many_files_there_are(site: Client) -> None:
    ImportBatchFactory(uploaded_by=None)
    before = cost(site, "/imports/")
    for _ in range(5):
        ImportBatchFactory(state="reading", started_at=AT)

    assert cost(site, "/imports/") == before


def test_the_navigation_counts_what_is_at_work_or_waits_for_a_person(site: Client) -> None:
    for state in ("waiting", "reading", "unmapped", "tried", "done"):
        ImportBatchFactory(state=state, started_at=AT)

    page = site.get("/").content.decode()

    assert 'id="count-imports">4<' in page


def test_contractors_people_find_nothing_of_it(
    as_person: Callable[[User], Client], contractors_person: User
) -> None:
    batch, theirs = ImportBatchFactory(state="done"), as_person(contractors_person)

    reads = {theirs.get(route.format(batch.pk)).status_code for route in READ}
    writes = {theirs.post(route.format(batch.pk)).status_code for route in WRITTEN}

    assert (reads, writes) == ({404}, {404})
    assert "Imports" not in text(theirs.get("/"))


def test_an_auditor_reads_and_is_offered_no_write(
    as_person: Callable[[User], Client], auditor: User
) -> None:
    batch = ImportBatchFactory(name="a.txt", state="done", refused=1)
    ImportRefusalFactory(batch=batch)
    theirs = as_person(auditor)

    pages = theirs.get("/imports/"), theirs.get(f"/imports/{batch.pk}/")

    assert [page.status_code for page in pages] == [200, 200]
    assert not any(b'method="post" enctype' in page.content for page in pages)
    assert "Run again" not in text(pages[1])
