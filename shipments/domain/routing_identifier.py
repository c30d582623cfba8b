"""Routing identifiers: the activities that records are sent to and from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shipments.domain.typed_code import found, tidy

LENGTH = 3
_FORM = re.compile(r"[A-Z0-9]{3}")


class InvalidRic(ValueError):
    """The text cannot be a routing identifier."""


@dataclass(frozen=True, order=True, slots=True)
class Ric:
    """Three characters. Which activities have one changes, so only the form is checked.

    Source: docs/sources.md, "Activities".
    """

    value: str

    def __post_init__(self) -> None:
        if not _FORM.fullmatch(self.value):
            raise InvalidRic(
                f"Routing identifier: found {found(self.value)}; it needs the {LENGTH} letters "
                "and digits of a routing identifier, like B14."
            )

    def __str__(self) -> str:
        return self.value


def parse(text: str) -> Ric:
    """Read a routing identifier as typed: spaces, dashes and lower case are forgiven.

    :raises InvalidRic: not three letters and digits.
    """
    return Ric(tidy(text))
