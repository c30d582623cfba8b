"""What is sent to a case file."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from shipments.api.entry import Entry, TextField, WordField
from shipments.api.examples import sent
from shipments.api.expediting_examples import CALL
from shipments.models.choices import levers, steps

_CALL = "Yours to choose, new for each write: the same sent again does it once."


class CaseEntry(Entry):
    """One thing to be done in a case file."""

    call = serializers.UUIDField(required=False, help_text=_CALL)


@extend_schema_serializer(examples=[sent("Two orders", {"orders": ["Q000001", "Q000002"]})])
class OpeningEntry(Entry):
    """Flagged orders of one contractor, to be taken up together."""

    orders = serializers.ListField(child=TextField(), help_text="Their references.")
    lever = WordField(
        choices=levers(), required=False, allow_blank=True, help_text="What is to gain the days."
    )


@extend_schema_serializer(examples=[sent("A note", {"text": "Spoke to the line manager."})])
class NoteEntry(CaseEntry):
    text = TextField(allow_blank=True)


@extend_schema_serializer(examples=[sent("On leave", {"to": 4, "reason": "I am on leave"})])
class HandOverEntry(CaseEntry):
    to = serializers.IntegerField(min_value=1, help_text="The number of the person.")
    reason = TextField(allow_blank=True)


@extend_schema_serializer(
    examples=[sent("Until a test", {"until": "2026-11-27", "reason": "Waits for a test firing"})]
)
class SnoozeEntry(CaseEntry):
    until = serializers.DateField(help_text="The day on which it comes back.")
    reason = TextField(allow_blank=True)


@extend_schema_serializer(examples=[sent("At once", {})])
class WakeEntry(CaseEntry):
    """Nothing but its number."""


@extend_schema_serializer(examples=[sent("No longer needed", {"outcome": "Need withdrawn"})])
class ClosingEntry(CaseEntry):
    outcome = TextField(allow_blank=True, help_text="What came of it.")


@extend_schema_serializer(
    examples=[
        sent(
            "A follow-up for two orders",
            {
                "orders": ["Q000001", "Q000002"],
                "step": "follow_up",
                "contact": 8,
                "call": CALL,
                "note": "We talked on Monday.",
            },
        )
    ]
)
class StepEntry(Entry):
    """A step of the ladder for orders of one contractor, all of which one has in hand."""

    orders = serializers.ListField(child=TextField(), help_text="Their references.")
    step = WordField(choices=steps())
    contact = serializers.IntegerField(
        min_value=1,
        required=False,
        allow_null=True,
        default=None,
        help_text="The number of the contact; left out for the first with an address.",
    )
    call = serializers.UUIDField(help_text=_CALL)
    note = TextField(required=False, allow_blank=True, help_text="Put in front of the orders.")
    body = TextField(
        required=False,
        allow_null=True,
        help_text="The whole mail in place of ours, as plain text.",
    )
    designator = serializers.IntegerField(
        required=False, allow_null=True, help_text="For a priority increase: what it is raised to."
    )
    reason = TextField(
        required=False,
        allow_blank=True,
        help_text="For a priority increase: which of FAD and UND changed, from what to what.",
    )
    urgency_statement = TextField(
        required=False, allow_blank=True, help_text="For special assistance: why it matters."
    )
    assistance = TextField(
        required=False, allow_blank=True, help_text="For special assistance: what is asked for."
    )
    override_reason = TextField(
        required=False, allow_blank=True, help_text="Why it goes although it is too soon."
    )


@extend_schema_serializer(examples=[sent("It stands", {})])
class AcceptEntry(Entry):
    """Nothing: the address says which."""


@extend_schema_serializer(examples=[sent("Too late", {"reason": "It misses the ship"})])
class DeclineEntry(Entry):
    reason = TextField(allow_blank=True)
