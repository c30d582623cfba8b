from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from shipments.models import ImportBatch, User
from tests.factories.imports import (
    ImportBatchFactory,
    ImportFindingFactory,
    ImportRefusalFactory,
    UnmatchedRecordFactory,
)
from tests.factories.moments import AT
from tests.web.pages import cost, link, said, text

pytestmark = pytest.mark.django_db


def listed_lines(response: Any) -> list[str]:
    """The numbers of the refused lines that the page lists."""
    return re.findall(r'data-label="Line">(\d+)<', response.content.decode())


def test_a_file_at_work_says_how_far_it_is(site: Client) -> None:
    batch = ImportBatchFactory(
        state="reading",
        step="Reading",
        size=2_000_000,
        bytes_read=500_000,
        lines=6_000,
        refused=12,
        started_at=AT - timedelta(seconds=10),
        told_at=AT,
    )

    page = said(site.get(f"/imports/{batch.pk}/"))

    assert "488.3 KB of 1.9 MB, 25 %" in page
    assert "Lines 6,000 Refused so far 12 Lines per second 600 Left to read 30 s" in page


def test_how_far_it_is_is_asked_again_until_it_has_ended(site: Client) -> None:
    batch = ImportBatchFactory(state="applying", step="Orders", started_at=AT, told_at=AT)
    here = f"/imports/{batch.pk}/progress/"

    first = site.get(here)
    same = site.get(here, headers={"If-None-Match": first["ETag"]})
    ImportBatch.objects.update(state="done")
    ended = site.get(here, headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, same.status_code) == (200, 304)
    assert "Applying Orders" in text(first)
    assert ended["HX-Refresh"] == "true"


def test_a_worker_that_has_said_nothing_for_long_is_said(site: Client) -> None:
    batch = ImportBatchFactory(
        state="reading", started_at=AT - timedelta(hours=1), told_at=AT - timedelta(minutes=2)
    )

    assert "No word since 11:58Z." in said(site.get(f"/imports/{batch.pk}/"))


def test_a_file_that_is_in_says_what_it_did(site: Client, manager: User) -> None:
    batch = ImportBatchFactory(
        state="done", lines=10, created=4, changed=3, older=2, unmatched=1, uploaded_by=manager
    )

    page = said(site.get(f"/imports/{batch.pk}/"))

    assert "What it did 10 lines Created 4 New on record." in page
    assert "Older 2 Said before what stands" in page
    assert f"Sent in 12:00Z by {manager}, on this page" in page
    assert batch.sha256 in page


def test_a_file_refused_as_a_whole_says_why_and_what_to_do(site: Client) -> None:
    batch = ImportBatchFactory(state="refused", failure="It is a picture, not a workbook.")

    page = said(site.get(f"/imports/{batch.pk}/"))

    assert "Nothing of it was imported. It is a picture, not a workbook." in page
    assert "Run again with other settings" in page


def test_a_trial_says_what_it_would_change_field_by_field(site: Client) -> None:
    batch = ImportBatchFactory(state="tried", is_trial=True, changed=1, created=1, refused=1)
    ImportFindingFactory(
        batch=batch, line=7, outcome="changed", subject="X1", changes={"quantity": [140, None]}
    )
    ImportFindingFactory(batch=batch, line=9, outcome="created", subject="X2")
    ImportRefusalFactory(batch=batch, line=11, found="0O140")

    created = said(site.get(f"/imports/{batch.pk}/"))
    changed = said(site.get(f"/imports/{batch.pk}/?show=changed"))
    refused = said(site.get(f"/imports/{batch.pk}/?show=refused"))

    assert "This was a trial: nothing was changed." in created
    assert "9 X2" in created
    assert "7 X1 Quantity 140 → becomes not given" in changed
    assert "11 25 Quantity 0O140" in refused


def test_refused_lines_are_listed_counted_and_narrowed(site: Client) -> None:
    batch = ImportBatchFactory(state="done", refused=3)
    ImportRefusalFactory(batch=batch, line=4, found="0014X")
    ImportRefusalFactory(batch=batch, line=4, code="no_case", field="case", position="")
    ImportRefusalFactory(batch=batch, line=9, code="no_case", field="case", text="A0A <line>")

    every = said(site.get(f"/imports/{batch.pk}/"))
    cases = site.get(f"/imports/{batch.pk}/?code=no_case&field=case")

    assert "3 lines, 3 reasons" in every
    assert "No case (2)" in every
    assert "4 25 Quantity 0014X Five digits, or four and M." in every
    assert listed_lines(cases) == ["4", "9"]
    assert b"A0A &lt;line&gt;" in cases.content
    assert "No refused lines match" in text(site.get(f"/imports/{batch.pk}/?code=other"))


def test_the_wrong_place_of_a_line_is_marked(site: Client) -> None:
    batch = ImportBatchFactory(state="done", refused=1)
    ImportRefusalFactory(batch=batch, found="0014X")

    page = site.get(f"/imports/{batch.pk}/").content

    assert b"EA<mark>0014X</mark>BISZZZ" in page


def test_refused_lines_are_paged_by_line(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shipments.queries.import_page.PAGE_SIZE", 2)
    batch = ImportBatchFactory(state="done", refused=3)
    for line in (3, 1, 2):
        ImportRefusalFactory(batch=batch, line=line)
    here = f"/imports/{batch.pk}/"

    first = site.get(here)
    second = site.get(here + link(first, "next"))

    assert (listed_lines(first), listed_lines(second)) == (["1", "2"], ["3"])
    assert "not one of this list" in text(site.get(here + "?after=odd"))


def test_a_batch_page_costs_the_same_however_much_was_refused(site: Client) -> None:
    batch = ImportBatchFactory(state="done", refused=1)
    ImportRefusalFactory(batch=batch)
    before = cost(site, f"/imports/{batch.pk}/")
    ImportRefusalFactory.create_batch(20, batch=batch)

    assert cost(site, f"/imports/{batch.pk}/") == before


def test_records_that_wait_for_their_order_are_listed(site: Client) -> None:
    batch = ImportBatchFactory(name="status.txt", state="done")
    waits = UnmatchedRecordFactory(batch=batch, line=12, document_number="BISZZZ63240007")
    UnmatchedRecordFactory(document_number="BISZZZ63240008", applied_at=AT)

    waiting = said(site.get("/imports/unmatched/"))
    applied = said(site.get("/imports/unmatched/?state=applied"))

    record = " ".join(waits.text.split())
    assert f"BISZZZ63240007 Supply status {record} 12:00Z status.txt, line 12" in waiting
    assert "BISZZZ63240008" not in waiting
    assert "Applied 12:00Z" in applied


def test_unmatched_records_are_found_by_how_they_begin_and_by_file(site: Client) -> None:
    one = UnmatchedRecordFactory(document_number="BISZZZ63240007")
    UnmatchedRecordFactory(document_number="BISZZZ63250009")

    def found(query: str) -> int:
        return site.get(f"/imports/unmatched/?{query}").content.count(b"Record the order<")

    assert found("q=BISZZZ6324") == 1
    assert found("q=ae1") == 2
    assert found(f"batch={one.batch_id}") == 1
    assert "No records match" in text(site.get("/imports/unmatched/?q=AS1"))
    odd = text(site.get("/imports/unmatched/?state=lost&batch=x&after=y"))
    assert "State: “lost” cannot be used." in odd
    assert "Batch: “x” is not one." in odd


def test_the_order_of_an_unmatched_record_is_recorded_from_it(site: Client) -> None:
    UnmatchedRecordFactory(document_number="BISZZZ63240007")

    page = site.get("/imports/unmatched/").content.decode()
    form = site.get("/orders/new/?document_number=BISZZZ63240007")

    assert 'href="/orders/new/?document_number=BISZZZ63240007"' in page
    assert b'value="BISZZZ63240007"' in form.content


def test_refused_lines_are_taken_away_with_reasons_and_alone(site: Client) -> None:
    batch = ImportBatchFactory(state="done", refused=2)
    ImportRefusalFactory(batch=batch, line=4, found="=1+1", text="A0A one")
    ImportRefusalFactory(batch=batch, line=4, code="no_case", field="case", text="A0A one")
    ImportRefusalFactory(batch=batch, line=9, code="no_case", field="case", text="A0A two")

    reasons = site.get(f"/imports/{batch.pk}/refused.csv")
    alone = site.get(f"/imports/{batch.pk}/to-correct/?code=no_case")

    rows = b"".join(reasons).decode().removeprefix("\ufeff").splitlines()
    assert rows[0] == "Line,Position,Field,Found,What is wrong,Reason,Line as sent"
    assert rows[1] == '4,25,quantity,\'=1+1,"Five digits, or four and M.",not_a_quantity,A0A one'
    assert len(rows) == 4
    assert b"".join(alone) == b"A0A one\nA0A two\n"
    assert "to-correct.txt" in alone["Content-Disposition"]
