"""A schedule pasted or read from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shipments.domain.roles import Right
from shipments.services import departure_import, refusal
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.forms import EntryForm
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from shipments.services.departure_import import Imported
    from shipments.web.http import SignedInRequest

_MOST_BYTES = 1_000_000
TAKES = [
    ("whole", "Record nothing unless every line is right"),
    ("right", "Record the right lines, and keep the others here"),
]


class ScheduleForm(EntryForm):
    text = forms.CharField(
        label="Paste the schedule",
        required=False,
        strip=False,
        max_length=_MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text="The first line names the columns. Between them a tab, a comma or a semicolon.",
    )
    file = forms.FileField(
        label="Or choose a CSV file", required=False, help_text="UTF-8, at most 1 MB."
    )
    source = forms.CharField(
        label="Who published it",
        max_length=300,
        error_messages={"required": "Enter who published the schedule."},
    )
    takes = forms.ChoiceField(
        label="If a line cannot be read",
        choices=TAKES,
        initial="whole",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happens to the other lines."},
    )

    def clean_file(self) -> str:
        """The file as text; empty where none was chosen."""
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > _MOST_BYTES:
            raise forms.ValidationError("The file is larger than 1 MB. Send it in parts.")
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            message = "The file is not UTF-8. Save it from the spreadsheet as CSV UTF-8."
            raise forms.ValidationError(message) from error


@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: SignedInRequest) -> HttpResponse:
    """The form. What was refused is answered with, line by line."""
    try:
        refusal.require(request.user, Right.PLAN_TRANSPORT)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    if request.method != "POST":
        return _draw(request, ScheduleForm())
    form = ScheduleForm(request.POST, request.FILES)
    if not form.is_valid():
        return _draw(request, form, status=422)
    given = form.cleaned_data
    try:
        result = departure_import.read(
            given["file"] or given["text"],
            source=given["source"],
            whole=given["takes"] == "whole",
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        form.take(refused)
        return _draw(request, form, status=422)
    if result.saved:
        messages.success(request, _done(result))
    if not result.refused:
        return redirect("departures")
    left = _kept(result, given["file"] or given["text"])
    again = ScheduleForm(initial=given | {"text": left, "file": None})
    return _draw(request, again, result=result, status=422)


def _done(result: Imported) -> str:
    made = f"{result.made} departure{'' if result.made == 1 else 's'} recorded."
    return f"{made} {result.known} were on record already." if result.known else made


def _kept(result: Imported, text: str) -> str:
    """What is still to be recorded: all of it, or the refused lines under their headings."""
    if not result.saved:
        return text
    return "\n".join([result.headings, *(each.text for each in result.refused)])


def _draw(
    request: SignedInRequest,
    form: ScheduleForm,
    *,
    result: Imported | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "result": result,
        "needed": departure_import.NEEDED,
        "also": departure_import.ALSO,
    }
    return render(request, "shipments/departures/import.html", context, status=status)
