"""The forms with which files are sent in, run again and corrected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from django import forms

from shipments.domain.milstrip import Profile
from shipments.domain.sheets.kinds import KINDS
from shipments.models.choices import ImportDoor
from shipments.queries.lane_list import lane_choices
from shipments.services.import_entry import ImportEntry, Settings
from shipments.web.document_forms import SeveralFiles
from shipments.web.forms import EntryForm
from shipments.web.import_words import KIND_LABEL

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict

    from shipments.models import ImportBatch
    from shipments.services.refusal import Refused

MOST_AT_ONCE = 20
_NOTHING_LEFT = "There is nothing left to run."
DATE_ORDERS = [
    ("", "Year first only, like 2026-11-25"),
    ("dmy", "Day first, like 25/11/2026"),
    ("mdy", "Month first, like 11/25/2026"),
    ("ymd", "Year first, any separator, like 2026/11/25"),
]
DECIMAL_MARKS = [
    ("", "As the file shows"),
    (".", "After a point, like 12.5"),
    (",", "After a comma, like 12,5"),
]
PROFILES = [
    (Profile.STANDARD.value, "Columns 60 to 76"),
    (Profile.NAVY_P437.value, "Columns 62 to 76, as in Navy P-437"),
]
# As a browser's field sends a moment, and as people write one.
MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%d %b %Y"]


class MomentField(forms.DateTimeField):
    """A moment in UTC, whatever the time of the reader's place."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(input_formats=MOMENTS, widget=widget, **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        try:
            return super().to_python(value.removesuffix("Z") if isinstance(value, str) else value)
        except forms.ValidationError as error:
            message = f"“{value}” is not a moment. Enter one like 2026-11-25 14:30."
            raise forms.ValidationError(message, "invalid") from error


def kind_choices() -> list[tuple[str, str]]:
    return [("", "Told by the file"), *KIND_LABEL.items()]


class ReadingForm(EntryForm):
    """How a file is to be read."""

    kind = forms.ChoiceField(
        label="What it tells of",
        choices=kind_choices,
        required=False,
        help_text="By its first line, unless you choose.",
    )
    date_order = forms.ChoiceField(
        label="Dates in sheets", choices=DATE_ORDERS, required=False, help_text="None is guessed."
    )
    decimal_mark = forms.ChoiceField(
        label="Decimals in sheets", choices=DECIMAL_MARKS, required=False
    )
    profile = forms.ChoiceField(
        label="TCN in MILSTRIP shipment status",
        choices=PROFILES,
        initial=Profile.STANDARD.value,
        required=False,
    )
    lane_id = forms.TypedChoiceField(
        label="Lane of shipments",
        choices=lane_choices,
        coerce=int,
        empty_value=None,
        required=False,
        help_text="For shipments of orders that have none.",
    )

    is_trial = forms.BooleanField(label="Try first: say what it would do", required=False)

    def settings(self) -> Settings:
        """As ``imports.run_again`` takes it."""
        return Settings(**{name: self.cleaned_data[name] for name in ReadingForm.base_fields})


class UploadForm(ReadingForm):
    """Which files were sent is read beside it, with the time of each as its browser knows it."""

    file = forms.Field(
        label="Files",
        error_messages={"required": "Choose a file."},
        widget=SeveralFiles(attrs={"accept": ".txt,.csv,.tsv,.xlsx,.dat", "data-dropped": ""}),
        help_text="MILSTRIP records, CSV or XLSX.",
    )
    sender = forms.CharField(
        label="Who sent it",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"list": "known-senders", "autocomplete": "off"}),
        help_text="Its columns are remembered by sender.",
    )
    reported_at = MomentField(
        label="As of, UTC",
        required=False,
        help_text="When its sender said this. Empty is the file's own time.",
    )

    def entry(self, *, name: str, file_time: datetime | None) -> ImportEntry:
        """As ``imports.receive`` takes it, of one of the files."""
        return ImportEntry(
            name=name,
            door=ImportDoor.WEB.value,
            sender=self.cleaned_data["sender"],
            reported_at=self.cleaned_data["reported_at"] or file_time,
            **asdict(self.settings()),
        )

    def take_of_file(self, name: str, refused: Refused) -> None:
        """Put what was refused of a file beside the field of files, with the file's name."""
        for problem in refused.problems:
            if problem.field in self.fields and problem.field != "file":
                self.add_error(problem.field, problem.message)
            else:
                self.add_error("file", f"{name}: {problem.message}" if name else problem.message)


class RunAgainForm(ReadingForm):
    """How a file that has ended is to be read again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="again-%s", **kwargs)

    @classmethod
    def of(cls, batch: ImportBatch) -> Self:
        """With the settings that it was run with."""
        return cls(initial={name: getattr(batch, name) for name in cls.base_fields})


class CorrectionForm(EntryForm):
    """The lines as they are now: typed here, or as a file where they were too many."""

    text = forms.CharField(
        label="The refused lines",
        strip=False,
        error_messages={"required": _NOTHING_LEFT},
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
    file = forms.FileField(label="The corrected file", required=False)
    is_trial = forms.BooleanField(label="Try first: say what it would do", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = "file" not in self.files

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if self.fields["text"].required and not text.strip():
            raise forms.ValidationError(_NOTHING_LEFT)
        return text

    def chunks(self) -> Iterator[bytes]:
        """The bytes of either."""
        if file := self.cleaned_data["file"]:
            yield from file.chunks()
        else:
            # A browser sends the line ends of its own choice.
            lines = self.cleaned_data["text"].splitlines()
            yield "".join(f"{line}\n" for line in lines if line.strip()).encode()


class MappingForm(EntryForm):
    """What the rows of a sheet are and how it is written. Its columns are read beside it."""

    kind = forms.ChoiceField(
        label="Each row is",
        choices=lambda: [("", "Choose"), *((k, v) for k, v in KIND_LABEL.items() if k in KINDS)],
        error_messages={"required": "Choose what the rows are."},
    )
    date_order = forms.ChoiceField(
        label="Dates", choices=DATE_ORDERS, required=False, help_text="None is guessed."
    )
    decimal_mark = forms.ChoiceField(label="Decimals", choices=DECIMAL_MARKS, required=False)

    def settings(self, batch: ImportBatch) -> Settings:
        """As ``sheet_mappings.confirm`` takes it: what is not asked here stays as it is."""
        return Settings(
            profile=batch.profile,
            lane_id=batch.lane_id,
            is_trial=batch.is_trial,
            **{name: self.cleaned_data[name] for name in self.base_fields},
        )


def file_times(data: MultiValueDict[str, str]) -> list[datetime | None]:
    """When each file was last changed, in their order, as a browser with scripts says it."""
    return [_moment(each) for each in data.getlist("modified")[:MOST_AT_ONCE]]


def _moment(milliseconds: str) -> datetime | None:
    if not milliseconds.isascii() or not milliseconds.isdigit() or len(milliseconds) > 14:
        return None
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
