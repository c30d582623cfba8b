"""Every failure as an RFC 9457 problem document, whoever noticed it.

Services raise ``Refused`` and the framework raises its own exceptions; here each becomes one
kind of problem with a stable ``code``. Views catch nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from django.urls import reverse
from rest_framework import exceptions, status
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from shipments.api.problem_kinds import KINDS, Kind
from shipments.models import Order, Proposal, Shipment
from shipments.services.refusal import NotAllowed, Problem, Refused

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


# Refusals that mean "it is there already", so that a client may tell a repeated request from
# a wrong one.
CONFLICTS = {"duplicate_tcn", "shipments_shipment_tcn_key", "taken", "decided", "changed_meanwhile"}

# What others raise on purpose. Anything else is a fault of ours.
SEEN: dict[type[Exception], str] = {
    Http404: "not_found",
    Order.DoesNotExist: "not_found",
    Shipment.DoesNotExist: "not_found",
    Proposal.DoesNotExist: "not_found",
    PermissionDenied: "not_allowed",
    RequestDataTooBig: "too_large",
    SuspiciousOperation: "malformed",
}


class ProblemRenderer(JSONRenderer):
    media_type = MEDIA_TYPE
    # A problem may quote a name that was sent, and that may hold half a character.
    ensure_ascii = True


class BadParameters(exceptions.APIException):
    """Query parameters that are unknown or cannot be used.

    :ivar problems: ``field`` holds the parameter's name.
    """

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "bad_parameters"

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(" ".join(problem.message for problem in problems))

    def errors(self) -> list[dict[str, str]]:
        return [
            {"parameter": problem.field, "code": problem.code, "detail": problem.message}
            for problem in self.problems
        ]


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
        case exceptions.ValidationError():
            return _refusal(Refused(_flattened(exception.get_full_details())))
        case BadParameters():
            return KINDS["bad_parameters"], str(exception.detail), exception.errors()
    kind, detail = KINDS[_code(exception)], ""
    # What a fault says may be SQL or somebody else's data.
    if isinstance(exception, exceptions.APIException) and kind is not KINDS["fault"]:
        detail = str(exception.detail)
    return kind, detail or kind.what_to_do, []


def _code(exception: Exception) -> str:
    if isinstance(exception, exceptions.APIException):
        codes = (kind.code for kind in KINDS.values() if kind.status == exception.status_code)
        return next(codes, "fault")
    return next((code for seen, code in SEEN.items() if isinstance(exception, seen)), "fault")


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
    else:
        for inner in details:
            yield from _flattened(inner, path)
