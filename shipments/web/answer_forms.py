"""What a contact fills in for its orders: one small form each, all sent together."""

from __future__ import annotations

from hashlib import blake2s
from typing import TYPE_CHECKING, Any

from django import forms

from shipments.domain.partial_date import show
from shipments.services.answers import Answer, AnswerKind, Part
from shipments.web.forms import CountField, DayField, EntryForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from shipments.queries.answer_page import Given
    from shipments.services.answers import AskedOrder
    from shipments.services.refusal import Problem, Refused

NOTHING = "nothing"
CONFIRM, PROPOSE, SPLIT, READY = (kind.value for kind in AnswerKind)
PARTS = (1, 2, 3)
# Where a problem of the service is shown, by the answer it is about.
FIELDS: dict[str, dict[str, str]] = {
    CONFIRM: {},
    PROPOSE: {"ship_on": "new_on", "quantity": "new_quantity", "reason": "new_reason"},
    SPLIT: {"parts": "part_1_on", "reason": "split_reason"},
    READY: {"quantity": "ready_quantity"},
}
LATER = "Needed when it is later, or less, than what stands."


def _reason() -> forms.CharField:
    return forms.CharField(label="Reason", max_length=300, required=False, help_text=LATER)


class AnswerForm(EntryForm):
    """The answer for one order. What was typed under another answer than the chosen one is left.

    What an answer must have, the service says: it alone knows what stands.
    """

    said = forms.ChoiceField(label="Your answer", widget=forms.RadioSelect, initial=NOTHING)
    new_on = DayField(label="Ships on", required=False)
    new_quantity = CountField(
        label="Quantity", required=False, help_text="Empty means all that is left."
    )
    new_reason = _reason()
    part_1_on = DayField(label="First part ships on", required=False)
    part_1_quantity = CountField(label="Quantity of the first part", required=False)
    part_2_on = DayField(label="Second part ships on", required=False)
    part_2_quantity = CountField(label="Quantity of the second part", required=False)
    part_3_on = DayField(label="Third part ships on", required=False)
    part_3_quantity = CountField(label="Quantity of the third part", required=False)
    split_reason = _reason()
    ready_quantity = CountField(
        label="Quantity ready", required=False, help_text="Empty means all that is left."
    )

    def __init__(
        self, data: Any, *, asked: AskedOrder, given: Sequence[Given], today: date, **kwargs: Any
    ) -> None:
        super().__init__(None if closed(asked) else data, **kwargs)
        self.asked, self.given, self.closed = asked, given, closed(asked)
        choices = [(NOTHING, "No answer yet")]
        last = max((on for on, _ in asked.promised), default=None)
        # A day that has passed cannot be confirmed: something else must be said.
        if last and last >= today:
            day = show(last, "day", relative_to=today)
            choices.append((CONFIRM, f"It ships by {day}, as promised"))
        choices += [
            (PROPOSE, "On a new date" if asked.promised else "On this date"),
            (SPLIT, "In two or three parts"),
            (READY, "It is ready now"),
        ]
        self.fields["said"].choices = choices  # type: ignore[attr-defined]  # a choice field

    @property
    def chosen(self) -> str:
        """The answer that was chosen, as it was sent."""
        return str(self["said"].value() or NOTHING)

    @property
    def parts(self) -> list[tuple[Any, Any]]:
        return [(self[f"part_{number}_on"], self[f"part_{number}_quantity"]) for number in PARTS]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        of = {"said", *FIELDS.get(self.chosen, {}).values()}
        if self.chosen == SPLIT:
            of |= {name for name in self.fields if name.startswith("part_")}
        for name in set(self.errors) - of:
            del self.errors[name]
        return found

    def answer(self) -> Answer:
        """What was answered. Call it on a form that is valid."""
        known = self.cleaned_data
        if self.chosen == SPLIT:
            parts = tuple(Part(*self._part(number)) for number in self._used())
            return Answer(self.asked.reference, SPLIT, parts=parts, reason=known["split_reason"])
        fields = {name: known[at] for name, at in FIELDS[self.chosen].items()}
        return Answer(self.asked.reference, self.chosen, **fields)

    def place(self, field: str) -> str:
        """The field of this form that a problem of the service is about."""
        match field.split("."):
            case ["parts", number, name] if int(number) < len(self._used()):
                return f"part_{self._used()[int(number)]}_{'on' if name == 'ship_on' else name}"
            case [name]:
                return FIELDS.get(self.chosen, {}).get(name, "said")
            case _:
                return "said"

    def _part(self, number: int) -> tuple[Any, Any]:
        known = self.cleaned_data
        return known.get(f"part_{number}_on"), known.get(f"part_{number}_quantity")

    def _used(self) -> list[int]:
        return [number for number in PARTS if any(self._part(number))]


def closed(asked: AskedOrder) -> str:
    """Why there is nothing to answer for an order; empty where there is."""
    if asked.closed_because:
        return asked.closed_because
    return "Everything of it is on its way or received." if asked.left == 0 else ""


def forms_for(
    orders: Iterable[AskedOrder],
    given: Mapping[str, Sequence[Given]],
    data: Any = None,
    *,
    today: date,
) -> list[AnswerForm]:
    """Make one form for each order. Its names come from the order, not from its place."""
    return [
        AnswerForm(
            data,
            asked=asked,
            given=given.get(asked.reference, ()),
            today=today,
            prefix=f"o{blake2s(asked.reference.encode(), digest_size=5).hexdigest()}",
        )
        for asked in orders
    ]


def take(answered: Iterable[AnswerForm], refused: Refused) -> str:
    """Put each problem beside its field; give what is about none of them."""
    by_reference = {form.asked.reference: form for form in answered}
    rest: list[Problem] = []
    for problem in refused.problems:
        # A reference may hold a point itself: the longest one that fits is meant.
        fitting = [
            reference
            for reference in by_reference
            if problem.field == reference or problem.field.startswith(f"{reference}.")
        ]
        if not fitting:
            rest.append(problem)
            continue
        reference = max(fitting, key=len)
        form = by_reference[reference]
        form.add_error(form.place(problem.field[len(reference) + 1 :]), problem.message)
    return " ".join(problem.message for problem in rest)
