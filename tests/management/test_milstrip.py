from __future__ import annotations

import io
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.domain.milstrip.records import EXAMPLES, REQUISITION
from tests.repository.tree import ROOT


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("milstrip", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "records.txt"
    path.write_text("\n".join(EXAMPLES) + "\n")
    return path


def test_a_record_of_every_kind_goes_both_ways(records: Path, tmp_path: Path):
    told = tmp_path / "told.jsonl"

    told.write_text(run("decode", str(records)))

    assert run("encode", str(told)) == "".join(f"{line.ljust(80)}\n" for line in EXAMPLES)


def test_the_reference_date_decides_the_decade(records: Path):
    first = json.loads(
        run("decode", str(records), "--reference-date", "2020-01-01").splitlines()[0]
    )

    assert (first["line"], first["ordered_on"]) == (1, "2016-04-15")


def test_the_profile_is_named(tmp_path: Path):
    path = tmp_path / "records.txt"
    path.write_text(f"{EXAMPLES[14][:59]}12BISA4361060001AA299")

    status = json.loads(run("decode", str(path), "--profile", "navy_p437"))

    assert (status["profile"], status["tcn"]) == ("navy_p437", "BISA4361060001A")


def test_refusals_stand_among_the_records_and_the_end_says_how_many(tmp_path: Path):
    path = tmp_path / "records.txt"
    path.write_text(f"{REQUISITION}\nZZZ\n{REQUISITION}\n")
    out = StringIO()

    with pytest.raises(CommandError, match=r"^1 of 3 lines refused\.$") as ended:
        call_command("milstrip", "decode", str(path), stdout=out)

    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert ended.value.returncode == 1
    assert [each["line"] for each in told] == [1, 2, 3]
    assert ["error" in each for each in told] == [False, True, False]


def test_records_come_out_and_refusals_stand_beside_them(monkeypatch: pytest.MonkeyPatch):
    content = b'{"dic": "AD2", "kind": "x"}\n{"dic": "A0A"}\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    out, err = StringIO(), StringIO()

    with pytest.raises(CommandError, match="1 of 2 lines refused"):
        call_command("milstrip", "encode", stdout=out, stderr=err)

    note, refused = (json.loads(line) for line in err.getvalue().splitlines())
    assert out.getvalue() == f"{'AD2':80}\n"
    assert (note["line"], note["note"]["field"]) == (1, "kind")
    assert refused == {
        "line": 2,
        "error": {"column": 4, "field": "ric", "message": "found nothing; it is needed."},
    }


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path):
    with pytest.raises(CommandError, match=r"Cannot read .*none: No such file") as ended:
        run("decode", str(tmp_path / "none"))

    assert ended.value.returncode == 2


def test_a_reference_date_is_a_day():
    with pytest.raises(CommandError, match="write a day as 2026-11-20"):
        run("decode", "--reference-date", "20/11/2026")


def test_it_ends_in_silence_when_nobody_reads_on(tmp_path: Path):
    path = tmp_path / "records.txt"
    path.write_text(f"{REQUISITION}\n" * 300)

    command = [sys.executable, ROOT / "manage.py", "milstrip", "decode", path]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe) as decoding:  # noqa: S603
        assert decoding.stdout
        assert decoding.stderr
        first = json.loads(decoding.stdout.readline())
        decoding.stdout.close()
        said = decoding.stderr.read()

    assert (first["line"], said, decoding.returncode) == (1, b"", 1)
