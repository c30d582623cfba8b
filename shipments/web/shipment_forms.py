"""The forms for what happens to a shipment later."""

from __future__ import annotations

from django import forms

from shipments.models.choices import classifiers, milestone_kinds
from shipments.queries.places import place_choices
from shipments.web.forms import DayField, EntryForm


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
        label="Place", choices=lambda: place_choices(empty="Not given"), required=False
    )
    source = forms.CharField(
        label="Who says so",
        max_length=120,
        error_messages={"required": "Enter who or what says so."},
    )


class ReasonForm(EntryForm):
    """Why something is taken back."""

    reason = forms.CharField(label="Why", max_length=300, error_messages={"required": "Say why."})
