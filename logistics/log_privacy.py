"""What must not stand in a log."""

from __future__ import annotations

import logging
import re
from typing import Any

# Whoever has the rest of such an address may answer for the orders of its link, or read the
# calendar of its owner.
_SECRET = re.compile(r"(/(?:answer|calendar)/)[^/\s]+")


class HideAnswerLinks(logging.Filter):
    """Take the key out of the address of an answer page or a calendar, in whatever a line is made of."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_hidden(arg) for arg in record.args)
        return True


def _hidden(value: Any) -> Any:
    return _SECRET.sub(r"\1…", value) if isinstance(value, str) else value
