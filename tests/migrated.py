"""A database server's files with the migrated tables in them, made once and kept between runs.

Migrating from nothing takes half a minute and laying down a copy a moment. The copy is kept in
pytest's cache under a digest of all that migrating reads: whatever of that changes, the next
run makes another, and so it does after ``pytest --cache-clear`` or ``make clean``.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from logistics import embedded
from logistics.servers.home import Home
from logistics.servers.postgres import Postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

# Each process of a test run works in a copy of this database, which nobody can connect to: one
# that somebody is in cannot be copied.
DATABASE = "quayline_migrated"
# Holds a copy of each table that the migrations left rows in.
SCHEMA = "as_migrated"

_ROOT = Path(__file__).resolve().parent.parent
_KEPT = _ROOT / ".pytest_cache" / "d" / "migrated"

# What a migration may import is among these; tests/repository/test_migrations.py sees to that.
_READ = ("logistics", "shipments/apps.py", "shipments/domain", "shipments/models")
_READ += ("shipments/migrations", "tests/migrated.py")

_KEEP_ROWS = f"""
DO $$
DECLARE
    name text;
    holds_rows boolean;
BEGIN
    CREATE SCHEMA {SCHEMA};
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO holds_rows;
        IF holds_rows THEN
            EXECUTE format('CREATE TABLE {SCHEMA}.%I AS TABLE public.%I', name, name);
        END IF;
    END LOOP;
END $$
"""  # noqa: S608


def lay_down(var: Path, variables: dict[str, str]) -> None:
    """Put PostgreSQL's files where ``embedded.start`` finds them, migrated.

    Any number of runs of one checkout may do so at once: the first makes them, others wait.

    :param variables: what makes settings find servers in ``var``.
    """
    home = Home(var)
    home.prepare()
    with _one_at_a_time():
        kept = _KEPT / _digest(home)
        if not kept.exists():
            _make(home, kept, variables)
        _copy(kept, home.place / "postgres")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    _KEPT.mkdir(parents=True, exist_ok=True)
    with (_KEPT / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _digest(home: Home) -> str:
    """Tell apart all that makes a difference: code, packages, and whose the files are."""
    packages = Path(sysconfig.get_path("purelib")).glob("*.dist-info")
    told = [sys.version, home.account.name, *sorted(found.name for found in packages)]
    digest = hashlib.sha256("\n".join(told).encode())
    for name in _READ:
        for path in sorted([_ROOT / name, *(_ROOT / name).rglob("*")]):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"\n{path.relative_to(_ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:24]


def _make(home: Home, kept: Path, variables: dict[str, str]) -> None:
    postgres = Postgres(home, safe=False)
    embedded.start(home.var, safe=False)
    postgres.make_database(DATABASE)
    subprocess.run(
        [sys.executable, "-W", "error", "-m", "django", "migrate", "--verbosity", "0"],
        cwd=_ROOT,
        env={**os.environ, **variables, "DATABASE_URL": postgres.url(DATABASE)},
        stdin=subprocess.DEVNULL,
        check=True,
    )
    with psycopg.connect(postgres.url(DATABASE), autocommit=True) as connection:
        connection.execute(_KEEP_ROWS)
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {DATABASE} ALLOW_CONNECTIONS false")
    embedded.stop(home.var)
    for other in _KEPT.iterdir():
        if other.is_dir():
            shutil.rmtree(other)
    part = kept.with_suffix(".part")
    _copy(home.place / "postgres", part)
    part.rename(kept)
    shutil.rmtree(home.place / "postgres")


def _copy(source: Path, target: Path) -> None:
    # With their owner, who under root is not ourselves.
    subprocess.run(["cp", "-a", source, target], check=True)  # noqa: S603, S607
