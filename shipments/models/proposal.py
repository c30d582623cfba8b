from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from shipments.models.answer_link import AnswerLink
from shipments.models.contact import Contact
from shipments.models.order import Order
from shipments.models.promise import Promise

if TYPE_CHECKING:
    from shipments.models.user import User


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: User) -> Self:
        """As ``Order.objects.visible_to``."""
        if user.is_contractors:
            return self.filter(order__contractor_id=user.own_contractor_id)
        return self

    def waiting(self) -> Self:
        return self.filter(decided_at__isnull=True)

    def oldest_first(self) -> Self:
        return self.order_by("proposed_at", "pk")


class Proposal(models.Model):
    """A date worse than the one that stands, put forward by a contact. No promise until accepted.

    Parts of one split answer share their batch and are decided together.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="proposals")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="proposals")
    link = models.ForeignKey(
        AnswerLink, models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    batch = models.UUIDField(help_text="Shared by the parts of one answer about one order.")
    ship_on = models.DateField()
    quantity = models.BigIntegerField(
        null=True, blank=True, help_text="In the order's unit; empty means all that is left."
    )
    reason = models.CharField(max_length=300, help_text="Why it is later, as they put it.")
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_reason = models.CharField(max_length=300, blank=True)
    promise = models.OneToOneField(
        Promise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposal",
        help_text="What it became when accepted; empty while waiting and when declined.",
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gt=0),
                name="proposal_quantity_is_positive",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=False) | Q(promise__isnull=True),
                name="proposal_is_promised_by_a_decision",
            ),
        ]
        indexes = [
            # What waits for an expeditor's word.
            models.Index(
                "order",
                "id",
                condition=Q(decided_at__isnull=True),
                name="proposal_waiting_by_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.ship_on} proposed"
