from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from pathlib import Path

import pytest

from logistics import embedded
from logistics.embedded import Wanted
from logistics.servers import account, home
from logistics.servers.account import ServerRefusal
from logistics.servers.home import Home
from logistics.servers.postgres import Postgres

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="lending an account is for root")


def test_ordinary_user_runs_the_servers_as_itself(monkeypatch):
    uid = pwd.getpwnam("nobody").pw_uid
    monkeypatch.setattr("os.geteuid", lambda: uid)

    chosen = account.choose([])

    assert chosen.uid == uid
    assert not chosen.is_lent
    assert "user" not in chosen.process()


def test_user_without_a_name_is_told_what_to_do(monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 987654)

    with pytest.raises(ServerRefusal, match="Add it to /etc/passwd, or set DATABASE_URL"):
        account.choose([])


def test_root_without_any_account_to_lend_is_told_what_to_do(monkeypatch, tmp_path):
    def no_such_name(name: str) -> None:
        raise KeyError(name)

    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("pwd.getpwnam", no_such_name)

    with pytest.raises(ServerRefusal, match="useradd --system quayline"):
        account.choose([Path("/")])


@as_root
def test_root_lends_an_unprivileged_account(var):
    embedded.start(var, safe=False)

    pid = Postgres(Home(var)).pid()
    assert Path(f"/proc/{pid}").stat().st_uid == Home(var).account.uid != 0


@as_root
def test_another_program_of_the_lent_account_may_not_open_the_database(var):
    embedded.start(var, wanted=Wanted(redis=False), safe=False)
    server = Postgres(Home(var))

    tried = subprocess.run(  # noqa: S603
        [server.programs() / "psql", server.url("quayline"), "-c", "SELECT 1"],
        capture_output=True,
        text=True,
        check=False,
        **server.home.account.process(),
    )

    assert "Peer authentication failed" in tried.stderr


@as_root
def test_somebody_elses_checkout_is_served_as_its_owner(new_var):
    owner = pwd.getpwnam("daemon")
    os.chown(new_var.parent, owner.pw_uid, owner.pw_gid)

    assert Home(new_var).account.name == "daemon"


@as_root
def test_checkout_in_a_folder_closed_to_the_lent_account_works(new_var, monkeypatch):
    elsewhere = new_var.with_name("elsewhere")
    monkeypatch.setattr(home, "ELSEWHERE", elsewhere)
    closed = new_var.with_name("closed")
    closed.mkdir(mode=0o700)
    mine = closed / "new_var"

    try:
        embedded.start(mine, safe=False)

        assert Home(mine).place.parent == elsewhere
        assert embedded.status(mine) == {"PostgreSQL": True, "Redis": True}
        assert embedded.start(mine, safe=False) is False
    finally:
        embedded.erase(mine)
    assert list(elsewhere.iterdir()) == []


@as_root
def test_program_that_the_lent_account_cannot_run_is_copied(new_var):
    bundle = new_var.with_name("closed") / "bundle"
    bundle.mkdir(parents=True)
    bundle.parent.chmod(0o700)
    shutil.copy("/bin/true", bundle / "program")
    (bundle / "program").chmod(0o700)
    mine = Home(new_var)
    mine.prepare()

    found = mine.program(bundle / "program", bundle=bundle)

    assert found != bundle / "program"
    assert mine.account.can_run(found)
    assert mine.program(bundle / "program", bundle=bundle) == found


def test_folder_that_belongs_to_another_user_is_a_refusal(monkeypatch, new_var):
    def refuse(self: Path, *arguments: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr("pathlib.Path.mkdir", refuse)

    with pytest.raises(ServerRefusal, match="belongs to another user"):
        Home(new_var).prepare()
    with pytest.raises(ServerRefusal, match="belongs to another user"), Home(new_var).locked():
        pass
