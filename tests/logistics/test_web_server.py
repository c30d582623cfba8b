from __future__ import annotations

import gc
import runpy

import pytest

from logistics import asgi, web_server, wsgi
from tests import servers


def test_site_is_loaded_and_out_of_the_collectors_way_before_workers_fork():
    try:
        web_server.when_ready(None)

        assert gc.get_freeze_count() > 100_000
    finally:
        gc.unfreeze()


@pytest.mark.parametrize("port", ["8000", "8010"])
def test_web_listens_on_this_machine_alone(monkeypatch, port):
    monkeypatch.setenv("PORT", port)

    found = runpy.run_path(str(servers.ROOT / "logistics" / "web_server.py"))

    assert found["bind"] == f"127.0.0.1:{port}"
    assert found["preload_app"] is True


def test_both_kinds_of_server_get_the_same_site():
    assert type(wsgi.application).__name__ == "WSGIHandler"
    assert type(asgi.application).__name__ == "ASGIHandler"
