from __future__ import annotations

from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shipments.models import marking
from shipments.models.case import Case
from shipments.models.contract import Contract
from shipments.models.contractor import Contractor
from shipments.models.item import Item
from shipments.models.order import Order
from shipments.models.place import Place
from shipments.models.triggers import refusal

COVERS = ("case", "contract", "order", "item", "contractor", "place")


def _covers_exactly_one() -> Q:
    one = Q()
    for chosen in COVERS:
        one |= Q(**{f"{name}__isnull": name != chosen for name in COVERS})
    return one


class HoldQuerySet(models.QuerySet["Hold"]):
    def in_place(self) -> Self:
        """Placed and not yet released by two people."""
        return self.filter(released_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-placed_at", "-pk")


@pghistory.track()
class Hold(models.Model):
    """A legal, policy or safety stop. It beats urgency on every path until two people lift it."""

    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="holds")
    contract = models.ForeignKey(
        Contract, models.PROTECT, null=True, blank=True, related_name="holds"
    )
    order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="holds")
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="holds")
    contractor = models.ForeignKey(
        Contractor, models.PROTECT, null=True, blank=True, related_name="holds"
    )
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="holds")
    kind = models.CharField(max_length=60, help_text="Like: end-use note unsigned.")
    legal_basis = models.CharField(max_length=300, help_text="The rule or decision it rests on.")
    note = models.TextField(blank=True)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="holds_placed"
    )
    review_on = models.DateField(help_text="The day by which somebody looks at it again.")
    release_asked_at = models.DateTimeField(null=True, blank=True)
    release_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    release_reason = models.CharField(max_length=300, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_covers_exactly_one(), name="hold_covers_one_thing"),
            models.CheckConstraint(
                condition=~Q(kind="") & ~Q(legal_basis=""), name="hold_states_kind_and_basis"
            ),
            models.CheckConstraint(
                condition=Q(
                    release_asked_at__isnull=True,
                    release_asked_by__isnull=True,
                    release_reason="",
                )
                | (
                    Q(release_asked_at__isnull=False, release_asked_by__isnull=False)
                    & ~Q(release_reason="")
                ),
                name="hold_release_is_asked_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | (
                    Q(
                        released_at__isnull=False,
                        released_by__isnull=False,
                        release_asked_by__isnull=False,
                    )
                    & ~Q(released_by=F("release_asked_by"))
                ),
                name="hold_released_by_two_people",
            ),
        ]
        indexes = [
            # Whoever asks what blocks something reads the holds in place, of which there are few.
            models.Index("id", condition=Q(released_at__isnull=True), name="hold_in_place"),
        ]
        triggers = [
            *marking.computed_again(marking.COVERED, pgtrigger.Insert, pgtrigger.Update),
            pgtrigger.Trigger(
                name="never_deleted",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=refusal("hold_is_never_deleted", "release it, and its history stays"),
            ),
            pgtrigger.Trigger(
                name="release_is_final",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__released_at__isnull=False),
                func=refusal("hold_release_is_final", "place a new hold instead"),
            ),
            pgtrigger.Trigger(
                name="covers_what_it_was_placed_on",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*COVERS),
                func=refusal("hold_covers_what_it_was_placed_on", "release it, place another"),
            ),
            # Whoever ships or expedites one of the orders locks it first: those who did so
            # before are waited for, those who come later wait and are refused.
            pgtrigger.Trigger(
                name="locks_what_it_covers",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="""
                PERFORM 1 FROM shipments_order
                  WHERE id IN (SELECT order_id FROM shipments_heldorder WHERE hold_id = NEW.id)
                  ORDER BY id FOR NO KEY UPDATE;
                RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.legal_basis}"
