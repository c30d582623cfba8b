"""Forms: text as people type it into what a service takes, and a service's refusal back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms

from shipments.models.choices import Channel

if TYPE_CHECKING:
    from shipments.services.refusal import Refused

# Days as a date field sends them, and as people write them.
DAYS = ["%Y-%m-%d", "%d %b %Y", "%d %B %Y"]


class DayField(forms.DateField):
    """A day. The message says what was typed, because a date field may have sent nothing."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(input_formats=DAYS, widget=widget, **kwargs)

    def to_python(self, value: Any) -> date | None:
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            message = f"“{value}” is not a day. Enter one like 2026-11-25 or 25 Nov 2026."
            raise forms.ValidationError(message, "invalid") from error


class CountField(forms.IntegerField):
    """A whole number, with or without commas and spaces between the thousands."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> int | None:
        plain = str(value or "").replace(",", "").replace(" ", "").replace("\u00a0", "")
        if plain and not (plain.isascii() and plain.removeprefix("-").isdigit()):
            message = f"“{value}” is not a quantity. Enter a whole number like 4,200."
            raise forms.ValidationError(message, "invalid")
        if len(plain) > 15:
            message = f"“{value}” is more than there can be. Check the number."
            raise forms.ValidationError(message, "invalid")
        return super().to_python(plain)


class EntryForm(forms.Form):
    """A form whose write may be refused by a service, in sentences beside its fields."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                message = "“%(value)s” is not one of these. Choose one from the list."
                field.error_messages["invalid_choice"] = message

    def take(self, refused: Refused) -> None:
        """Put each problem beside its field, or over the form where it is about the whole."""
        if not hasattr(self, "cleaned_data"):
            self.full_clean()
        for problem in refused.problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem.message)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Where each error is and what it says, for the summary. The place is an id."""
        found = [("", str(message)) for message in self.non_field_errors()]
        for name in self.fields:
            found += [(self._id(name), str(message)) for message in self[name].errors]
        return found

    def _id(self, name: str) -> str:
        """Of the field's input; of its first one where it is several."""
        bound = self[name]
        return bound.id_for_label or str(bound.subwidgets[0].id_for_label)


HOW = [("", "Choose how"), *((channel.value, channel.value.capitalize()) for channel in Channel)]


class PromiseForm(EntryForm):
    """What a contractor said about one order. Its names are ``promises.record``'s."""

    ship_on = DayField(label="Ships on", error_messages={"required": "Enter the day it will ship."})
    quantity = CountField(
        label="Quantity", required=False, help_text="Empty means all that is left."
    )
    said_by = forms.CharField(
        label="Who said it", max_length=120, error_messages={"required": "Enter who said it."}
    )
    channel = forms.ChoiceField(
        label="How",
        choices=HOW,
        error_messages={"required": "Choose how it was said."},
    )
    said_on = DayField(label="Said on", required=False, help_text="Empty means today.")
    reason = forms.CharField(
        label="Why the date moved",
        max_length=300,
        required=False,
        help_text="Needed when it is later than the last promise.",
    )
