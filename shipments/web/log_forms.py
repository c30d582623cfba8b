"""The form that a shipment is logged with, its lines and its packages."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from shipments.domain.scan import amounts
from shipments.models.choices import modes, package_kinds
from shipments.queries.places import place_choices
from shipments.services.shipments import ContentEntry, LineEntry, PackageEntry, ShipmentEntry
from shipments.web.forms import CountField, DayField, EntryForm
from shipments.web.typed_rows import LINES, PACKAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shipments.services.refusal import Problem

CODE = {"class": "in id", "autocomplete": "off", "spellcheck": "false"}
CONTAINERS_AT_MOST = 32_767


class WeightField(forms.CharField):
    """Kilograms, as people write them."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(widget=widget, max_length=30, required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return amounts.weight(text)
        except amounts.InvalidAmount as error:
            raise forms.ValidationError(f"“{text}” is not a weight: {error}.", "invalid") from error


class CubeField(forms.CharField):
    """Cubic metres, with a point for decimals."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(widget=widget, max_length=20, required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            cube = Decimal(text)
        except InvalidOperation:
            cube = Decimal("NaN")
        if not cube.is_finite() or cube != round(cube, 3):
            message = f"“{text}” is not a cube. Enter cubic metres like 1.25."
            raise forms.ValidationError(message, "invalid")
        return cube


class ShipmentForm(EntryForm):
    """What is known of a shipment besides its lines. What is missing, the service says."""

    tcn = forms.CharField(
        label="TCN",
        max_length=40,
        required=False,
        help_text="Empty: made from the first order's document number, where it has one. "
        "Six characters, the shipper's address: made from that.",
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
    departure = forms.IntegerField(required=False, widget=forms.HiddenInput)
    planned_departure_on = DayField(label="Planned departure", required=False)
    planned_arrival_on = DayField(label="Planned arrival", required=False)
    departed_on = DayField(label="Departed on", required=False)
    arrived_on = DayField(label="Arrived on", required=False)
    gross_weight_kg = WeightField(label="Gross weight")
    cube_m3 = CubeField(label="Cube")
    containers = CountField(
        label="Containers", required=False, min_value=0, max_value=CONTAINERS_AT_MOST
    )
    source = forms.CharField(
        label="Who says so", max_length=120, required=False, help_text="Empty means you."
    )
    note = forms.CharField(
        label="Note",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RowForm(EntryForm):
    """A row of one of the form's tables. One that is left wholly empty is not there."""

    def is_blank(self) -> bool:
        return not any((self.data.get(self.add_prefix(n)) or "").strip() for n in self.fields)


class LineForm(RowForm):
    """A quantity of one order."""

    order = forms.CharField(
        label="Order", max_length=60, required=False, widget=forms.TextInput(attrs=CODE)
    )
    quantity = CountField(label="Quantity", required=False)
    lot = forms.CharField(
        label="Lot", max_length=40, required=False, widget=forms.TextInput(attrs=CODE)
    )
    serial_from = forms.CharField(
        label="First serial", max_length=40, required=False, widget=forms.TextInput(attrs=CODE)
    )
    serial_to = forms.CharField(
        label="Last serial", max_length=40, required=False, widget=forms.TextInput(attrs=CODE)
    )

    @property
    def has_serials(self) -> bool:
        """Whether the part of the row that is folded away is to be seen."""
        return any(self[name].value() or self[name].errors for name in ("serial_from", "serial_to"))


class PackageForm(RowForm):
    """Packages that are alike, and the line that fills them."""

    count = CountField(label="Packages", required=False)
    kind = forms.ChoiceField(
        label="Kind", choices=lambda: [("", "Kind"), *package_kinds()], required=False
    )
    gross_weight_kg = WeightField(label="Gross weight of each")
    cube_m3 = CubeField(label="Cube of each")
    line = CountField(label="Holding line", required=False)
    each = CountField(label="Quantity in each", required=False)


LineFormSet: type[BaseFormSet[LineForm]] = formset_factory(
    LineForm, extra=0, max_num=LINES.at_most, absolute_max=LINES.at_most
)
PackageFormSet: type[BaseFormSet[PackageForm]] = formset_factory(
    PackageForm, extra=0, max_num=PACKAGES.at_most, absolute_max=PACKAGES.at_most
)


class ShipmentEntered:
    """All of it together: read once, then an entry, or problems beside the fields."""

    def __init__(self, data: Any) -> None:
        self.form = ShipmentForm(data)
        self.lines = LineFormSet(data, prefix=LINES.prefix)
        self.packages = PackageFormSet(data, prefix=PACKAGES.prefix)
        self.form.full_clean()
        self.lines.full_clean()
        self.packages.full_clean()
        self.filled = [line for line in self.lines.forms if not line.is_blank()]
        self.packed = [row for row in self.packages.forms if not row.is_blank()]

    @property
    def parsed(self) -> bool:
        """Every field holds something of its kind, or nothing where nothing is needed."""
        return not self.form.errors and not any(row.errors for row in (*self.filled, *self.packed))

    def entry(self) -> ShipmentEntry:
        """What could be read. A field that could not is left out of it, as if it were empty."""
        known = self.form.cleaned_data
        lines = tuple(
            LineEntry(
                order=line.cleaned_data.get("order", ""),
                quantity=line.cleaned_data.get("quantity"),
                lot=line.cleaned_data.get("lot", ""),
                serial_from=line.cleaned_data.get("serial_from", ""),
                serial_to=line.cleaned_data.get("serial_to", ""),
            )
            for line in self.filled
        )
        # What is written as text is empty text where it is not known; all else is None.
        empty: dict[str, Any] = {
            name: "" if isinstance(field, forms.CharField | forms.ChoiceField) else None
            for name, field in self.form.fields.items()
        }
        empty |= {"gross_weight_kg": None, "cube_m3": None}
        return ShipmentEntry(lines=lines, packages=tuple(self._packages()), **(empty | known))

    def _packages(self) -> Iterable[PackageEntry]:
        # On the page blank lines are counted; in the entry there are none.
        numbers = {line.prefix: place for place, line in enumerate(self.filled, start=1)}
        for row in self.packed:
            known = row.cleaned_data
            line, each = known.get("line"), known.get("each")
            number = 0 if line is None else numbers.get(f"{LINES.prefix}-{line - 1}", 0)
            yield PackageEntry(
                count=known.get("count"),
                kind=known.get("kind", ""),
                gross_weight_kg=known.get("gross_weight_kg"),
                cube_m3=known.get("cube_m3"),
                contents=() if line is None and each is None else (ContentEntry(number, each),),
            )

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
            case ["packages", index, name]:
                return self.packed[int(index)], name
            case [name] if name in self.form.fields and name != "departure":
                return self.form, name
            case _:
                return self.form, None

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Every error with the id of its field, from the top of the page to its bottom."""
        rows = [problem for row in (*self.filled, *self.packed) for problem in row.problems]
        whole = [problem for problem in self.form.problems if not problem[0]]
        return [*whole, *(problem for problem in self.form.problems if problem[0]), *rows]
