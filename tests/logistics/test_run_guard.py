from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from logistics import leftovers, run, run_guard
from logistics.run_guard import RunRefusal, one_at_a_time
from tests import servers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOLD = """
import pathlib, sys, time
from logistics.run_guard import one_at_a_time
with one_at_a_time(pathlib.Path(sys.argv[1]), "http://127.0.0.1:8123") as turn:
    print("held", flush=True)
    if sys.argv[2] == "stopping":
        turn.stopping()
        time.sleep(1)
    else:
        sys.stdin.read()
"""


@contextlib.contextmanager
def hold(var: Path, how: str) -> Iterator[int]:
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", HOLD, str(var), how],
        cwd=servers.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        try:
            assert holder.stdout.readline() == "held\n"
            yield holder.pid
        finally:
            holder.kill()


def test_a_second_run_is_refused_and_told_where_the_first_is(tmp_path):
    with (
        hold(tmp_path, "running") as pid,
        pytest.raises(RunRefusal, match=rf"http://127.0.0.1:8123 \(process {pid}\)"),
        one_at_a_time(tmp_path, "http://127.0.0.1:8000", patience=0.2),
    ):
        pass


def test_a_run_waits_for_one_that_is_stopping(tmp_path):
    with (
        hold(tmp_path, "stopping"),
        one_at_a_time(tmp_path, "http://127.0.0.1:8000", patience=0.2) as turn,
    ):
        told = json.loads((tmp_path / "run.lock").read_text())
        turn.stopping()

    assert told == {"pid": os.getpid(), "address": "http://127.0.0.1:8000", "stopping": False}


def test_a_note_that_is_half_written_is_no_note(tmp_path):
    (tmp_path / "run.lock").write_text('{"pid": ')

    assert run_guard._read(tmp_path / "run.lock") == {}


def test_free_port_is_let_be():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    run_guard.refuse_taken_port(port)


def test_taken_port_is_refused():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(RunRefusal, match=f"^Port {port} is taken by another program"):
            run_guard.refuse_taken_port(port)


def test_port_that_is_not_allowed_is_refused(monkeypatch):
    def refuse(self: socket.socket, address: object) -> None:
        raise PermissionError

    monkeypatch.setattr("socket.socket.bind", refuse)

    with pytest.raises(RunRefusal, match=r"^Port 80 is not allowed to you"):
        run_guard.refuse_taken_port(80)


def test_announcement_comes_when_the_site_answers(monkeypatch):
    answers = iter([False, True])
    said, done = [], threading.Event()
    monkeypatch.setattr(run_guard, "_answers", lambda _: next(answers))
    monkeypatch.setattr("os.write", lambda _, text: (said.append(text), done.set()))

    run_guard.announce("http://127.0.0.1:8000", "here")

    assert done.wait(10)
    assert said == [b"here"]


def test_site_that_is_not_there_does_not_answer():
    assert run_guard._answers("http://127.0.0.1:9") is False


def test_what_a_killed_run_left_is_ended_and_nobody_else(tmp_path):
    ours, other = (
        subprocess.Popen(["/bin/sleep", "60"], env=leftovers.marked(var))
        for var in (tmp_path / "var", tmp_path / "variant")
    )
    while leftovers.find(tmp_path / "var") != [ours.pid]:
        time.sleep(0.01)

    threading.Thread(target=ours.wait).start()  # or it would stay, as a zombie
    leftovers.end(tmp_path / "var")

    assert leftovers.find(tmp_path / "var") == []
    assert other.poll() is None
    other.kill()
    other.wait()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PORT", "high", "PORT is 'high'. Set it to a port number"),
        ("DEBUG", "False", "DEBUG is off. Set it to True for make run"),
    ],
)
def test_run_refuses_in_one_line(monkeypatch, capsys, name, value, says):
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setenv("DEBUG", "True")
    monkeypatch.setenv(name, value)

    assert run.main() == 1

    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
    assert os.environ["DATABASE_URL"]  # the tests' own servers stay as they were
