"""Keeping files with a shipment, after checking what they really are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Sum

from shipments.domain import file_kind, file_name
from shipments.domain.file_kind import FileKind
from shipments.domain.roles import Right
from shipments.domain.shipment_papers import DocumentKind
from shipments.models import Discrepancy, Document, DocumentFile, Shipment, User
from shipments.services import photos, refusal
from shipments.services.refusal import NotAllowed, Problem

_MB = 1024 * 1024
MOST_BYTES = 10 * _MB
# Of one shipment, of files that stand.
MOST_BYTES_TOGETHER = 100 * _MB
MOST_AT_ONCE = 10
# Whoever works on a shipment may add its papers.
ADDING = (Right.LOG_SHIPMENT, Right.RECORD_MILESTONE, Right.RECEIVE_SHIPMENT, Right.CLEAR_LOAD)


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes


@dataclass(frozen=True)
class Kept:
    """:ivar is_new: it was not there already.
    :ivar renamed: its name was made safe.
    """

    document: Document
    is_new: bool
    renamed: bool


def may_add(by: User, kind: str = DocumentKind.OTHER) -> bool:
    """An export licence lets goods out of the country: only who may release them may add it."""
    if kind == DocumentKind.EXPORT_LICENCE:
        return by.may(Right.RELEASE_SHIPMENT)
    return any(by.may(right) for right in (*ADDING, Right.RELEASE_SHIPMENT))


def may_remove(document: Document, by: User) -> bool:
    """Who added it, and who may release the shipment."""
    if by.may(Right.RELEASE_SHIPMENT):
        return True
    return document.added_by_id == by.pk and may_add(by, document.kind)


def attach(
    *, tcn: str, uploads: Sequence[Upload], kind: str, note: str, by: User, at: datetime
) -> list[Kept]:
    """Keep files with a shipment: all of them, or none.

    :raises Shipment.DoesNotExist: no such shipment that the person may see.
    :raises NotAllowed: no right to add such a file.
    :raises Refused: with every problem there is.
    """
    shipment = Shipment.objects.visible_to(by).get(tcn=tcn.strip().upper())
    if kind not in list(DocumentKind):
        raise refusal.refuse("kind", "Choose what it is.", "unknown_kind")
    if not may_add(by, kind):
        message = (
            "Your role does not let you add an export licence. Ask a compliance officer."
            if may_add(by)
            else "Your role does not let you add documents. Ask a shipment clerk."
        )
        raise NotAllowed([Problem("", message, "not_allowed")])
    if not uploads:
        raise refusal.refuse("file", "Choose a file.", "required")
    if len(uploads) > MOST_AT_ONCE:
        message = f"Send {MOST_AT_ONCE} files at a time or fewer."
        raise refusal.refuse("file", message, "too_many_files")
    problems: list[Problem] = []
    checked = []
    for each in uploads:
        try:
            checked.append((each, *_checked(each, field="file")))
        except refusal.Refused as refused:
            named = f"{file_name.cleaned(each.name, endings=('',))}: " if len(uploads) > 1 else ""
            problems += [Problem(p.field, named + p.message, p.code) for p in refused.problems]
    if problems:
        raise refusal.Refused(problems)
    with transaction.atomic():
        _lock(shipment)
        return [
            _keep(
                Document(shipment=shipment, kind=kind, note=note.strip(), added_at=at, added_by=by),
                Upload(each.name, content),
                found,
            )
            for each, content, found in checked
        ]


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
    """Keep a photo with a discrepancy. The very same file again is the one that is there.

    Whether the person may is for the caller to ask.

    :raises Refused: empty, too large, or not a picture or PDF by its bytes.
    """
    clean, found = _checked(Upload(name, content), field="photo")
    if not (found.is_picture or found == file_kind.PDF):
        message = "The file is not a JPEG, PNG or WebP picture or a PDF. Choose one of these."
        raise refusal.refuse("photo", message, "unknown_file_type")
    new = Document(
        shipment=shipment, discrepancy=discrepancy, kind=kind.value, added_at=at, added_by=by
    )
    with transaction.atomic():
        _lock(shipment)
        return _keep(new, Upload(name, clean), found, field="photo").document


def remove(*, document_id: int, reason: str, by: User, at: datetime) -> Document:
    """Take a document out of use. Its bytes stay in the record and are sent to nobody.

    :raises Document.DoesNotExist: no such document that the person may see.
    :raises NotAllowed: it is another's, and the person may not release shipments.
    :raises Refused: without a reason, or removed already.
    """
    document = Document.objects.visible_to(by).select_related("shipment").get(pk=document_id)
    if not may_remove(document, by):
        message = "Another added it. Ask a compliance officer to remove it."
        raise NotAllowed([Problem("", message, "not_allowed")])
    if not reason.strip():
        raise refusal.refuse("reason", "Say why it is removed.", "required")
    standing = Document.objects.standing().filter(pk=document.pk)
    if not standing.update(removed_at=at, removed_by=by, removed_because=reason.strip()):
        raise refusal.refuse("", "It is removed already.", "already_removed")
    document.refresh_from_db()
    return document


def _checked(upload: Upload, *, field: str) -> tuple[bytes, FileKind]:
    """Find what a file is; a picture comes without what its camera wrote into it."""
    if not upload.content:
        raise refusal.refuse(field, "The file is empty. Choose another.", "empty_file")
    if len(upload.content) > MOST_BYTES:
        message = f"The file is larger than {MOST_BYTES // _MB} MB. Make it smaller."
        raise refusal.refuse(field, message, "file_too_large")
    found = file_kind.of(upload.content, name=upload.name)
    if found is None:
        message = f"The file is not {file_kind.NAMED}, whatever its name. Choose one of these."
        raise refusal.refuse(field, message, "unknown_file_type")
    if found.is_picture:
        return photos.without_traces(upload.content, found, field=field), found
    return upload.content, found


def _lock(shipment: Shipment) -> None:
    """Take turns, so that the same file sent twice at once is kept once, and totals hold."""
    Shipment.objects.select_for_update(no_key=True).get(pk=shipment.pk)


def _keep(new: Document, upload: Upload, found: FileKind, *, field: str = "file") -> Kept:
    digest = sha256(upload.content).hexdigest()
    standing = Document.objects.standing().filter(shipment=new.shipment)
    if same := standing.filter(sha256=digest).first():
        return Kept(same, is_new=False, renamed=False)
    held = standing.aggregate(held=Sum("size", default=0))["held"]
    if held + len(upload.content) > MOST_BYTES_TOGETHER:
        message = (
            f"The files of this shipment would be more than {MOST_BYTES_TOGETHER // _MB} MB "
            "together. Remove one that is not needed first."
        )
        raise refusal.refuse(field, message, "too_much_together")
    new.name = file_name.cleaned(upload.name, endings=found.endings)
    new.media_type = found.media_type
    new.size = len(upload.content)
    new.sha256 = digest
    new.save(force_insert=True)
    DocumentFile.objects.create(document=new, content=upload.content)
    return Kept(new, is_new=True, renamed=new.name != upload.name)
