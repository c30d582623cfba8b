"""The form of an item's classification, and the field for kilograms."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime

from shipments.domain.hazard import Division, Group
from shipments.domain.hazard.classification import DIVISION_MEANINGS
from shipments.models import ItemHazard
from shipments.services.hazards import CERTAINTIES, HazardEntry
from shipments.web.forms import EntryForm

CLASS_1, NOT_CLASS_1 = "class_1", "not_class_1"
_ANSWERS = {CLASS_1: True, NOT_CLASS_1: False}


class KilogramField(forms.Field):
    """A weight, with or without commas and spaces between the thousands. Its bounds are the
    service's.
    """

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(widget=widget, required=False, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        typed = str(value or "").strip()
        plain = typed.replace(",", "").replace(" ", "").replace("\u00a0", "").removesuffix("kg")
        if not plain:
            return None
        try:
            return Decimal(plain)
        except InvalidOperation as error:
            message = f"“{typed}” is not a weight. Enter kilograms like 6.9 or 1,250."
            raise forms.ValidationError(message, "invalid") from error


class HazardForm(EntryForm):
    """What the papers say of an item. Its names are ``HazardEntry``'s."""

    is_explosive = forms.ChoiceField(
        label="Is it an explosive?",
        choices=[
            ("", "Choose"),
            (CLASS_1, "Explosive, Class 1"),
            (NOT_CLASS_1, "Not Class 1: somebody found that"),
        ],
        error_messages={
            "required": "Say whether it is an explosive of Class 1. While nobody knows, record nothing."
        },
    )
    un_number = forms.CharField(
        label="UN number",
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"class": "in id", "autocomplete": "off"}),
    )
    proper_shipping_name = forms.CharField(
        label="Proper shipping name", max_length=400, required=False
    )
    division = forms.ChoiceField(
        label="Hazard division",
        choices=[
            ("", "Choose"),
            *((each.value, f"{each}, {DIVISION_MEANINGS[each]}") for each in Division),
        ],
        required=False,
    )
    compatibility_group = forms.ChoiceField(
        label="Compatibility group",
        choices=[("", "Choose"), *((each.value, each.value) for each in Group)],
        required=False,
    )
    net_explosive_kg = KilogramField(
        label="Net explosive weight of one",
        help_text="Without case and packing. Empty while not known: that is never nought.",
    )
    gross_kg = KilogramField(label="Gross weight of one", help_text="As packed.")
    unit_of_issue = forms.CharField(
        label="One is a",
        max_length=10,
        initial="EA",
        error_messages={"required": "Enter the unit that orders count it in, like EA."},
        help_text="The unit of the weights, as orders count it: EA, BX.",
    )
    source = forms.CharField(
        label="Who or what says so",
        max_length=400,
        error_messages={
            "required": "Name the paper that says so, like: shipping papers of lot 7, 12 Nov 2026."
        },
        help_text="The paper and its day, like: shipping papers of lot 7, 12 Nov 2026.",
    )
    certainty = forms.ChoiceField(
        label="How sure",
        choices=[(each.value, each.value.capitalize()) for each in CERTAINTIES],
    )
    # When what is on the screen was recorded: what somebody else changed since is not overwritten.
    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def entry(self) -> HazardEntry:
        """As ``hazards.record`` takes it. A field that could not be read is as if left empty."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "seen_at"}
        typed["is_explosive"] = _ANSWERS.get(typed.get("is_explosive", ""))
        return HazardEntry(**{"source": ""} | typed)

    def seen(self) -> datetime | None:
        return moment(self.cleaned_data["seen_at"])


def filled(hazard: ItemHazard | None) -> HazardForm:
    """The form with what stands on record, to be changed."""
    if hazard is None:
        return HazardForm(initial={"certainty": "reported"})
    initial: dict[str, Any] = {
        name: getattr(hazard, name)
        for name in HazardForm.base_fields
        if name not in {"seen_at", "is_explosive", "net_explosive_kg", "gross_kg", "certainty"}
    }
    for name in ("net_explosive_kg", "gross_kg"):
        weight = getattr(hazard, name)
        initial[name] = "" if weight is None else f"{weight.normalize():f}"
    initial["is_explosive"] = CLASS_1 if hazard.is_explosive else NOT_CLASS_1
    initial["certainty"] = hazard.certainty
    initial["seen_at"] = hazard.recorded_at.isoformat()
    return HazardForm(initial=initial)


def moment(text: str) -> datetime | None:
    """A moment that a page wrote into itself; None for anything else."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None
