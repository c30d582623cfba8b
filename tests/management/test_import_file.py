"""The command that brings a file on record, from end to end."""

from __future__ import annotations

import io
import json
import os
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bench import records
from shipments.management.import_progress import Progress
from shipments.models import ImportBatch, Order
from tests.factories import CaseFactory, ImportBatchFactory, LaneFactory, PlaceFactory

pytestmark = pytest.mark.django_db

SAID = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)
GOOD = f"{records.Ordered(1).requisition('A0A')}\n{records.Ordered(2).requisition('A0A')}\n"
BAD = f"QQ1{records.Ordered(3).requisition('A0A')[3:]}\n"


@pytest.fixture(autouse=True)
def _cases() -> None:
    for case in records.CASES[1:4]:
        CaseFactory(case_id=case)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "orders.txt"
    path.write_text(GOOD)
    os.utime(path, (SAID.timestamp(), SAID.timestamp()))
    return path


def run(path: Path | str, *options: str) -> str:
    out = StringIO()
    call_command("import_file", str(path), *options, stdout=out)
    return out.getvalue()


def told(path: Path, *options: str) -> dict[str, Any]:
    return json.loads(run(path, "--json", *options))


def test_a_file_is_run_and_told(path):
    assert "2 lines: 2 accepted, 0 refused. 2 created" in run(path)

    batch = ImportBatch.objects.get()
    assert (batch.state, batch.door, batch.reported_at) == ("done", "command", SAID)
    assert set(Order.objects.values_list("reference", flat=True)) == {
        records.Ordered(1).document_number,
        records.Ordered(2).document_number,
    }


@pytest.mark.django_db(transaction=True)
def test_the_same_file_again_changes_nothing_and_says_so(path):
    first, again = told(path), told(path)

    assert (first["created"], first["known"], first["state"]) == (2, False, "done")
    assert again == first | {
        "known": True,
        "created": 0,
        "unchanged": 2,
        "seconds": again["seconds"],
    }
    assert "The very same file is on record already: 0 changes." in run(path)
    assert ImportBatch.objects.count() == 1


def test_refused_lines_are_named_and_end_it_with_one(path):
    path.write_text(GOOD + BAD)
    out, errors = StringIO(), StringIO()

    with pytest.raises(CommandError, match=r"^1 of 3 lines refused\.$") as ended:
        call_command("import_file", str(path), "--json", stdout=out, stderr=errors)

    assert ended.value.returncode == 1
    facts = json.loads(out.getvalue())
    assert (facts["lines"], facts["accepted"], facts["refused"]) == (3, 2, 1)
    assert "Line 3, column 1, identifier" in errors.getvalue()


@pytest.mark.django_db(transaction=True)
def test_refused_lines_are_run_again_when_what_they_lacked_is_there(path):
    path.write_text(records.Ordered(5).requisition("A0A"))
    with pytest.raises(CommandError) as ended:
        run(path)
    CaseFactory(case_id=records.CASES[5])

    again = told(path, "--again")

    assert ended.value.returncode == 1
    assert (again["created"], again["refused"]) == (1, 0)


def test_a_dry_run_changes_nothing_and_the_file_can_then_be_meant(path):
    dry = told(path, "--dry-run")
    assert (dry["state"], dry["created"], Order.objects.count()) == ("tried", 2, 0)

    meant = told(path)

    assert (meant["batch"], meant["state"], meant["created"]) == (dry["batch"], "done", 2)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--kind", "xlsx"], "Not read: The file is plain text, not an XLSX workbook."),
        (["--lane", "sea:NOWHERE"], "--lane: found 'sea:NOWHERE'; it needs a lane"),
    ],
)
def test_what_cannot_be_is_refused_with_two(path, options, says):
    with pytest.raises(CommandError) as ended:
        run(path, *options)

    assert ended.value.returncode == 2
    assert str(ended.value).startswith(says)
    assert not ImportBatch.objects.exists()


def test_a_file_that_is_not_there_is_refused_with_two(tmp_path):
    with pytest.raises(CommandError, match=r"^Cannot read .*: No such file") as ended:
        run(tmp_path / "none.txt")

    assert ended.value.returncode == 2


def test_stdin_a_moment_and_a_lane_are_taken(monkeypatch):
    lane = LaneFactory(
        mode="sea", from_place=PlaceFactory(code="USAAA"), to_place=PlaceFactory(code="ILBBB")
    )
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(GOOD.encode())))

    run("-", "--lane", "sea:usaaa:ilbbb", "--reported-at", "2026-11-18")

    batch = ImportBatch.objects.get()
    assert (batch.lane, batch.reported_at) == (lane, datetime(2026, 11, 18, tzinfo=UTC))


def test_ctrl_c_cancels_and_says_so(path, monkeypatch):
    def pressed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Progress, "told", pressed)
    # A connection that is closed would end the transaction that this test is in.
    monkeypatch.setattr("shipments.management.commands.import_file.connection.close", lambda: None)

    with pytest.raises(CommandError, match=r"^Cancelled: nothing of import \d+") as ended:
        run(path)

    assert ended.value.returncode == 130
    assert ImportBatch.objects.get().state == "cancelled"
    assert not Order.objects.exists()


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("out", "says"),
    [
        (
            Terminal(),
            (
                "\r\x1b[K[############............]  50%  500 lines"
                "\r\x1b[K[##################......]  75%  750 lines, 125 a second, 0:02 left"
                "\r\x1b[K1,000 lines read. Finding orders\r\x1b[K"
            ),
        ),
        (StringIO(), "[##################......]  75%  750 lines, 125 a second, 0:02 left\n"),
    ],
)
def test_progress_is_a_bar_on_a_terminal_and_a_line_now_and_then_elsewhere(out, says):
    times = iter([0.0, 4.0, 6.0, 7.0])
    progress = Progress(out, clock=lambda: next(times))
    batch = ImportBatchFactory.build(state="reading", size=1000)

    for share in (500, 750):
        batch.lines = batch.bytes_read = share
        progress.told(batch)
    batch.state, batch.lines, batch.step = "applying", 1000, "Finding orders"
    progress.told(batch)
    progress.end()

    assert out.getvalue() == says
