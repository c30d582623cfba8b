"""The forms with which documents are added to a shipment and taken out of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from shipments.domain.shipment_papers import DocumentKind
from shipments.services import documents
from shipments.services.documents import Upload
from shipments.web.forms import EntryForm

if TYPE_CHECKING:
    from typing import Any

    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict

    from shipments.models import User


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class DocumentForm(EntryForm):
    """Its names are ``documents.attach``'s. Which files were sent is read beside it."""

    kind = forms.ChoiceField(label="What it is", error_messages={"required": "Choose what it is."})
    note = forms.CharField(label="Note", max_length=300, required=False)
    file = forms.Field(
        label="Files",
        required=False,
        widget=SeveralFiles(
            attrs={"accept": ".pdf,.jpg,.jpeg,.png,.webp,.txt,.csv,.xlsx", "data-dropped": ""}
        ),
        help_text=(
            "PDF, JPEG, PNG, WebP, text, CSV or XLSX, up to 10 MB each. "
            "Where and when a photo was taken is removed from it."
        ),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="document-%s", **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        sent = self.data.get("kind")  # which the service judges
        kinds = [kind for kind in DocumentKind if documents.may_add(by, kind) or kind == sent]
        field.choices = [("", "Choose"), *((kind.value, kind.label) for kind in kinds)]


class RemovalForm(EntryForm):
    reason = forms.CharField(
        label="Why",
        max_length=300,
        error_messages={"required": "Say why it is removed."},
    )


def uploads(files: MultiValueDict[str, UploadedFile[bytes]]) -> list[Upload]:
    """What was sent. Of a file that is too large no more is read than shows that it is."""
    found = files.getlist("file")[: documents.MOST_AT_ONCE + 1]
    return [Upload(each.name or "", each.read(documents.MOST_BYTES + 1)) for each in found]
