"""Every failure as an RFC 9457 problem document, whoever noticed it.

Services raise ``Refused`` and the framework raises its own exceptions; here each becomes one
kind of problem with a stable ``code``. Views catch nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from django.urls import reverse
from rest_framework import exceptions, status
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from shipments.models import Order, Shipment
from shipments.services.refusal import NotAllowed, Problem, Refused

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """A kind of problem: what ``type`` points to."""

    code: str
    status: int
    title: str
    what_to_do: str


KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            "malformed",
            status.HTTP_400_BAD_REQUEST,
            "The request cannot be read",
            "Send one JSON document in UTF-8.",
        ),
        Kind(
            "bad_parameters",
            status.HTTP_400_BAD_REQUEST,
            "A query parameter cannot be used",
            "See errors for each parameter. Nothing unknown is ignored.",
        ),
        Kind(
            "not_authenticated",
            status.HTTP_401_UNAUTHORIZED,
            "Who you are is not known",
            "Send 'Authorization: Bearer' with a token that has not expired, or sign in.",
        ),
        Kind(
            "not_allowed",
            status.HTTP_403_FORBIDDEN,
            "You may not do this",
            "Ask a case manager for the role. From a browser, send the CSRF token.",
        ),
        Kind(
            "not_found",
            status.HTTP_404_NOT_FOUND,
            "There is nothing here for you",
            "Check the address; each ends with a slash. What you may not see is not here.",
        ),
        Kind(
            "method_not_allowed",
            status.HTTP_405_METHOD_NOT_ALLOWED,
            "This address does not take this method",
            "The Allow header names the methods it takes.",
        ),
        Kind(
            "not_acceptable",
            status.HTTP_406_NOT_ACCEPTABLE,
            "No such representation",
            "Accept application/json.",
        ),
        Kind(
            "conflict",
            status.HTTP_409_CONFLICT,
            "It is there already",
            "See errors. Read what is there before you write again.",
        ),
        Kind(
            "too_large",
            status.HTTP_413_REQUEST_ENTITY_TOO_LARGE,
            "The request is too large",
            "Send it in parts.",
        ),
        Kind(
            "unsupported_media_type",
            status.HTTP_415_UNSUPPORTED_MEDIA_TYPE,
            "The body's media type is not taken",
            "Send 'Content-Type: application/json'.",
        ),
        Kind(
            "refused",
            status.HTTP_422_UNPROCESSABLE_ENTITY,
            "What you sent was refused, and nothing was changed",
            "See errors: each names the place in the body and what would be right.",
        ),
        Kind(
            "throttled",
            status.HTTP_429_TOO_MANY_REQUESTS,
            "Too many requests",
            "Wait for as many seconds as Retry-After says.",
        ),
        Kind(
            "fault",
            status.HTTP_500_INTERNAL_SERVER_ERROR,
            "A fault of ours",
            "Try again later. If it stays, report the instance: it is in our log.",
        ),
    )
}

# Refusals that mean "it is there already", so that a client may tell a repeated request from
# a wrong one.
CONFLICTS = {"duplicate_tcn", "shipments_shipment_tcn_key", "taken"}


class ProblemRenderer(JSONRenderer):
    media_type = MEDIA_TYPE


class BadParameters(exceptions.APIException):
    """Query parameters that are unknown or cannot be used.

    :ivar problems: ``field`` holds the parameter's name.
    """

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "bad_parameters"

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(" ".join(problem.message for problem in problems))


def as_problem(exception: Exception, context: dict[str, Any]) -> Response:
    """Answer any exception of a view. The REST framework's EXCEPTION_HANDLER."""
    request: Request = context["request"]
    request.accepted_renderer = ProblemRenderer()
    request.accepted_media_type = MEDIA_TYPE
    kind, detail, errors = _understood(exception)
    body = {
        "type": reverse("api:problem", args=[kind.code]),
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "instance": request.path,
        "code": kind.code,
    }
    if errors:
        body["errors"] = errors
    if kind.status == status.HTTP_500_INTERNAL_SERVER_ERROR:
        # The body must not tell what went wrong; this ties it to the log, which does.
        body["instance"] = uuid4().urn
        logger.error("%s at %s", body["instance"], request.path, exc_info=exception)
    return Response(body, status=kind.status, headers=_headers(exception, context))


def _headers(exception: Exception, context: dict[str, Any]) -> dict[str, str]:
    """Let the framework say what belongs beside its own exceptions."""
    if not isinstance(exception, exceptions.APIException):
        return {}
    plain = exception_handler(exception, context)
    kept = ("WWW-Authenticate", "Retry-After")
    return {name: plain[name] for name in kept if plain is not None and plain.has_header(name)}


def _understood(exception: Exception) -> tuple[Kind, str, list[dict[str, str]]]:
    """Say which kind it is, in one sentence, with what was wrong where."""
    match exception:
        case Refused():
            return _refusal(exception)
        case BadParameters():
            errors = [
                {"parameter": p.field, "code": p.code, "detail": p.message}
                for p in exception.problems
            ]
            return KINDS["bad_parameters"], str(exception.detail), errors
        case exceptions.ValidationError():
            return _refusal(Refused(_flattened(exception.get_full_details())))
        case Http404() | Order.DoesNotExist() | Shipment.DoesNotExist():
            return KINDS["not_found"], str(exceptions.NotFound.default_detail), []
        case RequestDataTooBig():
            return KINDS["too_large"], KINDS["too_large"].what_to_do, []
        case SuspiciousOperation():
            return KINDS["malformed"], KINDS["malformed"].what_to_do, []
        case exceptions.APIException():
            return _of_framework(exception), str(exception.detail), []
    return KINDS["fault"], KINDS["fault"].what_to_do, []


def _of_framework(exception: exceptions.APIException) -> Kind:
    found = (k for k in KINDS.values() if k.status == exception.status_code)
    return next(found, KINDS["fault"])


def _refusal(refused: Refused) -> tuple[Kind, str, list[dict[str, str]]]:
    errors = [
        {
            "pointer": _pointer(problem.field),
            "field": problem.field,
            "code": problem.code,
            "detail": problem.message,
        }
        for problem in refused.problems
    ]
    code = "refused"
    if isinstance(refused, NotAllowed):
        code = "not_allowed"
    elif all(problem.code in CONFLICTS for problem in refused.problems):
        code = "conflict"
    return KINDS[code], str(refused), errors


def _pointer(field: str) -> str:
    """``lines.0.quantity`` as a JSON pointer (RFC 6901); empty for the whole document."""
    parts = field.split(".") if field else []
    return "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in parts)


def _flattened(details: Any, path: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Walk the framework's nested errors down to one problem for each sentence."""
    if isinstance(details, dict) and {"message", "code"} == details.keys():
        yield Problem(".".join(path), str(details["message"]), str(details["code"]))
    elif isinstance(details, dict):
        for name, inner in details.items():
            whole = name == api_settings.NON_FIELD_ERRORS_KEY
            yield from _flattened(inner, path if whole else (*path, str(name)))
    elif all(isinstance(inner, dict) and "message" in inner for inner in details):
        for inner in details:
            yield from _flattened(inner, path)
    else:
        for index, inner in enumerate(details):
            yield from _flattened(inner, (*path, str(index)))
