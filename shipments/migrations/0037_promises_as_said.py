from __future__ import annotations

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    # Each index is built and dropped while others write: that cannot be done in a transaction.
    atomic = False

    dependencies = [
        ("shipments", "0036_ledgers_of_files"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="promise",
            index=models.Index(
                models.F("order"),
                Coalesce("reported_at", "recorded_at"),
                models.F("said_on"),
                name="promise_by_order_as_said",
            ),
        ),
        RemoveIndexConcurrently(model_name="promise", name="promise_by_order"),
        AddIndexConcurrently(
            model_name="report",
            index=models.Index(
                models.F("order"),
                models.F("reported_at"),
                models.F("id"),
                name="report_by_order_as_said",
            ),
        ),
        RemoveIndexConcurrently(model_name="report", name="report_by_order"),
    ]
