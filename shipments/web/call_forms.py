"""The forms of a call: the step that is sent, and what was noted on the telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.http import QueryDict

from shipments.domain.ladder import Step
from shipments.services.phone import Said
from shipments.web.forms import CountField, DayField, EntryForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shipments.models import Contact
    from shipments.queries.call_page import Named
    from shipments.services.refusal import Refused


def _long(label: str, **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": kwargs.pop("rows", 3)})
    return forms.CharField(label=label, required=False, widget=widget, **kwargs)


class ContactField(forms.TypedChoiceField):
    """One of the contacts that the page has loaded."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, required=False, **kwargs)

    def offer(self, contacts: Sequence[Contact], *, nobody: bool = True) -> None:
        known: list[tuple[Any, str]] = [(each.pk, _named(each)) for each in contacts]
        self.choices = [("", "Nobody on record"), *known] if nobody else known


class StepForm(EntryForm):
    """The step and its mail. Its names are the service's."""

    call = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
    step = forms.ChoiceField(label="Step", choices=[(step.value, step.words) for step in Step])
    contact = ContactField(label="To")
    note = _long(
        "A line of your own",
        max_length=2000,
        rows=2,
        help_text="Stands in the mail before the orders.",
    )
    designator = forms.TypedChoiceField(
        label="New priority designator",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Choose one"), *((number, f"{number:02d}") for number in range(1, 15))],
    )
    reason = forms.CharField(
        label="Why it is raised",
        max_length=300,
        required=False,
        help_text="Name what changed: the FAD or the UND, from what to what.",
    )
    urgency_statement = _long("Why the delay matters", max_length=2000)
    assistance = _long("What help is asked for", max_length=2000)
    override_reason = forms.CharField(
        label="Why it goes all the same",
        max_length=300,
        required=False,
        help_text="Stands in each case file.",
    )
    body = _long("The whole mail", max_length=20_000, rows=16)

    def __init__(self, *args: Any, contacts: Sequence[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["contact"]
        if isinstance(field, ContactField):
            reached = [each.pk for each in contacts if each.email]
            # With somebody to write to, nobody is no choice.
            field.offer(contacts, nobody=not reached)
            field.initial, field.required = next(iter(reached), None), bool(reached)

    def asked(self) -> dict[str, Any]:
        """What a preview takes of it, as far as it could be read."""
        known = self.cleaned_data if self.is_bound else self.initial
        names = ("call", "note", "designator", "urgency_statement", "assistance")
        given = {name: known[name] for name in names if known.get(name)}
        step = known.get("step") or Step.FOLLOW_UP.value
        return {**given, "step": step, "contact_id": known.get("contact")}

    def put(self, name: str, text: str) -> None:
        """Fill a field in place of what was typed."""
        changed = QueryDict(mutable=True)
        changed.update(self.data)
        changed[self.add_prefix(name)] = text
        self.data = changed

    def forget_errors(self) -> None:
        """While somebody still looks at it, what is missing is no mistake."""
        self.errors.clear()

    @property
    def written_over(self) -> bool:
        """The mail is somebody's own words in place of ours."""
        return bool((self["body"].value() or "").strip())


class PhoneForm(EntryForm):
    """Who said what on the telephone."""

    call = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
    contact = ContactField(label="With whom")
    said_by = forms.CharField(
        label="Name, where it is nobody on record", max_length=120, required=False
    )
    text = _long("What was said", max_length=2000)

    def __init__(self, *args: Any, contacts: Sequence[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["contact"]
        if isinstance(field, ContactField):
            field.offer(contacts)


class PhonePromiseForm(EntryForm):
    """The date that was promised for one order; empty where none was."""

    ship_on = DayField(label="Ships on", required=False)
    quantity = CountField(label="Quantity", required=False)
    reason = forms.CharField(label="Why it moved", max_length=300, required=False)

    def __init__(self, *args: Any, named: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = named

    def said(self) -> Said:
        return Said(self.named.order.reference, **self.cleaned_data)


def take(form: PhoneForm, dates: Iterable[PhonePromiseForm], refused: Refused) -> None:
    """Put each problem beside its field, under its order."""
    by_reference = {each.named.order.reference: each for each in dates}
    for problem in refused.problems:
        reference, _, name = problem.field.rpartition(".")
        about: EntryForm = by_reference.get(reference, form)
        field = name or problem.field
        about.add_error(field if field in about.fields else None, problem.message)


def promise_forms(orders: Iterable[Named], data: Any = None) -> list[PhonePromiseForm]:
    """One for each order, by its key."""
    return [PhonePromiseForm(data, named=each, prefix=f"said-{each.order.pk}") for each in orders]


def _named(contact: Contact) -> str:
    duty = f", {contact.duty}" if contact.duty else ""
    return f"{contact.name}{duty}: {contact.email or contact.phone}"
