"""Mail into a folder, one ``.eml`` file each, for machines that send none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class EmailBackend(BaseEmailBackend):
    """A mail that is sent again replaces its file: it is the same mail."""

    def __init__(self, *, file_path: str | None = None, **options: Any) -> None:
        super().__init__(**options)
        self._folder = Path(file_path or settings.EMAIL_FILE_PATH)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self._folder.mkdir(parents=True, exist_ok=True)
        for each in email_messages:
            self._write(each)
        return len(email_messages)

    def _write(self, mail: EmailMessage) -> None:
        message = mail.message()
        written = parsedate_to_datetime(message["Date"])
        identity = re.sub(r"[^A-Za-z0-9.@-]", "", message["Message-ID"])
        # Under its name only once it is whole, whatever ends this process.
        with NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as part:
            part.write(message.as_bytes())
        Path(part.name).replace(self._folder / f"{written:%Y%m%d-%H%M%S}-{identity}.eml")
