"""The form a shipment is logged with, and the one for what happens to it later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from shipments.models.choices import classifiers, milestone_kinds, modes
from shipments.queries.places import place_choices
from shipments.services.shipments import LineEntry, ShipmentEntry
from shipments.web.forms import CountField, DayField, EntryForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shipments.services.refusal import Problem

LINES_AT_MOST = 60


class ShipmentForm(EntryForm):
    """What is known of a shipment besides its lines. What is missing, the service says."""

    tcn = forms.CharField(
        label="TCN",
        max_length=40,
        required=False,
        help_text="Empty: made from the first order's document number, where it has one.",
    )
    mode = forms.ChoiceField(
        label="Mode",
        choices=modes,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a mode: sea, air, road or rail."},
    )
    carrier = forms.CharField(label="Carrier", max_length=120, required=False)
    voyage = forms.CharField(label="Voyage or flight", max_length=40, required=False)
    from_place = forms.ChoiceField(
        label="From", choices=place_choices, error_messages={"required": "Choose where it leaves."}
    )
    to_place = forms.ChoiceField(
        label="To", choices=place_choices, error_messages={"required": "Choose where it goes."}
    )
    planned_departure_on = DayField(label="Planned departure", required=False)
    planned_arrival_on = DayField(label="Planned arrival", required=False)
    departed_on = DayField(label="Departed on", required=False)
    arrived_on = DayField(label="Arrived on", required=False)
    source = forms.CharField(
        label="Who says so", max_length=120, required=False, help_text="Empty means you."
    )
    note = forms.CharField(
        label="Note",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class LineForm(EntryForm):
    """A quantity of one order."""

    order = forms.CharField(
        label="Order",
        max_length=60,
        required=False,
        widget=forms.TextInput(
            attrs={"class": "in id", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    quantity = CountField(label="Quantity", required=False)
    lot = forms.CharField(
        label="Lot",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "in id", "autocomplete": "off"}),
    )

    def is_blank(self) -> bool:
        names = ("order", "quantity", "lot")
        return not any((self.data.get(self.add_prefix(name)) or "").strip() for name in names)


LineFormSet: type[BaseFormSet[LineForm]] = formset_factory(
    LineForm, extra=0, max_num=LINES_AT_MOST, absolute_max=LINES_AT_MOST
)


class ShipmentEntered:
    """The two together: read once, then an entry, or problems beside the fields."""

    def __init__(self, data: Any) -> None:
        self.form = ShipmentForm(data)
        self.lines = LineFormSet(data, prefix="lines")
        self.form.full_clean()
        self.lines.full_clean()
        # A line left wholly empty is not there.
        self.filled = [line for line in self.lines.forms if not line.is_blank()]

    @property
    def parsed(self) -> bool:
        """Every field holds something of its kind, or nothing where nothing is needed."""
        return not self.form.errors and not any(line.errors for line in self.filled)

    def entry(self) -> ShipmentEntry:
        """What could be read. A field that could not is left out of it, as if it were empty."""
        known = self.form.cleaned_data
        lines = tuple(
            LineEntry(
                order=line.cleaned_data.get("order", ""),
                quantity=line.cleaned_data.get("quantity"),
                lot=line.cleaned_data.get("lot", ""),
            )
            for line in self.filled
        )
        empty: dict[str, Any] = {
            name: None if isinstance(field, DayField) else ""
            for name, field in self.form.fields.items()
        }
        return ShipmentEntry(lines=lines, **(empty | known))

    def take(self, problems: Iterable[Problem]) -> None:
        """Put each problem beside its field. A field that has one keeps its own, the nearer one."""
        for problem in problems:
            form, name = self._place(problem.field)
            if name is None or name not in form.errors:
                form.add_error(name, problem.message)

    def _place(self, field: str) -> tuple[EntryForm, str | None]:
        """``lines.0.quantity`` counts the filled lines, as the entry does."""
        match field.split("."):
            case ["lines", index, name]:
                return self.filled[int(index)], name
            case [name] if name in self.form.fields:
                return self.form, name
            case _:
                return self.form, None

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Every error with the id of its field, from the top of the page to its bottom."""
        lines = [problem for line in self.filled for problem in line.problems]
        whole = [problem for problem in self.form.problems if not problem[0]]
        return [*whole, *lines, *(problem for problem in self.form.problems if problem[0])]


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
