"""What a load balancer or an operator asks: is the process alive, can it do its work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpRequest


@login_not_required
@require_safe
@never_cache
def live(_: HttpRequest) -> JsonResponse:
    """Answer without touching anything: a slow database is no reason to restart the web."""
    return JsonResponse({"status": "live"})


@login_not_required
@require_safe
@never_cache
def ready(_: HttpRequest) -> JsonResponse:
    """Say of the database, its migrations and Redis whether each is usable; 503 if one is not.

    Open to strangers, so it says which and never why.
    """
    found = {"database": _migrations_are_applied(), "redis": _redis_answers()}
    answer = {name: "ok" if good else "failing" for name, good in found.items()}
    return JsonResponse(answer, status=200 if all(found.values()) else 503)


def _migrations_are_applied() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _redis_answers() -> bool:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
    try:
        return bool(client.ping())
    except (redis.RedisError, OSError):
        return False
    finally:
        client.close()
