from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import redis

from logistics import embedded
from logistics.embedded import Wanted
from logistics.servers import processes
from logistics.servers.account import ServerRefusal
from logistics.servers.home import Home
from logistics.servers.postgres import Postgres
from logistics.servers.redis import Redis

ROOT = Path(__file__).resolve().parents[2]
POSTGRES_ALONE = Wanted(redis=False)
REDIS_ALONE = Wanted(postgres=False)


def pids(var: Path) -> tuple[int | None, int | None]:
    return Postgres(Home(var)).pid(), Redis(Home(var)).pid()


def rows(var: Path, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(embedded.urls(var).database_url, autocommit=True) as connection:
        done = connection.execute(statement)
        return done.fetchall() if done.description else []


def keys(var: Path) -> redis.Redis:
    return redis.Redis.from_url(embedded.urls(var).redis_url)


def python(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_second_start_joins_the_first(new_var):
    assert embedded.start(new_var, safe=False) is True
    first = pids(new_var)

    assert embedded.start(new_var, safe=False) is False

    assert pids(new_var) == first
    assert embedded.status(new_var) == {"PostgreSQL": True, "Redis": True}


def test_nothing_listens_on_the_network(var):
    embedded.start(var, safe=False)

    assert rows(var, "SHOW listen_addresses") == [("",)]
    with keys(var) as client:
        assert client.config_get("port") == {"port": "0"}


def test_of_starts_at_once_one_starts_and_the_others_join(new_var):
    code = "import sys, pathlib; from logistics import embedded; print(embedded.start(pathlib.Path(sys.argv[1]), safe=False))"
    started = [python(code, new_var) for _ in range(3)]

    said = sorted(process.communicate(timeout=120)[0].strip() for process in started)

    assert said == ["False", "False", "True"]
    assert rows(new_var, "SELECT 1") == [(1,)]


def test_stop_leaves_no_process_and_keeps_the_data(var):
    embedded.start(var, safe=False)
    rows(var, "CREATE TABLE kept AS SELECT 7 AS number")
    embedded.stop(var)

    assert pids(var) == (None, None)
    assert processes.working_in(var / "postgres") == []

    embedded.start(var, safe=False)
    assert rows(var, "SELECT number FROM kept") == [(7,)]


def test_erase_leaves_nothing(var):
    embedded.start(var, safe=False)

    embedded.erase(var)

    assert not var.exists()


def test_postgres_that_was_killed_comes_back_with_what_was_committed(var):
    embedded.start(var, wanted=POSTGRES_ALONE)
    rows(var, "CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(Postgres(Home(var)).pid(), signal.SIGKILL)

    assert embedded.start(var, wanted=POSTGRES_ALONE) is True

    assert rows(var, "SELECT number FROM kept") == [(7,)]


def test_redis_that_was_killed_comes_back_with_what_it_acknowledged(new_var):
    embedded.start(new_var, wanted=REDIS_ALONE)
    with keys(new_var) as client:
        client.rpush("queue", "work")
    os.kill(Redis(Home(new_var)).pid(), signal.SIGKILL)

    assert embedded.start(new_var, wanted=REDIS_ALONE) is True

    with keys(new_var) as client:
        assert client.lrange("queue", 0, -1) == [b"work"]


def test_pid_files_from_before_a_power_loss_that_name_strangers_are_stale(var):
    embedded.start(var)
    home = Home(var)
    left = (home.place / "postgres/postmaster.pid").read_text().splitlines()
    for server in (Postgres(home), Redis(home)):
        for pid in processes.working_in(server.data):
            os.kill(pid, signal.SIGKILL)
    stranger = str(os.getpid())
    home.write(home.place / "postgres/postmaster.pid", "\n".join([stranger, *left[1:]]) + "\n")
    home.write(home.place / "redis/redis.pid", stranger)

    assert embedded.start(var) is True

    assert rows(var, "SELECT 1") == [(1,)]
    assert os.getpid() not in pids(var)


def test_redis_whose_file_was_torn_begins_anew_and_keeps_the_file(new_var):
    embedded.start(new_var, wanted=REDIS_ALONE)
    with keys(new_var) as client:
        client.set("kept", "word")
    embedded.stop(new_var)
    home = Home(new_var)
    file = next((home.place / "redis").rglob("*.aof"))
    home.write(file, "this is no command\r\n" * 3)

    embedded.start(new_var, wanted=REDIS_ALONE)

    assert embedded.status(new_var)["Redis"] is True
    assert any("unreadable" in path.name for path in (home.place / "redis").iterdir())


def test_a_cluster_that_was_half_made_is_made_again(new_var):
    home = Home(new_var)
    home.prepare()
    (home.folder("postgres.new") / "PG_VERSION").write_text("18\n")

    embedded.start(new_var, wanted=POSTGRES_ALONE, safe=False)

    assert rows(new_var, "SELECT 1") == [(1,)]


def test_server_whose_socket_is_gone_is_started_again(new_var):
    embedded.start(new_var, wanted=REDIS_ALONE, safe=False)
    first = Redis(Home(new_var)).pid()
    Redis(Home(new_var)).socket.unlink()

    assert embedded.start(new_var, wanted=REDIS_ALONE, safe=False) is True

    assert Redis(Home(new_var)).pid() != first


def test_checkout_whose_path_is_too_long_for_a_socket_works(new_var):
    long = new_var.with_name("x" * 120)

    try:
        embedded.start(long, safe=False)

        sockets = Home(long).sockets
        assert embedded.status(long) == {"PostgreSQL": True, "Redis": True}
        assert len(str(sockets)) < 60
        assert sockets.stat().st_mode & 0o777 == 0o700
        assert embedded.start(long, safe=False) is False
    finally:
        embedded.erase(long)
    assert not sockets.exists()


def test_short_socket_folder_that_others_can_enter_is_not_used_again(new_var):
    home = Home(new_var.with_name("x" * 120))
    home.prepare()
    first = home.sockets
    first.chmod(0o777)

    home.prepare()

    assert home.sockets != first
    shutil.rmtree(first)
    shutil.rmtree(home.sockets)


def test_copy_of_a_checkout_has_sockets_of_its_own_and_a_moved_one_keeps_them(new_var):
    first, copy = (Home(new_var.with_name(name * 120)) for name in "xy")
    first.prepare()
    shutil.copytree(first.var, copy.var)

    copy.prepare()

    sockets = first.sockets
    assert copy.sockets != sockets
    moved = Home(first.var.rename(new_var.with_name("z" * 120)))
    assert moved.sockets == sockets
    shutil.rmtree(sockets)
    shutil.rmtree(copy.sockets)


@pytest.mark.parametrize(
    ("server", "says"),
    [
        (Postgres, "PostgreSQL 18 is not here. Install it with 'pip install -r requirements.txt'"),
        (Redis, "redis-server is not here. Install it with 'pip install -r requirements.txt'"),
    ],
)
def test_missing_program_says_what_to_install(new_var, monkeypatch, server, says):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr("shutil.which", lambda _: None)

    with pytest.raises(ServerRefusal) as refused:
        server(Home(new_var)).start()

    assert says in str(refused.value)


def test_server_that_does_not_start_quotes_its_log(var):
    embedded.start(var, wanted=POSTGRES_ALONE, safe=False)
    embedded.stop(var)
    home = Home(var)
    home.write(home.place / "postgres/PG_VERSION", "11\n")

    with pytest.raises(ServerRefusal, match="initialized by PostgreSQL version 11"):
        embedded.start(var, wanted=POSTGRES_ALONE, safe=False)


def test_lock_that_is_held_too_long_is_a_refusal(new_var):
    home = Home(new_var)

    with (
        home.locked(),
        pytest.raises(ServerRefusal, match="has been starting or stopping"),
        home.locked(seconds=0.1),
    ):
        pass


def test_watch_returns_with_the_name_of_the_server_that_has_gone(var):
    embedded.start(var, safe=False)
    code = (
        "import sys, pathlib; from logistics import embedded\n"
        "print(embedded.watch(pathlib.Path(sys.argv[1]), wanted=embedded.Wanted(), seconds=0.1))"
    )
    watching = python(code, var)
    time.sleep(1)
    assert watching.poll() is None

    os.kill(Redis(Home(var)).pid(), signal.SIGKILL)

    assert watching.communicate(timeout=20)[0].strip() == "Redis"
