"""The test run's own PostgreSQL and Redis, on unix sockets in a folder of their own.

The first process of a run starts them, its xdist workers join, and a guard deletes them when
that process is gone, however it ended. As a program, this file is the guard.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from logistics import embedded
from logistics.servers.home import Home
from logistics.servers.postgres import Postgres
from logistics.servers.redis import Redis
from tests import migrated

ROOT = Path(__file__).resolve().parent.parent
_VAR = "QUAYLINE_TEST_VAR"


def make_folder() -> Path:
    """Make a folder for servers: in memory where that is roomy, and open to a lent account."""
    memory = Path("/dev/shm")  # noqa: S108
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 4 * 2**30
    folder = Path(tempfile.mkdtemp(prefix="quayline-tests-", dir=memory if roomy else None))
    folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
    return folder


def start() -> subprocess.Popen[bytes]:
    """Start both servers, unsafe and so fast; the guard's end of input ends them."""
    var = make_folder()
    guard = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "tests.servers", str(var)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    os.environ[_VAR] = str(var)
    migrated.lay_down(var, variables(0))
    embedded.start(var, safe=False)
    return guard


def stop(guard: subprocess.Popen[bytes]) -> None:
    guard.communicate(timeout=120)


def variables(process: int) -> dict[str, str]:
    """Say what makes settings find these servers, in one process of the test run.

    :param process: each has a database of its own in Redis, which has 16; in PostgreSQL
        pytest-django sees to that.
    """
    home = Home(Path(os.environ[_VAR]))
    # Empty is not set: what the machine says about a site of its own is not for tests.
    unset = ("SECRET_KEY", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "EMAIL_URL", "EXERCISE")
    return {
        **dict.fromkeys((*unset, "INBOX_DIR"), ""),
        "DJANGO_SETTINGS_MODULE": "logistics.settings",
        "DEBUG": "True",
        "DATABASE_URL": database_url(embedded.DATABASE),
        "REDIS_URL": Redis(home).url(process % 16),
    }


def database_url(name: str) -> str:
    return Postgres(Home(Path(os.environ[_VAR]))).url(name)


def main() -> None:
    sys.stdin.buffer.read()
    embedded.erase(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
