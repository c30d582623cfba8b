from __future__ import annotations

from urllib.parse import urlsplit

from django.db import models


class SourceDocument(models.Model):
    """A page or paper outside this system that one or more facts were read in."""

    address = models.URLField(max_length=700, unique=True)
    recorded_at = models.DateTimeField(help_text="When we first pointed to it, UTC.")

    def __str__(self) -> str:
        return self.address

    @property
    def host(self) -> str:
        """The site's name, for a short link."""
        return (urlsplit(self.address).hostname or "").removeprefix("www.")
