"""The site as ``make run`` starts it, in a checkout of its own. Each test starts it again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import time
from typing import TYPE_CHECKING

import pytest

from logistics.servers.home import Home
from logistics.servers.postgres import Postgres
from logistics.servers.redis import Redis
from shipments.domain.roles import Role
from tests.logistics.checkout import Checkout

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def checkout() -> Iterator[Checkout]:
    made = Checkout()
    yield made
    made.remove()


def test_ctrl_c_leaves_no_process_and_the_next_start_has_the_same_logins(checkout):
    run = checkout.start()
    run.wait_until_up()
    passwords = json.loads((checkout.var / "logins.json").read_text())

    second = checkout.start()

    assert second.wait() == 1
    assert second.output == (
        f"Quayline already runs from this checkout, at http://127.0.0.1:{checkout.port} "
        f"(process {run.process.pid}). Stop that one first.\n"
    )
    assert set(passwords) == {role.value for role in Role}
    assert (checkout.var / "logins.json").stat().st_mode & 0o777 == 0o600
    assert run.interrupt() == 0
    assert checkout.processes() == []

    again = checkout.start()
    said = again.wait_until_up()

    assert all(password in said for password in passwords.values())
    assert again.interrupt() == 0


def test_taken_port_is_one_line_and_nothing_is_started(checkout):
    with socket.create_server(("127.0.0.1", checkout.port)):
        run = checkout.start()

        assert run.wait() == 1
    assert run.output == (
        f"Port {checkout.port} is taken by another program. Choose another: "
        f"PORT={checkout.port + 1} make run\n"
    )
    assert checkout.processes() == []


def test_whatever_is_killed_all_stop_and_the_next_start_needs_no_help(checkout):
    """A start is slow, so each one is both the recovery from a kill and the next victim's."""
    home = Home(checkout.var)
    run = checkout.start()
    for victim in ("web", "worker", "beat", "PostgreSQL", "Redis"):
        run.wait_until_up()
        found = {"PostgreSQL": Postgres(home).pid(), "Redis": Redis(home).pid()}
        os.kill(found.get(victim) or run.pid_of(victim), signal.SIGKILL)
        again = checkout.start()  # at once: it waits for the other's end

        assert run.wait() == 1, victim
        assert "`make run` starts them again" in run.output
        run = again

    run.wait_until_up()
    left = run.pid_of("web")
    os.kill(run.process.pid, signal.SIGKILL)
    run.wait()
    again = checkout.start()
    again.wait_until_up()

    assert again.pid_of("web") != left
    assert checkout.answers()
    assert again.interrupt() == 0
    assert checkout.processes() == []


@pytest.mark.skipif(not shutil.which("make"), reason="no make here")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_signal_to_make_alone_stops_everything(checkout, number):
    # The site's own requirements are there: they run this test.
    run = checkout.start("make", "--old-file=setup", "run")
    run.wait_until_up()

    os.kill(run.process.pid, number)

    run.wait()
    deadline = time.monotonic() + 60
    while "Everything has stopped." not in run.output:  # a make that was killed did not wait
        assert time.monotonic() < deadline, run.output
        time.sleep(0.1)
    assert checkout.processes() == []
