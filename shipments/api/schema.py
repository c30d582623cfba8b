"""What the OpenAPI schema says of every operation, so that no view has to."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from shipments.api.authentication import TokenAuthentication
from shipments.api.errors import MEDIA_TYPE
from shipments.api.problem_document import ProblemSerializer
from shipments.api.problem_kinds import KINDS

ANY = ("400", "401", "403", "406", "default")
NAMED = ("404",)
WRITTEN = ("409", "415", "422")
TITLES = {str(kind.status): kind.title for kind in KINDS.values()}


class Operation(AutoSchema):
    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        """Add the problems that the operation may answer with."""
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        codes = [*ANY]
        if "{" in self.path:
            codes += NAMED
        if self.method == "POST":
            codes += WRITTEN
        answer: Any = self._get_response_for_code
        for code in codes:
            body = answer(ProblemSerializer, code, [MEDIA_TYPE])
            bodies[code] = {**body, "description": TITLES.get(code, "Any other problem")}
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
