"""Bodies as they are sent. Their shape is read here; whether they are right, services decide."""

from __future__ import annotations

from typing import Any, cast

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

# No quantity is larger; sums of such numbers still fit PostgreSQL's bigint.
MOST_AT_ONCE = 10**12


class WordField(serializers.ChoiceField):
    """One of a list of words, for the schema. Whether a word is on it, the service says, in
    the sentence that the pages show too.
    """

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        return data


class TextField(serializers.CharField):
    """Text. A number is not text, though the framework's own field would make it so."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class QuantityField(serializers.IntegerField):
    """How many, in the order's unit."""

    def __init__(self, **options: Any) -> None:
        sentence = "Enter a quantity, a whole number of 1 or more."
        super().__init__(
            min_value=1,
            max_value=MOST_AT_ONCE,
            error_messages={"min_value": sentence, "invalid": sentence},
            **options,
        )

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class Entry(serializers.Serializer[Any]):
    """A body as it is sent. A name it does not know is refused, not ignored."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = data.keys() - self.fields.keys() if isinstance(data, dict) else set()
        errors: dict[str, Any] = {
            name: [ErrorDetail("There is no such field here.", "unknown_field")]
            for name in sorted(unknown)
        }
        try:
            value = super().to_internal_value(data)
        except ValidationError as error:
            raise ValidationError({**cast("dict[str, Any]", error.detail), **errors}) from error
        if errors:
            raise ValidationError(errors)
        return value


def entered(serializer: type[Entry], request: Request) -> dict[str, Any]:
    """Read a body. Whether what it says is right, a service decides."""
    entry = serializer(data=request.data)
    entry.is_valid(raise_exception=True)
    return cast("dict[str, Any]", entry.validated_data)
