"""The shape of a failure, for the schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from shipments.api.problem_kinds import KINDS


class ErrorSerializer(serializers.Serializer[Any]):
    """One thing that was wrong, in the body (``pointer``) or in the query (``parameter``)."""

    pointer = serializers.CharField(
        required=False, help_text="JSON pointer into the body; empty for the whole."
    )
    field = serializers.CharField(required=False, help_text="The same, with dots.")
    parameter = serializers.CharField(required=False)
    code = serializers.CharField(help_text="Stable.")
    detail = serializers.CharField(help_text="What is wrong and what would be right.")


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "More than is left",
            status_codes=["422"],
            value={
                "type": "/api/v1/problems/refused/",
                "title": "What you sent was refused, and nothing was changed",
                "status": 422,
                "detail": "Only 60 ea are left to ship on Q000001. Enter 60 or fewer.",
                "instance": "/api/v1/shipments/",
                "code": "refused",
                "errors": [
                    {
                        "pointer": "/lines/0/quantity",
                        "field": "lines.0.quantity",
                        "code": "more_than_left",
                        "detail": "Only 60 ea are left to ship on Q000001. Enter 60 or fewer.",
                    }
                ],
            },
        )
    ]
)
class ProblemSerializer(serializers.Serializer[Any]):
    """A failure, as RFC 9457 writes it."""

    type = serializers.CharField(help_text="Where this kind of problem is explained.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField(help_text="The address; for a fault, what our log calls it.")
    code = serializers.ChoiceField(choices=[*KINDS], help_text="Stable.")
    # The name is the document's; the framework keeps its own ``errors`` apart at run time.
    errors = ErrorSerializer(many=True, required=False)  # type: ignore[assignment]
