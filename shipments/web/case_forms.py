"""The forms of a case file: what an expeditor may do with it besides the next step."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms

from shipments.models import User
from shipments.models.choices import urgencies
from shipments.queries.case_file import expeditors
from shipments.web.forms import DayField, EntryForm

if TYPE_CHECKING:
    from uuid import UUID

    from shipments.models import Contact, Order

KEEP = ""


class CaseForm(EntryForm):
    """One thing done in a case file. A form that is sent twice carries one key, and does it once."""

    call = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput, required=False)


def _words(label: str, missing: str, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=2000, error_messages={"required": missing}, **kwargs
    )


class NoteForm(CaseForm):
    text = _words("Note", "Write the note.", widget=forms.Textarea(attrs={"rows": 3}))


class CalledForm(CaseForm):
    """A telephone call that brought no promise. One that did is recorded as a promise."""

    contact = forms.TypedChoiceField(
        label="With whom", required=False, coerce=int, empty_value=None
    )
    text = _words("What was said", "Write what was said.", widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, contacts: list[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Nobody on record"), *((each.pk, each.name) for each in contacts)]
        self.fields["contact"].choices = choices  # type: ignore[attr-defined]  # a choice field


class HandOverForm(CaseForm):
    to = forms.ModelChoiceField(
        label="To whom",
        queryset=User.objects.none(),
        empty_label="Choose who",
        error_messages={"required": "Choose who takes it over."},
    )
    reason = forms.CharField(
        label="Why, and what they should know",
        max_length=300,
        error_messages={"required": "Say why you hand it over."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = expeditors()  # type: ignore[attr-defined]  # a model choice


class SnoozeForm(CaseForm):
    until = DayField(
        label="Until", error_messages={"required": "Enter the day on which it comes back."}
    )
    reason = forms.CharField(
        label="Why it can wait",
        max_length=300,
        error_messages={"required": "Say why it can wait."},
    )


class PriorityForm(CaseForm):
    """Either of the two, or both. What is left alone stays."""

    designator = forms.TypedChoiceField(
        label="Priority designator",
        required=False,
        coerce=int,
        empty_value=None,
        choices=lambda: [
            (KEEP, "Leave as it is"),
            *((number, f"{number:02d}") for number in range(1, 16)),
        ],
    )
    urgency = forms.ChoiceField(
        label="Urgency",
        required=False,
        choices=lambda: [(KEEP, "Leave as it is"), *urgencies()],
    )
    reason = forms.CharField(
        label="Why",
        max_length=300,
        error_messages={"required": "Say why the need has grown."},
        help_text="For a designator, name what changed: the FAD or the UND.",
    )


class CloseForm(CaseForm):
    outcome = forms.CharField(
        label="What came of it",
        max_length=200,
        error_messages={"required": "Say what came of it."},
    )


class DeclineForm(EntryForm):
    reason = forms.CharField(
        label="Why it cannot be accepted",
        max_length=300,
        error_messages={"required": "Say why: the contact is told."},
    )


@dataclass
class CaseForms:
    """Every form of the panel; the one that was refused is bound and says why.

    :ivar batch: of the proposal that ``decline`` is about; empty for none.
    """

    called: CalledForm
    note: NoteForm = field(default_factory=lambda: NoteForm(prefix="note"))
    hand_over: HandOverForm = field(default_factory=lambda: HandOverForm(prefix="hand-over"))
    snooze: SnoozeForm = field(default_factory=lambda: SnoozeForm(prefix="snooze"))
    priority: PriorityForm = field(default_factory=lambda: PriorityForm(prefix="priority"))
    close: CloseForm = field(default_factory=lambda: CloseForm(prefix="close"))
    decline: DeclineForm | None = None
    batch: str = ""
    refused: str = ""

    @classmethod
    def blank(cls, order: Order) -> CaseForms:
        return cls(called=called(order))

    def declining(self, batch: UUID) -> DeclineForm:
        """The form beside one proposal."""
        if self.decline and self.batch == str(batch):
            return self.decline
        return DeclineForm(prefix=f"decline-{batch}")

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Of whichever form was refused."""
        each = [getattr(self, one.name) for one in fields(self)]
        found = [
            problem for form in each if isinstance(form, EntryForm) for problem in form.problems
        ]
        return [("", self.refused), *found] if self.refused else found


def called(order: Order, data: Any = None) -> CalledForm:
    """Make the form of a call with one of the contractor's contacts. One query."""
    contractor = order.contractor
    contacts = list(contractor.contacts.order_by("name", "pk")) if contractor else []
    return CalledForm(data, prefix="called", contacts=contacts)
