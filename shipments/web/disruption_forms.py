"""What somebody enters about a disruption."""

from __future__ import annotations

from typing import Any

from django import forms

from shipments.domain.partial_date import Precision
from shipments.models.choices import certainties, passabilities
from shipments.queries.disruption_list import lane_choices
from shipments.queries.places import place_choices
from shipments.services.disruptions import DisruptionEntry
from shipments.web.forms import DayField, EntryForm

_PRECISIONS = [
    (Precision.DAY.value, "That day"),
    (Precision.MONTH.value, "That month"),
    (Precision.YEAR.value, "That year"),
]


def _places() -> list[Any]:
    return place_choices("No place", passages=True)


class DisruptionForm(EntryForm):
    """Its names are ``DisruptionEntry``'s."""

    place = forms.ChoiceField(
        label="Place or passage", choices=_places, required=False, help_text="Or a lane, not both."
    )
    lane = forms.TypedChoiceField(
        label="Lane", choices=lane_choices, required=False, coerce=int, empty_value=None
    )
    passability = forms.ChoiceField(
        label="It is",
        choices=passabilities,
        error_messages={"required": "Choose closed, restricted or open."},
        help_text="Open contradicts a report that it is not.",
    )
    kind = forms.CharField(
        label="What kind",
        max_length=60,
        error_messages={"required": "Say in a few words what it is, like: strike."},
        help_text="In a few words, like: strike.",
    )
    what = forms.CharField(
        label="What was reported",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what was reported."},
    )
    effect = forms.CharField(label="Effect on deliveries", max_length=300, required=False)
    starts_on = DayField(label="Since", error_messages={"required": "Enter the day it began."})
    starts_on_precision = forms.ChoiceField(label="Known to", choices=_PRECISIONS)
    ends_on = DayField(
        label="Last day", required=False, help_text="Empty while not known to be over."
    )
    ends_on_precision = forms.ChoiceField(label="Known to", choices=_PRECISIONS)
    source = forms.CharField(
        label="Who or what says so",
        max_length=300,
        error_messages={"required": "Enter who or what says so."},
    )
    certainty = forms.ChoiceField(label="How sure", choices=certainties, initial="reported")
    reported_at = forms.DateTimeField(
        label="When they said it",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="UTC. Empty means now.",
    )

    def entry(self) -> DisruptionEntry:
        """As ``disruptions.report`` takes it."""
        return DisruptionEntry(**self.cleaned_data)


class EndForm(EntryForm):
    """Its names are ``disruptions.end``'s."""

    ends_on = DayField(label="Last day", error_messages={"required": "Enter its last day."})
    precision = forms.ChoiceField(label="Known to", choices=_PRECISIONS)
    source = forms.CharField(
        label="Who or what says so",
        max_length=300,
        error_messages={"required": "Enter who or what says so."},
    )


class WithdrawForm(EntryForm):
    """Its name is ``disruptions.withdraw``'s."""

    reason = forms.CharField(
        label="Why it is withdrawn",
        max_length=300,
        error_messages={"required": "Say why it is withdrawn."},
    )
