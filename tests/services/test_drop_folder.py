"""Files that appear in the drop folder: received, run and put away, whatever happens meanwhile."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest
from django.db import connections
from django.utils import timezone

from bench import records
from shipments.models import ImportBatch, Order
from shipments.services import drop_folder, import_rounds
from tests.factories import CaseFactory, batch_of

pytestmark = pytest.mark.django_db

SAID = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)
GOOD = f"{records.Ordered(1).requisition('A0A')}\n{records.Ordered(2).requisition('A0A')}\n"
BAD = f"QQ1{records.Ordered(3).requisition('A0A')[3:]}\n"


@pytest.fixture(autouse=True)
def _cases() -> None:
    for case in records.CASES[1:4]:
        CaseFactory(case_id=case)


def drop(folder: Path, name: str, text: str = GOOD) -> Path:
    path = folder / name
    path.write_text(text)
    os.utime(path, (SAID.timestamp(), SAID.timestamp()))
    return path


def later() -> datetime:
    """When what was written just now has been left alone for long enough."""
    return timezone.now() + timedelta(seconds=drop_folder.QUIET_SECONDS + 1)


def work(folder: Path) -> import_rounds.Done:
    return import_rounds.run(inbox=folder, at=later())


def tree(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_file_is_run_and_put_away_with_what_came_of_it(tmp_path):
    drop(tmp_path, "orders.txt", GOOD + BAD)

    work(tmp_path)

    assert Order.objects.count() == 2
    assert tree(tmp_path) == ["done/orders.txt", "done/orders.txt.report.txt"]
    batch = ImportBatch.objects.get()
    assert (batch.door, batch.reported_at, batch.state) == ("inbox", SAID, "done")
    report = (tmp_path / "done" / "orders.txt.report.txt").read_text()
    assert "3 lines: 2 accepted, 1 refused. 2 created" in report
    assert "Line 3, column 1, identifier" in report
    assert BAD.strip() in report


def test_a_file_that_somebody_writes_to_is_left_alone(tmp_path):
    drop(tmp_path, "orders.txt")

    looked = drop_folder.look(tmp_path, at=timezone.now())

    assert not looked
    assert tree(tmp_path) == ["orders.txt"]


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_look(tmp_path, monkeypatch):
    path = drop(tmp_path, "orders.txt")

    def growing(file: BinaryIO) -> None:
        for _ in drop_folder._chunks(file):
            path.write_text(GOOD + BAD)

    monkeypatch.setattr(drop_folder, "_known", growing)

    drop_folder.look(tmp_path, at=later())

    assert tree(tmp_path) == ["orders.txt"]
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("killed_before", ["run", "moved"])
def test_whoever_looks_next_goes_on_where_another_was_killed(tmp_path, monkeypatch, killed_before):
    drop(tmp_path, "orders.txt")
    with monkeypatch.context() as patch:
        if killed_before == "moved":
            patch.setattr(Path, "replace", _killed)
        else:
            patch.setattr("shipments.services.import_runs.run_waiting", _killed)
        with pytest.raises(KeyboardInterrupt):
            work(tmp_path)
    assert (tmp_path / "orders.txt").exists()

    work(tmp_path)

    assert tree(tmp_path) == ["done/orders.txt", "done/orders.txt.report.txt"]
    assert ImportBatch.objects.get().state == "done"
    assert Order.objects.count() == 2


def _killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_the_same_bytes_again_are_put_away_beside_the_first(tmp_path):
    drop(tmp_path, "orders.txt")
    work(tmp_path)
    drop(tmp_path, "orders.txt")

    work(tmp_path)

    assert [name for name in tree(tmp_path) if "report" not in name] == [
        "done/orders-2.txt",
        "done/orders.txt",
    ]
    assert ImportBatch.objects.count() == 1


def test_what_is_no_file_of_orders_is_refused_with_why(tmp_path):
    drop(tmp_path, "picture.txt", "\x00\x01\x02")
    (tmp_path / "link.txt").symlink_to(tmp_path / "picture.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    drop(tmp_path, "ord\u202eers.txt")
    (tmp_path / "folder").mkdir()
    for name in (".hidden", "orders.txt.part", "orders.csv~"):
        drop(tmp_path, name)

    work(tmp_path)
    work(tmp_path)

    refused = tmp_path / "refused"
    assert [name for name in tree(tmp_path) if not name.startswith("refused/")] == [
        ".hidden",
        "orders.csv~",
        "orders.txt.part",
    ]
    assert {path.name: path.read_text() for path in refused.glob("*.report.txt")} == {
        "picture.txt.report.txt": (
            "The file is not plain text. Send 80-column records, CSV or XLSX.\n"
        ),
        "link.txt.report.txt": "This is a link. Put files themselves into the drop folder.\n",
        "pipe.txt.report.txt": "This is no file. Put files themselves into the drop folder.\n",
        "orders.txt.report.txt": (
            "Found as 'ord\\u202eers.txt'\n"
            "Its name has signs in it that nobody can see. Rename it.\n"
        ),
        "folder.report.txt": "This is a folder. Put files themselves into the drop folder.\n",
    }
    assert not ImportBatch.objects.exists()


def test_a_long_name_and_a_tried_file_are_no_obstacle(tmp_path):
    batch_of(GOOD.encode(), state="tried", is_trial=True)
    drop(tmp_path, f"{'n' * 251}.txt")

    work(tmp_path)

    name = f"{'n' * 200}.txt"
    assert tree(tmp_path) == [f"done/{name}", f"done/{name}.report.txt"]
    assert ImportBatch.objects.get().state == "done"
    assert Order.objects.count() == 2


def test_of_two_at_once_one_looks(tmp_path):
    drop(tmp_path, "orders.txt")

    other = connections.create_connection("default")
    with closing(other), other.cursor() as cursor:
        cursor.execute(drop_folder._TURN)
        looked = drop_folder.look(tmp_path, at=later())

    assert not looked
    assert tree(tmp_path) == ["orders.txt"]
