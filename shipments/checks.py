"""System checks: what must be right before anything starts."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from shipments.expedite import lever, reading


@register
def check_rules(**_: Any) -> list[CheckMessage]:
    """Every rule file and every lever file must be one that can be used."""
    rules, problems = reading.read_folder(reading.FOLDER)
    of_rules = bool(problems)
    problems += lever.read_folder(lever.FOLDER)[1]
    errors: list[CheckMessage] = [
        Error(str(problem), hint="Compare the header with another rule.", id="shipments.E001")
        for problem in problems
    ]
    if not rules and not of_rules:
        errors.append(Error(f"{reading.FOLDER} holds no rule.", id="shipments.E002"))
    return errors
