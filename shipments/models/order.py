from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from shipments.domain.priorities import Urgency
from shipments.models import marking
from shipments.models.case import Case
from shipments.models.choices import Certainty, certainties, urgencies
from shipments.models.contract import Contract
from shipments.models.contractor import Contractor
from shipments.models.item import Item
from shipments.models.lane import Lane
from shipments.models.notification import Notification
from shipments.models.precision import known_together, precision_field
from shipments.models.source_document import SourceDocument
from shipments.models.triggers import items_due, refusal

if TYPE_CHECKING:
    from shipments.models.user import User


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, user: User) -> Self:
        """Keep what the person may know of: a contractor's user sees its own orders only."""
        if user.is_contractors:
            return self.filter(contractor_id=user.own_contractor_id)
        return self

    def with_row(self) -> Self:
        """Load everything a list row or a serializer shows, in the same query."""
        return self.select_related("item", "contractor", "case", "contract", "standing", "hot")

    def soonest_first(self) -> Self:
        """By required date, the unknown ones last; ties by key."""
        return self.order_by(models.F("required_on").asc(nulls_last=True), "pk")


@pghistory.track(
    meta={
        "indexes": [
            # The rule no_acknowledgement: which orders were changed at all since they came in.
            models.Index("pgh_obj", condition=Q(pgh_label="update"), name="order_event_changes")
        ]
    }
)
class Order(models.Model):
    """One item, one quantity, one required date: what is tracked, flagged and shipped."""

    reference = models.CharField(
        max_length=40, unique=True, help_text="What people call it; its address on screen."
    )
    document_number = models.CharField(
        max_length=14, null=True, blank=True, unique=True, help_text="MILSTRIP, 14 characters."
    )
    requisition = models.CharField(
        max_length=80,
        blank=True,
        default="",
        db_default="",
        help_text="The 80 columns by which it was ordered, as received; empty where there are none.",
    )
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="orders")
    contract = models.ForeignKey(
        Contract, models.PROTECT, null=True, blank=True, related_name="orders"
    )
    notification = models.ForeignKey(
        Notification, models.PROTECT, null=True, blank=True, related_name="orders"
    )
    item = models.ForeignKey(Item, models.PROTECT, related_name="orders")
    contractor = models.ForeignKey(
        Contractor, models.PROTECT, null=True, blank=True, related_name="orders"
    )
    lane = models.ForeignKey(
        Lane,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
        help_text="The way it is planned to go; empty while nobody has said.",
    )
    possible_sale = models.BooleanField(
        default=False, help_text="Only notified so far: never shown as ordered, never shipped."
    )
    quantity = models.BigIntegerField(
        null=True, blank=True, help_text="In unit_of_issue; empty when not published."
    )
    quantity_qualifier = models.CharField(
        max_length=60, blank=True, help_text="As printed: up to, about, quantity not seen."
    )
    unit_of_issue = models.CharField(
        max_length=2, blank=True, help_text="Two letters, like EA; empty when not stated."
    )
    accepted_overage = models.BigIntegerField(
        default=0, help_text="How much more than ordered the customer agreed to take."
    )
    ordered_on = models.DateField(null=True, blank=True)
    ordered_on_precision = precision_field("the day it was ordered")
    acknowledged_on = models.DateField(
        null=True, blank=True, help_text="The day the contractor accepted it."
    )
    required_on = models.DateField(
        null=True, blank=True, help_text="Last day of what is required, at its precision."
    )
    required_on_precision = precision_field("the required date")
    required_basis = models.CharField(
        max_length=60, blank=True, help_text="What the required date rests on."
    )
    first_required_on = models.DateField(
        null=True, blank=True, help_text="The required date when the order was recorded."
    )
    first_required_on_precision = precision_field("the first required date")
    priority_designator = models.SmallIntegerField(null=True, blank=True, help_text="01 to 15.")
    urgency = models.CharField(max_length=9, choices=urgencies, default=Urgency.ROUTINE.value)
    cancelled_on = models.DateField(null=True, blank=True)
    record_ref = models.CharField(max_length=40, null=True, blank=True, unique=True)
    certainty = models.CharField(
        max_length=9, choices=certainties, default=Certainty.REPORTED.value
    )
    note = models.TextField(blank=True)
    sources = models.ManyToManyField(SourceDocument, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints = [
            known_together("order", "ordered_on"),
            known_together("order", "required_on"),
            known_together("order", "first_required_on"),
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(contract__isnull=False),
                name="order_belongs_to_a_case_or_a_contract",
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gt=0),
                name="order_quantity_is_positive",
            ),
            models.CheckConstraint(
                condition=Q(accepted_overage__gte=0), name="order_accepted_overage_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(priority_designator__isnull=True)
                | Q(priority_designator__range=(1, 15)),
                name="order_priority_from_1_to_15",
            ),
            models.CheckConstraint(
                condition=Q(document_number__isnull=True)
                | Q(document_number__regex=r"^[A-Z0-9]{6}[0-9]{4}[A-Z0-9]{4}$"),
                name="order_document_number_has_14_characters",
            ),
            models.CheckConstraint(
                condition=Q(possible_sale=False)
                | Q(contract__isnull=True, ordered_on__isnull=True, acknowledged_on__isnull=True),
                name="order_possible_sale_is_not_ordered",
            ),
            models.CheckConstraint(
                condition=Q(urgency__in=[u.value for u in Urgency]), name="order_urgency_is_known"
            ),
        ]
        indexes = [
            # The orders list: sorted by required date, paged by (required_on, id).
            models.Index("required_on", "id", name="order_by_required_on"),
            # Lists of one contractor's orders, and visible_to for its users.
            models.Index("contractor", "required_on", "id", name="order_by_contractor"),
        ]
        triggers = [
            *marking.computed_again(marking.ITSELF, pgtrigger.Insert, pgtrigger.Update),
            # Flags, for the price of a pass, hold no foreign key: this keeps theirs valid.
            pgtrigger.Trigger(
                name="never_deleted",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=refusal("order_is_never_deleted", "cancel it, and its history stays"),
            ),
            # What is to come of its item changed, though where it stands may not have.
            pgtrigger.Trigger(
                name="changed_supply_is_netted",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("quantity", "item_id"),
                condition=pgtrigger.AnyChange("quantity", "item"),
                func=items_due("SELECT NEW.item_id UNION SELECT OLD.item_id"),
            ),
            # The ceiling is checked when lines are added; here, when it is lowered under them.
            pgtrigger.Trigger(
                name="ceiling_not_lowered_below_shipped",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("quantity", "accepted_overage", "possible_sale"),
                declare=[("shipped", "bigint")],
                func=f"""
                SELECT coalesce(sum(line.quantity - coalesce(missing.quantity, 0)), 0) INTO shipped
                  FROM shipments_shipmentline line
                  JOIN shipments_shipment shipment ON shipment.id = line.shipment_id
                  LEFT JOIN LATERAL (
                       SELECT sum(d.to_replace) AS quantity FROM shipments_discrepancy d
                        WHERE d.line_id = line.id AND d.withdrawn_at IS NULL) AS missing ON true
                 WHERE line.order_id = NEW.id AND shipment.cancelled_at IS NULL;
                IF shipped > 0 AND NEW.possible_sale THEN
                    {refusal("order_possible_sale_is_not_shipped", "shipments stand against it")}
                END IF;
                IF shipped > NEW.quantity + NEW.accepted_overage THEN
                    {refusal("order_not_shipped_beyond_quantity", "more than that is shipped")}
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def score(self) -> int:
        """The sum of the points of its live flags. ``with_row`` has loaded it."""
        hot = getattr(self, "hot", None)
        return hot.score if hot else 0

    @property
    def last_heard_precision(self) -> str:
        """How finely the day last heard is known: a month, where that is its order's."""
        of_its_order = self.standing.last_heard_on == self.ordered_on
        return self.ordered_on_precision if of_its_order else "day"
