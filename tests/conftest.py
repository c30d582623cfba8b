"""Every test runs on a real PostgreSQL and a real Redis that the test run starts itself."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests import order, servers
from tests.celery_worker import CeleryWorker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from execnet.xspec import XSpec
    from pytest_django import DjangoDbBlocker

_guard = pytest.StashKey[subprocess.Popen[bytes]]()


def pytest_configure(config: pytest.Config) -> None:
    """Have the servers up before Django reads its settings; pytest-django reads them after us."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        config.stash[_guard] = servers.start()
        os.environ.update(servers.variables(0))

    from django.conf import settings  # noqa: PLC0415 (only now does the environment hold)

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config, specs: list[XSpec]) -> None:
    """Give each worker its variables at birth: it reads settings before it reads this file."""
    for process, spec in enumerate(specs, start=1):
        spec.env.update(servers.variables(process))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Have the last word on the order of a run in several processes, after pytest-django."""
    if hasattr(config, "workerinput"):
        items[:] = order.long_ones_first(items, workers=config.workerinput["workercount"])


def pytest_unconfigure(config: pytest.Config) -> None:
    if opened := sys.modules.get("tests.chromium"):  # where no test imported it, none is open
        opened.close()
    if _guard in config.stash:
        servers.stop(config.stash[_guard])


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Give this process a copy of the migrated database, in place of migrating one of its own.

    After each test that commits for real the copy is made as it was.
    """
    from django.test import TransactionTestCase  # noqa: PLC0415

    from tests import database  # noqa: PLC0415

    with django_db_blocker.unblock():
        database.make()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: database.put_back())
        yield


@pytest.fixture
def celery_worker_process(transactional_db: None, tmp_path: Path) -> Iterator[CeleryWorker]:
    """Run a real Celery worker on this test's database and Redis.

    The test commits for real; ``wait_until_idle`` returns when all that was asked for is done.
    """
    with CeleryWorker(tmp_path / "worker.log") as worker:
        yield worker
