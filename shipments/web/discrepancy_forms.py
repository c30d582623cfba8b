"""The forms of a report: what was found, what became of it, why it is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from shipments.models.choices import discrepancy_kinds
from shipments.services.discrepancies import DiscrepancyEntry, Photo
from shipments.web.forms import CountField, DayField, EntryForm

if TYPE_CHECKING:
    from shipments.queries.receiving import LineRow


class ReportForm(EntryForm):
    """What differs on one line. Its names are the service's."""

    line = forms.TypedChoiceField(
        label="Of which order aboard",
        coerce=int,
        error_messages={"required": "Choose the order it is about."},
    )
    kind = forms.ChoiceField(
        label="What differs",
        choices=lambda: [("", "Choose what"), *discrepancy_kinds()],
        error_messages={"required": "Choose what differs."},
    )
    quantity = CountField(
        label="How many", error_messages={"required": "Enter how many, 1 or more."}
    )
    to_replace = CountField(
        label="Of these to be shipped again",
        required=False,
        help_text="Empty means all of them; nothing of an overage.",
    )
    wrong_item = forms.CharField(
        label="What came instead", max_length=400, required=False, help_text="Of a wrong item."
    )
    found_on = DayField(label="Found on", required=False, help_text="Empty means today.")
    note = forms.CharField(
        label="Note", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    photo = forms.FileField(
        label="Photo",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
        help_text="JPEG, PNG, WebP or PDF, up to 10 MB.",
        error_messages={"empty": "The file is empty. Choose another."},
    )
    operation = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, lines: list[LineRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["line"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101
        field.choices = [("", "Choose the order"), *((row.line.pk, _named(row)) for row in lines)]

    def entry(self, tcn: str) -> DiscrepancyEntry:
        entered = dict(self.cleaned_data)
        photo = entered.pop("photo")
        kept = Photo(photo.name, photo.read()) if photo else None
        return DiscrepancyEntry(tcn=tcn, photo=kept, **entered)


def _named(row: LineRow) -> str:
    order = row.line.order
    lot = f", lot {row.line.lot}" if row.line.lot else ""
    left = f"{row.sums.left:,} of {row.sums.aboard:,} {order.unit_of_issue.lower()} not received"
    return f"{order.reference}, {order.item.name[:60]}{lot}: {left}"


class SettleForm(EntryForm):
    """What became of a report. Its names are the service's."""

    settlement = forms.CharField(
        label="What became of it",
        max_length=300,
        error_messages={"required": "Say what became of it."},
    )
    to_replace = CountField(
        label="Still to be shipped again",
        required=False,
        help_text="0 where it was credited or is not wanted any more.",
    )


class WithdrawForm(EntryForm):
    """Why a report is taken back."""

    reason = forms.CharField(label="Why", max_length=300, error_messages={"required": "Say why."})
