from __future__ import annotations

import pytest
from django.db import OperationalError

from logistics import health


def test_live_answers_strangers_without_asking_the_database(client):
    response = client.get("/healthz/live")

    assert response.status_code == 200
    assert response.json() == {"status": "live"}


def test_ready_answers_strangers(client, db):
    response = client.get("/healthz/ready")

    assert response.status_code == 200
    assert response.json() == {"database": "ok", "redis": "ok"}


def test_ready_says_that_redis_is_down_and_not_why(client, db, settings):
    settings.REDIS_URL = "unix:///nowhere/redis.sock"

    response = client.get("/healthz/ready")

    assert response.status_code == 503
    assert response.json() == {"database": "ok", "redis": "failing"}


def test_ready_says_that_the_database_is_down_and_not_why(client, db, monkeypatch):
    def refuse(connection: object) -> None:
        raise OperationalError("password authentication failed for user quay")

    monkeypatch.setattr(health, "MigrationExecutor", refuse)

    response = client.get("/healthz/ready")

    assert response.status_code == 503
    assert response.json() == {"database": "failing", "redis": "ok"}


@pytest.mark.parametrize("path", ["/healthz/live", "/healthz/ready"])
def test_health_only_reads(client, path):
    assert client.post(path).status_code == 405
