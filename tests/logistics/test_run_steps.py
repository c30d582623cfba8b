"""The order in which ``make run`` does things, with the slow parts replaced."""

from __future__ import annotations

import signal
import threading
from types import SimpleNamespace

import pytest
from honcho.manager import Manager

from logistics import embedded, run
from logistics.embedded import Wanted
from logistics.preparing import Login
from shipments.domain.roles import Role

LOGIN = Login(Role.EXPEDITOR, "expeditor@quayline.example", "word")


@pytest.fixture
def steps(monkeypatch, tmp_path):
    """A run whose servers and processes only say that they were asked for."""
    said: list[str] = []

    def ended_by(code: int) -> None:
        def loop(manager: run._Manager) -> None:
            said.append("serve")
            manager.terminate()
            manager.returncode = code

        monkeypatch.setattr(run._Manager, "loop", loop)

    ended_by(130)
    monkeypatch.setattr(Manager, "terminate", lambda _: said.append("end processes"))
    monkeypatch.setattr(Manager, "_all_started", lambda _: True)
    monkeypatch.setattr(run, "VAR", tmp_path)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr(Wanted, "by_environment", classmethod(lambda _: Wanted()))
    monkeypatch.setattr(embedded, "keep", lambda *_, **__: said.append("start servers"))
    monkeypatch.setattr(embedded, "stop", lambda *_: said.append("stop servers"))
    monkeypatch.setattr(run, "_prepare", lambda: said.append("prepare") or [LOGIN])
    monkeypatch.setattr(run, "announce", lambda _, text: said.append(text))
    monkeypatch.setattr(run, "refuse_taken_port", lambda _: None)
    monkeypatch.setenv("DEBUG", "True")
    monkeypatch.delenv("MAKELEVEL", raising=False)
    return SimpleNamespace(said=said, ended_by=ended_by)


def test_a_run_that_is_interrupted_ends_well(steps):
    assert run.main() == 0

    start, prepare, announcement, *rest = steps.said
    assert (start, prepare) == ("start servers", "prepare")
    assert rest == ["serve", "end processes", "stop servers"]
    assert "Quayline is at http://127.0.0.1:8000\n" in announcement
    assert "  expeditor@quayline.example  word\n" in announcement


def test_a_run_one_of_whose_processes_ends_says_so_and_fails(steps, capsys):
    steps.ended_by(-9)

    assert run.main() == 1

    assert "One of the processes ended, so all are stopped." in capsys.readouterr().out
    assert steps.said[-1] == "stop servers"


def test_servers_are_stopped_when_preparing_fails(steps, monkeypatch):
    def fail() -> list[Login]:
        raise RuntimeError("a migration is broken")

    monkeypatch.setattr(run, "_prepare", fail)

    with pytest.raises(RuntimeError, match="a migration is broken"):
        run.main()

    assert steps.said == ["start servers", "stop servers"]


def test_interrupt_while_preparing_stops_what_was_started(steps, monkeypatch):
    monkeypatch.setattr(run, "_prepare", lambda: run._interrupt(signal.SIGTERM, None))

    assert run.main() == 0

    assert steps.said == ["start servers", "stop servers"]


def test_servers_that_variables_name_are_left_alone(steps, monkeypatch):
    nothing = Wanted(postgres=False, redis=False)
    monkeypatch.setattr(Wanted, "by_environment", classmethod(lambda _: nothing))

    assert run.main() == 0

    assert "start servers" not in steps.said
    assert "stop servers" not in steps.said


def test_processes_that_are_only_starting_are_ended_a_moment_later(steps, monkeypatch):
    asked_again = threading.Event()
    monkeypatch.setattr(Manager, "_all_started", lambda _: False)
    monkeypatch.setattr("os.kill", lambda *_: asked_again.set())

    assert run.main() == 0

    assert "end processes" not in steps.said
    assert asked_again.wait(10)
