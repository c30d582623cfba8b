"""Which column of a sheet is what, as a person says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shipments.domain.sheets.kinds import KINDS
from shipments.intake.batches.plan import NotReadable
from shipments.models.choices import ImportFormat
from shipments.queries import import_sheet
from shipments.services import import_entry, sheet_mappings
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.import_batch import found
from shipments.web.import_forms import MappingForm
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from shipments.models import ImportBatch
    from shipments.queries.import_sheet import SheetLook
    from shipments.web.http import SignedInRequest

NOT_USED = "not-used"


@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: SignedInRequest, batch_id: int) -> HttpResponse:
    """The headings with their first rows, and what each is. Not for contractors."""
    one = found(request, batch_id)
    if one.format == ImportFormat.RECORDS:
        raise Http404
    try:
        import_entry.require(request.user, one.kind)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    if request.method == "POST" and "confirm" in request.POST:
        return _confirm(request, one)
    asked = request.POST if request.method == "POST" else request.GET
    kind = asked.get("kind", one.kind)
    initial = {"date_order": one.date_order, "decimal_mark": one.decimal_mark}
    form = MappingForm(initial=initial | {"kind": kind if kind in KINDS else ""})
    # A column of another kind of sheet is none of this one.
    said = one.mapping if kind == one.kind else None
    return _draw(request, one, form, kind=kind, said=said)


def _confirm(request: SignedInRequest, one: ImportBatch) -> HttpResponse:
    form = MappingForm(request.POST)
    kind = request.POST.get("kind", "")
    said = _said(request, one, kind)
    if not form.is_valid():
        return _draw(request, one, form, kind=kind, said=said)
    try:
        sheet_mappings.confirm(
            one.pk,
            settings=form.settings(one),
            mapping=said,
            by=request.user,
            at=timezone.now(),
        )
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        form.take(refused)
        return _draw(request, one, form, kind=kind, said=said)
    messages.success(request, "The columns are remembered, and the file is run.")
    return redirect("import", one.pk)


def _said(request: SignedInRequest, one: ImportBatch, kind: str) -> dict[str, str]:
    """Field by heading as it was chosen; of a column nobody knows nothing is said."""
    chosen: dict[str, str] = {}
    try:
        columns = import_sheet.look(one, kind=kind, mapping=None).columns
    except NotReadable:
        return chosen
    for number, column in enumerate(columns):
        field = request.POST.get(f"column-{number}", "")
        if column.heading and field:
            chosen[column.heading] = "" if field == NOT_USED else field
    return chosen


def _draw(
    request: SignedInRequest,
    one: ImportBatch,
    form: MappingForm,
    *,
    kind: str,
    said: dict[str, str] | None,
) -> HttpResponse:
    look: SheetLook | None = None
    failure = ""
    try:
        look = import_sheet.look(one, kind=kind, mapping=said)
    except NotReadable as error:
        failure = str(error)
    if look and look.kind and not form.is_bound:
        form.initial["kind"] = look.kind.name
    context: dict[str, Any] = {
        "batch": one,
        "form": form,
        "look": look,
        "failure": failure,
        "not_used": NOT_USED,
        "problems": form.problems,
    }
    status = 422 if form.errors else 200
    return render(request, "shipments/imports/mapping.html", context, status=status)
