"""The forms for what happens to a shipment later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from shipments.models.choices import classifiers, milestone_kinds
from shipments.queries.places import place_choices
from shipments.web.forms import DayField, EntryForm

if TYPE_CHECKING:
    from collections.abc import Iterable


class MilestoneForm(EntryForm):
    """Something that was planned, is expected or did happen. Its names are the service's."""

    kind = forms.ChoiceField(
        label="What",
        choices=lambda: [("", "Choose what"), *milestone_kinds()],
        error_messages={"required": "Choose what happened."},
    )
    classifier = forms.ChoiceField(
        label="Planned, estimated or actual",
        choices=classifiers,
        error_messages={"required": "Choose planned, estimated or actual."},
    )
    occurs_on = DayField(label="Day", error_messages={"required": "Enter the day."})
    place = forms.ChoiceField(
        label="Place", choices=lambda: place_choices("Not given", passages=True), required=False
    )
    source = forms.CharField(
        label="Who says so",
        max_length=120,
        error_messages={"required": "Enter who or what says so."},
    )

    def offer_first(self, kinds: Iterable[str]) -> None:
        """Put above the others what may well have happened next."""
        field = self.fields["kind"]
        words = dict(milestone_kinds())
        likely = [(kind, words.pop(kind)) for kind in kinds]
        if isinstance(field, forms.ChoiceField) and likely:
            groups = [("Next", likely), ("Others", list(words.items()))]
            field.choices = [("", "Choose what"), *(group for group in groups if group[1])]


class ReasonForm(EntryForm):
    """Why something is taken back."""

    reason = forms.CharField(label="Why", max_length=300, error_messages={"required": "Say why."})
