"""What a page view is given: a request of somebody who has signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from shipments.models import User


class SignedInRequest(HttpRequest):
    """Only for types: the middleware has refused strangers before a view sees it."""

    user: User
    htmx: HtmxDetails
