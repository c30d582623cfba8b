"""Keeping files with a shipment, after checking what they really are."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath

from django.db import transaction

from shipments.domain.shipment_papers import DocumentKind
from shipments.models import Discrepancy, Document, DocumentFile, Shipment, User
from shipments.services import refusal

MOST_BYTES = 10 * 1024 * 1024
_LONGEST_NAME = 160
# What the first bytes of a file say it is. Its name and what a browser says can be anything.
_MAGIC: tuple[tuple[str, bytes, int], ...] = (
    ("image/jpeg", b"\xff\xd8\xff", 0),
    ("image/png", b"\x89PNG\r\n\x1a\n", 0),
    ("application/pdf", b"%PDF-", 0),
)


def media_type(content: bytes) -> str:
    """What a file is by its bytes; empty where it is none of those that are kept."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((name for name, magic, at in _MAGIC if content[at:].startswith(magic)), "")


def add(
    *,
    shipment: Shipment,
    name: str,
    content: bytes,
    kind: DocumentKind,
    by: User,
    at: datetime,
    discrepancy: Discrepancy | None = None,
) -> Document:
    """Keep a file with a shipment. The very same file again is the one that is there.

    Whether the person may is for the caller to ask.

    :param name: as the file was called; a path in it is dropped.
    :raises Refused: empty, too large, or not a picture or PDF by its bytes.
    """
    found = media_type(content)
    if not content:
        raise refusal.refuse("photo", "The file is empty. Choose another.", "empty_file")
    if len(content) > MOST_BYTES:
        message = f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. Make it smaller."
        raise refusal.refuse("photo", message, "file_too_large")
    if not found:
        message = "The file is not a JPEG, PNG or WebP picture or a PDF. Choose one of these."
        raise refusal.refuse("photo", message, "unknown_file_type")
    digest = sha256(content).hexdigest()
    with transaction.atomic():
        # Locked, so that the same file sent twice at once is kept once.
        Shipment.objects.select_for_update(no_key=True).get(pk=shipment.pk)
        same = Document.objects.standing().filter(shipment=shipment, sha256=digest).first()
        if same:
            return same
        document = Document.objects.create(
            shipment=shipment,
            discrepancy=discrepancy,
            kind=kind.value,
            name=PurePosixPath(name.replace("\\", "/")).name[:_LONGEST_NAME] or "file",
            media_type=found,
            size=len(content),
            sha256=digest,
            added_at=at,
            added_by=by,
        )
        DocumentFile.objects.create(document=document, content=content)
    return document
