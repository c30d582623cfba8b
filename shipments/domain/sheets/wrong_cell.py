"""What is wrong with a cell."""

from __future__ import annotations


class WrongCell(ValueError):
    """A cell cannot be taken as it is. The message says what is wrong and what would be right."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
