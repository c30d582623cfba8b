"""What every answer says about itself, whichever view gave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

HEADER = "Content-Security-Policy"
POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


class ContentSecurityPolicy:
    """Let a page load its own files and nothing else, and run nothing written into it.

    A view that needs another policy sets the header itself; it is left as it is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, POLICY)
        return response


class ExerciseMark:
    """Say in every answer of an exercise that it is one, to programs as the banner does to people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.EXERCISE:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers["Quayline-Exercise"] = "every order here is invented"
        return response


class SignInRequired(LoginRequiredMiddleware):
    """Refuse strangers everywhere, unless a view says otherwise.

    A page is answered with the sign-in form. A fragment is not: htmx would follow to the form
    and put it inside the open page, over what the person had typed.
    """

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> Any:
        refused = super().process_view(request, view_func, view_args, view_kwargs)
        if refused is not None and "HX-Request" in request.headers:
            return HttpResponse("You are signed out.", content_type="text/plain", status=401)
        return refused
