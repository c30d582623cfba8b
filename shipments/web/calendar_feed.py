"""The calendar of arrivals that a program subscribes to, and the page with its address.

The address is the whole permission: there is no session and no cookie. Whatever is wrong with
one, the answer is the same.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from shipments.models import CalendarAddress
from shipments.papers import arrival_calendar
from shipments.queries import arrival_feed
from shipments.services import calendar_addresses
from shipments.web.answer import HEADERS
from shipments.web.throttle import Limit, address_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from shipments.web.http import SignedInRequest

# A program that comes every minute stays below both.
PER_CALENDAR = Limit("calendar", 30, timedelta(minutes=10))
PER_ADDRESS = Limit("calendar-address", 240, timedelta(minutes=10))
_HEADERS = HEADERS | {"Cache-Control": "private, no-cache"}


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """All that the owner of the address may see, and nothing where there is no such address."""
    now = timezone.now()
    key = calendar_addresses.digest(token)
    until = PER_ADDRESS.spent_until(address_of(request), at=now)
    if until := until or PER_CALENDAR.spent_until(key, at=now):
        return _too_often(until, now=now)
    owner = calendar_addresses.opened(token, at=now)
    if owner is None:
        return HttpResponse(
            "There is no such calendar.\n", content_type="text/plain", status=404, headers=HEADERS
        )
    written = arrival_calendar.compose(
        arrival_feed.load(owner, today=now.date()),
        site=request.build_absolute_uri("/"),
        exercise=settings.EXERCISE,
    )
    tag = f'"{sha256(written).hexdigest()}"'
    headers = _HEADERS | {"ETag": tag}
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="arrivals.ics"'
    return HttpResponse(written, content_type="text/calendar; charset=utf-8", headers=headers)


@require_safe
def address(request: SignedInRequest) -> HttpResponse:
    """Say whether the person has an address, and offer one."""
    return _page(request)


@require_POST
def make(request: SignedInRequest) -> HttpResponse:
    """Make it anew and show it, this once."""
    secret = calendar_addresses.make(by=request.user, at=timezone.now())
    where = request.build_absolute_uri(reverse("calendar-feed", args=[secret]))
    return _page(request, shown=where)


@require_POST
def take_back(request: SignedInRequest) -> HttpResponse:
    if calendar_addresses.take_back(by=request.user):
        messages.success(request, "Your calendar's address does not work any more.")
    return redirect("calendar-address")


def _page(request: SignedInRequest, *, shown: str = "") -> HttpResponse:
    held = CalendarAddress.objects.filter(owner=request.user).first()
    context = {"held": held, "shown": shown}
    response = render(request, "shipments/arrivals/address.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _too_often(until: datetime, *, now: datetime) -> HttpResponse:
    seconds = max(1, int((until - now).total_seconds()))
    headers = HEADERS | {"Retry-After": str(seconds)}
    return HttpResponse("Too often.\n", content_type="text/plain", status=429, headers=headers)
