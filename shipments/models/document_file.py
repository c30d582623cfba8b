from __future__ import annotations

from django.db import models

from shipments.models.document import Document


class DocumentFile(models.Model):
    """The bytes of a document, apart, so that lists do not read them."""

    document = models.OneToOneField(Document, models.PROTECT, primary_key=True, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"File of {self.document_id}"
