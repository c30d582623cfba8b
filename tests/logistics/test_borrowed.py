from __future__ import annotations

import pytest

from logistics import embedded
from logistics.embedded import Wanted
from logistics.servers.home import Home
from logistics.servers.postgres import Postgres
from logistics.servers.redis import Redis


def pids(home: Home) -> tuple[int | None, int | None]:
    return Postgres(home).pid(), Redis(home).pid()


@pytest.fixture(autouse=True)
def _development(monkeypatch):
    monkeypatch.setenv("DEBUG", "True")
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name)


def test_servers_that_were_down_are_stopped_again(var):
    with embedded.borrowed(var):
        assert all(embedded.status(var).values())

    assert pids(Home(var)) == (None, None)


def test_servers_that_were_up_stay_up(var):
    embedded.start(var, safe=False)
    before = pids(Home(var))

    with embedded.borrowed(var):
        pass

    assert pids(Home(var)) == before


def test_the_last_of_several_commands_stops_them(var):
    with embedded.borrowed(var):
        with embedded.borrowed(var):
            pass
        assert all(embedded.status(var).values())

    assert pids(Home(var)) == (None, None)


def test_servers_that_are_kept_outlive_the_command_that_started_them(var):
    with embedded.borrowed(var):
        embedded.keep(var)

    assert all(embedded.status(var).values())


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL"])
def test_server_that_a_variable_names_is_not_started(new_var, monkeypatch, name):
    monkeypatch.setenv(name, "somewhere")

    wanted = Wanted.by_environment()

    assert wanted.postgres is (name != "DATABASE_URL")
    assert wanted.redis is (name != "REDIS_URL")


def test_production_borrows_nothing(new_var, monkeypatch):
    monkeypatch.setenv("DEBUG", "False")

    with embedded.borrowed(new_var):
        assert not new_var.exists()
