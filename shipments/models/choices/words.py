from __future__ import annotations

from enum import StrEnum


def words(members: type[StrEnum]) -> list[tuple[str, str]]:
    return [(member.value, member.value.replace("_", " ").capitalize()) for member in members]
