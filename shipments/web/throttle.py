"""How often somebody without an account may come, counted in Redis for all web processes."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from redis import RedisError

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times in a window; windows begin at fixed moments, alike for everybody."""

    name: str
    times: int
    window: timedelta

    def spent_until(self, who: str, *, at: datetime) -> datetime | None:
        """Count one time for ``who``. Say when it may come again; None while it may.

        While Redis is away everybody may: a contractor that answers matters more than one
        that is counted, and a link that cannot be guessed is no easier to guess for it.
        """
        length = self.window.total_seconds()
        window = int(at.timestamp() // length)
        # Hashed, so that no address and no link stands readable in Redis.
        key = f"throttle-{self.name}-{sha256(who.encode()).hexdigest()}-{window}"
        try:
            cache.add(key, 0, timeout=length)
            came = cache.incr(key)
        except ValueError:  # the window ended between the two
            return None
        except (RedisError, OSError):
            logger.warning("%s is not counted: Redis does not answer", self.name)
            return None
        if came <= self.times:
            return None
        return datetime.fromtimestamp((window + 1) * length, UTC)


def address_of(request: HttpRequest) -> str:
    """Where the request comes from, as the one trusted proxy in front saw it."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:  # a server behind a socket that hands no address on
        return "unknown"
