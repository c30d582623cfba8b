from __future__ import annotations

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from shipments.domain.ladder import Step
from shipments.models.choices import ActionKind, action_kinds, expedite_states
from shipments.models.contact import Contact
from shipments.models.expedite import Expedite
from shipments.models.outbox_message import OutboxMessage
from shipments.models.triggers import append_only, refused_while_held


class ExpediteActionQuerySet(models.QuerySet["ExpediteAction"]):
    def oldest_first(self) -> Self:
        return self.order_by("at", "pk")

    def with_people(self) -> Self:
        return self.select_related("by", "contact", "message")


class ExpediteAction(models.Model):
    """One thing done in a case file: who, when, what. Added to, never edited.

    A call about several orders of one contractor is one action in each of their files, under
    one call number.
    """

    expedite = models.ForeignKey(Expedite, models.PROTECT, related_name="actions")
    kind = models.CharField(max_length=24, choices=action_kinds)
    state_before = models.CharField(max_length=9, choices=expedite_states, blank=True)
    state_after = models.CharField(max_length=9, choices=expedite_states)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty where the worker or a contact did it.",
    )
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True, help_text="In words, for the file.")
    facts = models.JSONField(default=dict, blank=True, help_text="What it rests on, by name.")
    call = models.UUIDField(null=True, blank=True, help_text="Shared by the orders of one call.")
    message = models.ForeignKey(
        OutboxMessage, models.PROTECT, null=True, blank=True, related_name="actions"
    )

    objects = ExpediteActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in ActionKind]),
                name="expedite_action_kind_is_known",
            ),
            # A form sent twice, or a worker that runs twice, does a step of a call once.
            models.UniqueConstraint(
                fields=["expedite", "call", "kind"],
                condition=Q(call__isnull=False),
                name="expedite_action_once_per_call",
            ),
        ]
        indexes = [
            # The file, in the order in which it was done.
            models.Index("expedite", "at", "id", name="expedite_action_by_file"),
        ]
        triggers = [
            append_only("expedite_action"),
            # What is noted, answered or closed stays open to a case file under a hold.
            pgtrigger.Trigger(
                name="step_not_while_held",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__kind__in=[step.value for step in Step]),
                declare=[("followed", "bigint")],
                func=f"""
                SELECT order_id INTO followed FROM shipments_expedite WHERE id = NEW.expedite_id;
                {refused_while_held("expedite_step_not_while_held", "ARRAY[followed]")}
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expedite_id}: {self.kind}"
