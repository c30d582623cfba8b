"""System checks: what must be right before anything starts."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from shipments.expedite import reading


@register
def check_rules(**_: Any) -> list[CheckMessage]:
    """Every rule file must be one that the judging engine can use."""
    rules, problems = reading.read_folder(reading.FOLDER)
    errors: list[CheckMessage] = [
        Error(str(problem), hint="Compare the header with another rule.", id="shipments.E001")
        for problem in problems
    ]
    if not rules and not problems:
        errors.append(Error(f"{reading.FOLDER} holds no rule.", id="shipments.E002"))
    return errors
