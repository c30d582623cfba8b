from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from django.db import IntegrityError
from PIL import Image

from shipments.domain.roles import Role
from shipments.models import Document, DocumentFile, Shipment
from shipments.services import documents
from shipments.services.documents import Upload
from shipments.services.refusal import NotAllowed, Refused
from tests.factories import ContractorFactory, DocumentFactory, ShipmentFactory, UserFactory
from tests.factories.files import PDF, TURNED, WHEN, photo
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db

TCN = "BISZZZ63240001XXX"


@pytest.fixture
def shipment():
    return ShipmentFactory(tcn=TCN)


@pytest.fixture
def clerk():
    return UserFactory(roles=[Role.SHIPMENT_CLERK.value])


def attach(by, *uploads: Upload, kind: str = "bill_of_lading", note: str = ""):
    return documents.attach(tcn=TCN, uploads=uploads, kind=kind, note=note, by=by, at=AT)


def said(refused) -> list[tuple[str, str]]:
    return [(each.field, each.code) for each in refused.value.problems]


def test_a_file_is_kept_as_it_came_under_a_safe_name(shipment, clerk):
    (kept,) = attach(clerk, Upload("../bill\u202e.PDF", PDF), note=" First ")

    document = kept.document
    assert (kept.is_new, kept.renamed) == (True, True)
    assert (document.name, document.media_type, document.size, document.note) == (
        "bill.PDF",
        "application/pdf",
        len(PDF),
        "First",
    )
    assert bytes(DocumentFile.objects.get(pk=document.pk).content) == PDF


def test_the_same_file_twice_is_the_same_document(shipment, clerk):
    (first,) = attach(clerk, Upload("bill.pdf", PDF))
    (second,) = attach(clerk, Upload("copy.pdf", PDF))

    assert (second.document, second.is_new) == (first.document, False)
    with pytest.raises(IntegrityError, match="document_kept_once_per_shipment"):
        DocumentFactory(shipment=shipment, sha256=first.document.sha256)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_tells_neither_where_nor_when_it_was_taken(shipment, clerk, kind):
    sent = photo(kind, traces=True)

    (kept,) = attach(clerk, Upload("crate", sent), kind="photo")

    stored = Image.open(BytesIO(bytes(kept.document.file.content)))
    assert b"2026:11:19" in sent
    assert b"2026:11:19" not in bytes(kept.document.file.content)
    assert WHEN not in stored.getexif()
    # How it is to be turned stays, or it would lie on its side.
    assert (dict(stored.getexif()), stored.size) == ({TURNED: 6}, (4, 2))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_that_tells_nothing_stays_as_it_is(shipment, clerk, kind):
    sent = photo(kind)

    (kept,) = attach(clerk, Upload("crate", sent), kind="photo")

    assert bytes(kept.document.file.content) == sent


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"MZ\x90\x00 a program", "unknown_file_type"),
        (b"\xff\xd8\xff\xe0 no picture", "damaged_picture"),
        (photo()[:200], "damaged_picture"),
        (photo("PNG", exif=b"II*\x00"), "damaged_picture"),
        (b"\x89PNG\r\n\x1a\n no picture", "damaged_picture"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 no picture", "damaged_picture"),
        (b"%PDF-" + b"0" * documents.MOST_BYTES, "file_too_large"),
    ],
    ids=["empty", "program", "noise", "half", "broken off", "png", "webp", "large"],
)
def test_what_is_not_kept_is_refused_by_what_it_is(shipment, clerk, content, code):
    with pytest.raises(Refused) as refused:
        attach(clerk, Upload("bill.pdf", content))

    assert said(refused) == [("file", code)]
    assert not Document.objects.exists()


def test_of_several_files_none_is_kept_when_one_is_refused(shipment, clerk):
    with pytest.raises(Refused) as refused:
        attach(clerk, Upload("bill.pdf", PDF), Upload("x\u202e.exe", b"MZ\x00"))

    assert str(refused.value).startswith("x.exe: The file is not PDF, JPEG")
    assert not Document.objects.exists()


@pytest.mark.parametrize("side", [9_000, 9_900, 20_000], ids=["ours", "warned of", "raised"])
def test_a_picture_that_claims_more_pixels_than_can_be_opened_is_refused(shipment, clerk, side):
    sent = bytearray(photo("PNG"))
    sent[16:24] = struct.pack(">II", side, side)
    sent[29:33] = struct.pack(">I", zlib.crc32(sent[12:29]))

    with pytest.raises(Refused) as refused:
        attach(clerk, Upload("crate.png", bytes(sent)))

    assert said(refused) == [("file", "picture_too_large")]


def test_the_files_of_a_shipment_have_a_limit_together(shipment, clerk):
    DocumentFactory(shipment=shipment, size=documents.MOST_BYTES_TOGETHER - len(PDF) + 1)
    DocumentFactory(size=documents.MOST_BYTES_TOGETHER)

    with pytest.raises(Refused) as refused:
        attach(clerk, Upload("bill.pdf", PDF))

    assert said(refused) == [("file", "too_much_together")]


@pytest.mark.parametrize(
    ("uploads", "kind", "problem"),
    [
        ([], "photo", ("file", "required")),
        ([Upload("a", PDF)] * (documents.MOST_AT_ONCE + 1), "photo", ("file", "too_many_files")),
        ([Upload("a", PDF)], "novel", ("kind", "unknown_kind")),
    ],
)
def test_what_is_missing_is_said(shipment, clerk, uploads, kind, problem):
    with pytest.raises(Refused) as refused:
        attach(clerk, *uploads, kind=kind)

    assert said(refused) == [problem]


@pytest.mark.parametrize(
    ("role", "kind"),
    [(Role.AUDITOR, "photo"), (Role.SHIPMENT_CLERK, "export_licence"), (Role.EXPEDITOR, "other")],
)
def test_who_may_not_add_such_a_file_is_told(shipment, role, kind):
    person = UserFactory(roles=[role.value])

    with pytest.raises(NotAllowed):
        attach(person, Upload("bill.pdf", PDF), kind=kind)

    assert not Document.objects.exists()


def test_compliance_adds_the_licence_that_opens_a_gate(shipment):
    officer = UserFactory(roles=[Role.COMPLIANCE.value])

    (kept,) = attach(officer, Upload("licence.pdf", PDF), kind="export_licence")

    assert kept.document.kind == "export_licence"


def test_a_contractors_user_adds_nothing_to_anothers_shipment(shipment):
    person = UserFactory(roles=[Role.CONTRACTOR.value], contractor=ContractorFactory())

    with pytest.raises(Shipment.DoesNotExist):
        attach(person, Upload("bill.pdf", PDF))


def test_removed_is_out_of_use_and_its_bytes_stay(shipment, clerk):
    (kept,) = attach(clerk, Upload("bill.pdf", PDF))

    gone = documents.remove(
        document_id=kept.document.pk, reason="Of another shipment", by=clerk, at=AT
    )

    assert (gone.removed_at, gone.removed_by, gone.removed_because) == (
        AT,
        clerk,
        "Of another shipment",
    )
    assert DocumentFile.objects.filter(pk=gone.pk).exists()
    (again,) = attach(clerk, Upload("bill.pdf", PDF))
    assert again.is_new


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_nothing_is_removed(shipment, clerk, reason):
    (kept,) = attach(clerk, Upload("bill.pdf", PDF))

    with pytest.raises(Refused) as refused:
        documents.remove(document_id=kept.document.pk, reason=reason, by=clerk, at=AT)

    assert said(refused) == [("reason", "required")]
    assert Document.objects.standing().count() == 1


def test_removed_once_is_removed(shipment, clerk):
    (kept,) = attach(clerk, Upload("bill.pdf", PDF))
    documents.remove(document_id=kept.document.pk, reason="Wrong", by=clerk, at=AT)

    with pytest.raises(Refused) as refused:
        documents.remove(document_id=kept.document.pk, reason="Again", by=clerk, at=AT)

    assert said(refused) == [("", "already_removed")]


def test_another_clerk_does_not_remove_it_and_a_case_manager_does(shipment, clerk):
    (kept,) = attach(clerk, Upload("bill.pdf", PDF))
    other = UserFactory(roles=[Role.SHIPMENT_CLERK.value])

    with pytest.raises(NotAllowed):
        documents.remove(document_id=kept.document.pk, reason="Mine", by=other, at=AT)

    manager = UserFactory()
    assert documents.remove(document_id=kept.document.pk, reason="Old", by=manager, at=AT)
