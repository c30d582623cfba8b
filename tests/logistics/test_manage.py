from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import manage
from logistics import embedded
from logistics.servers.account import ServerRefusal
from tests.logistics.checkout import Checkout

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def checkout() -> Iterator[Checkout]:
    made = Checkout()
    yield made
    made.remove()


def command(checkout: Checkout, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *words],
        cwd=checkout.root,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_needs_nothing_and_leaves_nothing_running(checkout):
    # One app's tables show it: that all of them come up from nothing is test_run's to show.
    migrated = command(checkout, "migrate", "contenttypes")
    again = command(checkout, "migrate", "contenttypes", "--check")

    assert migrated.returncode == 0, migrated.stderr
    assert again.returncode == 0, again.stderr
    assert checkout.processes() == []


def test_commands_about_the_code_start_no_server(checkout):
    done = command(checkout, "check")

    assert done.returncode == 0, done.stderr
    assert not (checkout.var / "postgres").exists()


def test_refusal_is_its_sentence_alone(monkeypatch, capsys):
    def refuse() -> None:
        raise ServerRefusal("PostgreSQL 18 is not here.")

    monkeypatch.setattr(embedded, "borrowed", refuse)

    assert manage.main(["manage.py", "judge"]) == 1
    assert capsys.readouterr().err == "PostgreSQL 18 is not here.\n"


def test_help_is_for_anybody(capsys):
    assert manage.main(["manage.py", "help"]) == 0
    assert "judge" in capsys.readouterr().out


def test_embedded_servers_are_driven_from_the_command_line(capsys, var):
    def say(action: str) -> tuple[int, str]:
        code = embedded.main(["--var", str(var), action])
        return code, capsys.readouterr().out

    started = say("start")

    found = embedded.urls(var)
    addresses = f"DATABASE_URL={found.database_url}\nREDIS_URL={found.redis_url}\n"
    assert started == (0, addresses)
    assert say("status") == (0, "PostgreSQL: up\nRedis: up\n")
    assert say("stop") == (0, "")
    assert say("status") == (3, "PostgreSQL: down\nRedis: down\n")
    assert say("erase") == (0, "")
    assert not var.exists()


def test_embedded_command_refuses_in_its_sentence_alone(monkeypatch, capsys, new_var):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)

    assert embedded.main(["--var", str(new_var), "start"]) == 1
    assert capsys.readouterr().err.startswith("PostgreSQL 18 is not here. ")


def test_watch_says_what_has_gone(monkeypatch, capsys, new_var):
    monkeypatch.setenv("DEBUG", "True")
    monkeypatch.delenv("REDIS_URL")

    assert embedded.main(["--var", str(new_var), "watch"]) == 1
    assert capsys.readouterr().out == f"Redis has gone; its log is in {new_var}\n"
