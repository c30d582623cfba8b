"""What the OpenAPI schema says of every operation, so that no view has to."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from shipments.api.authentication import TokenAuthentication
from shipments.api.errors import MEDIA_TYPE
from shipments.api.problem_document import ProblemSerializer, example
from shipments.api.problem_kinds import KINDS

# By status, the kinds of problem that an operation may answer with.
ANY = {
    "400": ("bad_parameters", "malformed"),
    "401": ("not_authenticated",),
    "403": ("not_allowed",),
    "406": ("not_acceptable",),
    "default": ("fault", "throttled", "too_large", "method_not_allowed"),
}
NAMED = {"404": ("not_found",)}
WRITTEN = {"409": ("conflict",), "415": ("unsupported_media_type",), "422": ("refused",)}


class Operation(AutoSchema):
    def get_summary(self) -> str:
        """The first sentence of what the view says of itself."""
        return self.get_description().split(".")[0]

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        """Add the problems that the operation may answer with."""
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        problems = ANY | (NAMED if "{" in self.path else {})
        if self.method == "POST":
            problems |= WRITTEN
        answer: Any = self._get_response_for_code
        for status, codes in problems.items():
            body = answer(ProblemSerializer, status, [MEDIA_TYPE])
            body["description"] = "; ".join(KINDS[code].title for code in codes)
            body["content"][MEDIA_TYPE]["examples"] = {
                code: {"value": example(KINDS[code])} for code in codes
            }
            bodies[status] = body
        return bodies


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema describes it. Found by being imported."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token printed by `manage.py api_token`. It expires.",
        }
