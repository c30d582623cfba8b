"""Documents of a shipment: the panel on its page, adding, sending out, taking out of use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from shipments.models import Document, Shipment
from shipments.queries import document_list, shipment_page
from shipments.services import documents
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.document_forms import DocumentForm, RemovalForm, uploads
from shipments.web.middleware import HEADER
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from shipments.models import User
    from shipments.queries.document_list import Documents
    from shipments.services.documents import Kept
    from shipments.web.http import SignedInRequest

# Whatever a file is, a browser that opens it all the same lets it do nothing.
SANDBOXED = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
)


@dataclass(frozen=True)
class Panel:
    """:ivar form: None for who may not add any.
    :ivar rows: (document, the form that removes it; None for who may not).
    """

    found: Documents
    form: DocumentForm | None
    rows: list[tuple[Document, RemovalForm | None]]


def panel(
    shipment: Shipment,
    *,
    by: User,
    form: DocumentForm | None = None,
    removal: tuple[int, RemovalForm] | None = None,
) -> Panel:
    """Lay out the documents of a shipment.

    :param form: one that was refused; ``removal`` likewise, with the document's key.
    """
    found = document_list.load(shipment, by=by)
    rows = []
    for each in found.standing:
        removing = RemovalForm(prefix=f"remove-{each.pk}")
        if removal and removal[0] == each.pk:
            removing = removal[1]
        rows.append((each, removing if documents.may_remove(each, by) else None))
    adding = (form or DocumentForm(by=by)) if documents.may_add(by) else None
    return Panel(found, adding, rows)


@require_safe
def listed(request: SignedInRequest, tcn: str) -> HttpResponse:
    """The documents alone, on a page of their own."""
    return _page(request, tcn)


@require_POST
def add(request: SignedInRequest, tcn: str) -> HttpResponse:
    """Keep what was sent. A refusal answers with what was typed; files are to be chosen again."""
    form = DocumentForm(request.POST, by=request.user)
    if not form.is_valid():
        return _page(request, tcn, form=form)
    entered = form.cleaned_data
    try:
        kept = documents.attach(
            tcn=tcn,
            uploads=uploads(request.FILES),
            kind=entered["kind"],
            note=entered["note"],
            by=request.user,
            at=timezone.now(),
        )
    except Shipment.DoesNotExist:
        return _none(request, tcn)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        form.take(refused)
        return _page(request, tcn, form=form)
    for each in kept:
        messages.success(request, _said(each))
    return redirect(reverse("shipment", args=[tcn]) + "#documents")


@require_safe
def file(request: SignedInRequest, tcn: str, document_id: int) -> HttpResponse:
    """Send the bytes, always as a download, to who may see the document."""
    found = document_list.file(tcn, document_id, by=request.user)
    if found is None:
        raise Http404
    document, content = found
    tag = f'"{document.sha256}"'
    unchanged = tag in request.headers.get("If-None-Match", "")
    disposition = content_disposition_header(as_attachment=True, filename=document.name)
    headers = {
        HEADER: SANDBOXED,
        "Cache-Control": "private, no-cache",
        "ETag": tag,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Disposition": disposition or "attachment",
    }
    if unchanged:
        return HttpResponse(status=304, headers=headers)
    kind = document.media_type
    media_type = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    return HttpResponse(content, content_type=media_type, headers=headers)


@require_POST
def remove(request: SignedInRequest, tcn: str, document_id: int) -> HttpResponse:
    """Take it out of use, with a reason."""
    form = RemovalForm(request.POST, prefix=f"remove-{document_id}")
    if not form.is_valid():
        return _page(request, tcn, removal=(document_id, form))
    reason = form.cleaned_data["reason"]
    try:
        gone = documents.remove(
            document_id=document_id, reason=reason, by=request.user, at=timezone.now()
        )
    except Document.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        form.take(refused)
        return _page(request, tcn, removal=(document_id, form))
    messages.success(request, f"{gone.name} is removed. Its bytes stay in the record.")
    return redirect(reverse("shipment", args=[tcn]) + "#documents")


def _said(kept: Kept) -> str:
    name = kept.document.name
    if not kept.is_new:
        return f"That file is here already, as {name}."
    return (
        f"Kept as {name}, because its own name was not safe." if kept.renamed else f"Kept {name}."
    )


def _page(
    request: SignedInRequest,
    tcn: str,
    *,
    form: DocumentForm | None = None,
    removal: tuple[int, RemovalForm] | None = None,
) -> HttpResponse:
    shipment = shipment_page.find(tcn, by=request.user)
    if shipment is None:
        return _none(request, tcn)
    refused = form or (removal and removal[1])
    context = {
        "shipment": shipment,
        "documents": panel(shipment, by=request.user, form=form, removal=removal),
        "problems": refused.problems if refused else [],
    }
    page = "shipments/shipment/documents.html"
    return render(request, page, context, status=422 if refused else 200)


def _none(request: SignedInRequest, tcn: str) -> HttpResponse:
    return render(request, "shipments/shipment/none.html", {"tcn": tcn}, status=404)
