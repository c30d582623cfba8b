from __future__ import annotations

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from shipments.domain.milestones import ORDER, Classifier, MilestoneKind
from shipments.models import marking
from shipments.models.choices import classifiers, milestone_kinds
from shipments.models.place import Place
from shipments.models.shipment import Shipment
from shipments.models.triggers import (
    append_only,
    items_due,
    items_of,
    refusal,
    refused_while_held,
)

# What cannot have happened to goods that have not left.
_GONE = [kind.value for kind in ORDER[ORDER.index(MilestoneKind.DEPARTED) :]]


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def standing(self) -> Self:
        """Leave out what was retracted, and the retractions themselves."""
        retracted = Milestone.objects.filter(retracts_id=OuterRef("pk"))
        return self.filter(~Exists(retracted), retracts__isnull=True)

    def actual(self) -> Self:
        return self.filter(classifier=Classifier.ACTUAL.value)

    def oldest_first(self) -> Self:
        return self.order_by("occurs_on", "recorded_at", "pk")

    def as_said(self) -> Self:
        """Of several entries in one sense the last of these holds."""
        return self.order_by("reported_at", "recorded_at", "pk")


class Milestone(models.Model):
    """One thing that should happen, is expected to, or did happen to a shipment.

    A wrong entry is retracted by a later one that names it; none is edited.
    """

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="milestones")
    kind = models.CharField(max_length=30, choices=milestone_kinds)
    classifier = models.CharField(max_length=9, choices=classifiers)
    occurs_on = models.DateField(help_text="The day, local to the place.")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    leg = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Sequence of the leg it is of, where it has legs."
    )
    source = models.CharField(max_length=120, help_text="Who or what says so.")
    reported_at = models.DateTimeField(help_text="When they said it, UTC.")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    retracts = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="retracted_by"
    )
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was retracted.")

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(retracts__isnull=True) | ~Q(reason=""),
                name="milestone_retracted_with_a_reason",
            ),
        ]
        indexes = [
            # Standing: what has happened to a shipment.
            models.Index("shipment", "kind", "classifier", name="milestone_by_shipment"),
        ]
        triggers = [
            *marking.computed_again(marking.ABOARD_ITS_SHIPMENT, pgtrigger.Insert),
            append_only("milestone"),
            # Of an order partly aboard, the arrival of that part is in no column of its standing.
            pgtrigger.Trigger(
                name="moved_supply_is_netted",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="added"),
                func=items_due(
                    items_of(
                        """
                    SELECT line.order_id FROM added
                      JOIN shipments_shipmentline AS line ON line.shipment_id = added.shipment_id
                    """
                    )
                ),
            ),
            # Jerusalem has the easternmost clock on the way: a day that has not begun there
            # has begun nowhere on it.
            pgtrigger.Trigger(
                name="actual_not_in_the_future",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__classifier=Classifier.ACTUAL.value),
                func=f"""
                IF NEW.occurs_on > (NEW.recorded_at AT TIME ZONE 'Asia/Jerusalem')::date THEN
                    {refusal("milestone_actual_not_in_the_future", "that day has not come yet")}
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="retracts_an_entry_of_its_shipment",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__retracts__isnull=False),
                func=f"""
                PERFORM 1 FROM shipments_milestone wrong
                  WHERE wrong.id = NEW.retracts_id AND wrong.shipment_id = NEW.shipment_id
                    AND wrong.retracts_id IS NULL;
                IF NOT FOUND THEN
                    {refusal("milestone_retracts_an_entry_of_its_shipment", "record it anew")}
                END IF;
                RETURN NEW;
                """,
            ),
            # The shipment's row is locked first, so that two clerks cannot each write half
            # of an impossible pair.
            pgtrigger.Trigger(
                name="arrival_not_before_departure",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                declare=[
                    ("departed", "date"),
                    ("first_stop", "date"),
                    ("last_stop", "date"),
                    ("arrived", "date"),
                ],
                func=f"""
                PERFORM 1 FROM shipments_shipment WHERE id = NEW.shipment_id FOR NO KEY UPDATE;
                SELECT max(m.occurs_on) FILTER (WHERE m.kind = 'departed'),
                       min(m.occurs_on) FILTER (WHERE m.kind IN
                           ('passed', 'arrived_at_stop', 'left_stop')),
                       max(m.occurs_on) FILTER (WHERE m.kind IN
                           ('passed', 'arrived_at_stop', 'left_stop')),
                       min(m.occurs_on) FILTER (WHERE m.kind IN
                           ('arrived', 'discharged', 'customs_released', 'received'))
                  INTO departed, first_stop, last_stop, arrived
                  FROM shipments_milestone m
                 WHERE m.shipment_id = NEW.shipment_id
                   AND m.classifier = 'actual'
                   AND m.retracts_id IS NULL
                   AND NOT EXISTS (SELECT 1 FROM shipments_milestone r WHERE r.retracts_id = m.id);
                IF arrived < departed THEN
                    {refusal("milestone_arrival_not_before_departure", "check both days")}
                END IF;
                IF first_stop < departed THEN
                    {refusal("milestone_stop_not_before_departure", "check both days")}
                END IF;
                IF arrived < last_stop THEN
                    {refusal("milestone_arrival_not_before_stop", "check both days")}
                END IF;
                RETURN NULL;
                """,
            ),
            # Nobody can tell which stop is meant without its place.
            pgtrigger.Trigger(
                name="stop_has_a_place",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(
                    new__kind__in=["arrived_at_stop", "left_stop"], new__place__isnull=True
                ),
                func=refusal("milestone_stop_has_a_place", "say at which place it stopped"),
            ),
            # What left before the hold may go on and arrive; an arrival of what has not left is a departure.
            pgtrigger.Trigger(
                name="not_departed_while_held",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(
                    new__classifier=Classifier.ACTUAL.value,
                    new__kind__in=_GONE,
                    new__retracts__isnull=True,
                ),
                declare=[("aboard", "bigint[]")],
                func=f"""
                PERFORM 1 FROM shipments_milestone m
                  WHERE m.shipment_id = NEW.shipment_id
                    AND m.kind IN ('departed', 'passed', 'arrived_at_stop', 'left_stop')
                    AND m.classifier = 'actual' AND m.retracts_id IS NULL
                    AND NOT EXISTS (SELECT FROM shipments_milestone r WHERE r.retracts_id = m.id);
                IF FOUND AND NEW.kind <> 'departed' THEN
                    RETURN NEW;
                END IF;
                SELECT array_agg(DISTINCT line.order_id) INTO aboard
                  FROM shipments_shipmentline line WHERE line.shipment_id = NEW.shipment_id;
                {refused_while_held("milestone_not_departed_while_held", "aboard")}
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shipment_id}: {self.kind} {self.classifier} {self.occurs_on}"
