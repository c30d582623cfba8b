"""The shape of a failure, for the schema."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from shipments.api.problem_kinds import KINDS, Kind


class ErrorSerializer(serializers.Serializer[Any]):
    """One thing that was wrong, in the body (``pointer``) or in the query (``parameter``)."""

    pointer = serializers.CharField(
        required=False, help_text="JSON pointer into the body; empty for the whole."
    )
    field = serializers.CharField(required=False, help_text="The same, with dots.")
    parameter = serializers.CharField(required=False)
    code = serializers.CharField(help_text="Stable.")
    detail = serializers.CharField(help_text="What is wrong and what would be right.")


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


def example(kind: Kind) -> dict[str, Any]:
    """What a problem of this kind looks like."""
    document: dict[str, Any] = {
        "type": f"/api/v1/problems/{kind.code}/",
        "title": kind.title,
        "status": kind.status,
        "detail": kind.what_to_do,
        "instance": "/api/v1/shipments/",
        "code": kind.code,
    }
    wrong = WRONG.get(kind.code)
    return document | {"detail": wrong["detail"], "errors": [wrong]} if wrong else document


WRONG = {
    "bad_parameters": {
        "parameter": "colour",
        "code": "unknown_parameter",
        "detail": "There is no parameter colour here. It takes none.",
    },
    "conflict": {
        "pointer": "/tcn",
        "field": "tcn",
        "code": "duplicate_tcn",
        "detail": "Shipment BISZZZ63240001XXX is already logged. Open it, or give this one its "
        "own TCN.",
    },
    "refused": {
        "pointer": "/lines/0/quantity",
        "field": "lines.0.quantity",
        "code": "more_than_left",
        "detail": "Only 60 ea are left to ship on Q000001. Enter 60 or fewer.",
    },
}
