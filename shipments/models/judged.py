from __future__ import annotations

from pathlib import Path

from django.db import models

# The same columns as a SELECT over the standing and the order.
JUDGED = (Path(__file__).parent / "judged.sql").read_text().rstrip()


class Judged(models.Model):
    """What the judging engine reads of an order, by the names that the rules know.

    Whoever writes the standing has it all at hand; to look it up again later, in two large
    tables, costs more than to judge it.
    """

    is_routine = models.BooleanField(null=True, help_text="Empty where nothing is written down.")
    item_id = models.BigIntegerField(null=True)
    contractor_id = models.BigIntegerField(null=True)
    lane_id = models.BigIntegerField(null=True)
    required_on = models.DateField(null=True)
    expected_delivery_on = models.DateField(null=True)
    expected_ship_on = models.DateField(null=True)
    last_heard_on = models.DateField(null=True)
    promised_ship_on = models.DateField(null=True)
    ordered_by = models.DateField(null=True, help_text="The last day it can have been ordered.")
    ordered_on = models.DateField(null=True)
    acknowledged_on = models.DateField(null=True)
    first_required_on = models.DateField(null=True)
    first_required_on_precision = models.CharField(max_length=5, blank=True, db_default="")
    first_promised_ship_on = models.DateField(null=True)
    ready_on = models.DateField(null=True)
    next_milestone_due_on = models.DateField(null=True)
    promises_moved_later = models.IntegerField(null=True)
    promises_moved_days = models.IntegerField(null=True)
    received_quantity = models.BigIntegerField(null=True)
    departed_quantity = models.BigIntegerField(null=True)
    shipped_quantity = models.BigIntegerField(null=True)
    missing_quantity = models.BigIntegerField(null=True)
    ready_quantity = models.BigIntegerField(null=True)
    quantity = models.BigIntegerField(null=True)
    ordered_on_precision = models.CharField(max_length=5, blank=True, db_default="")
    required_on_precision = models.CharField(max_length=5, blank=True, db_default="")
    recorded_at = models.DateTimeField(null=True)
    quantity_qualifier = models.CharField(max_length=60, blank=True, db_default="")
    unit_of_issue = models.CharField(max_length=2, blank=True, db_default="")
    required_basis = models.CharField(max_length=60, blank=True, db_default="")

    class Meta:
        abstract = True

    @classmethod
    def judged_columns(cls) -> str:
        """Their names, the order's key before them."""
        return ", ".join(["order_id", *(str(field.column) for field in Judged._meta.fields)])
