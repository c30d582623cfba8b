from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

# What a stranger may open: signing in, what a load balancer asks, a contact's own answers and a
# person's calendar, of which the address is the permission (tests/web/test_answer_page.py and
# test_calendar_feed.py hold them to account).
OPEN = re.compile(r"^/(accounts/|healthz/|answer/|calendar/)")


def routes() -> Iterator[str]:
    """An address for every route of the site, with a plausible value for each part."""
    yield from _walk(get_resolver().url_patterns, "/")


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        here = before + _example(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here)
        else:
            yield here


def _example(part: str) -> str:
    part = re.sub(r"<int:\w+>", "1", part)
    part = re.sub(r"<uuid:\w+>", str(UUID(int=1)), part)
    part = re.sub(r"<(\w+:)?\w+>", "X1", part)
    part = re.sub(r"\(\?P<\w+>[^)]*\)", "1", part)
    return re.sub(r"\\Z|\\.|[\^$?]", "", part)


PRIVATE = sorted({route for route in routes() if not OPEN.match(route)})


def test_there_are_routes_to_try():
    assert len(PRIVATE) > 20


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", PRIVATE)
def test_every_route_refuses_strangers(route: str, method: str):
    response = getattr(Client(), method)(route)

    if response.status_code == 302:
        assert response["Location"].startswith(reverse(settings.LOGIN_URL))
    else:
        assert response.status_code in {401, 403}
