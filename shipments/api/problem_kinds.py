"""The kinds of problem the API answers with: what ``type`` points to."""

from __future__ import annotations

from dataclasses import dataclass

from rest_framework import status


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
