from __future__ import annotations

from datetime import UTC, datetime

from django.db import migrations


def make(apps, schema_editor):
    policies = apps.get_model("shipments", "Policy").objects
    last = policies.order_by("-version").first()
    policies.create(
        version=last.version + 1,
        # A planning figure to begin with; people replace it by making a new version.
        limits={"report_window_days": 365, **last.limits},
        reason="First planning figures for the time to report a discrepancy",
        made_at=datetime(2026, 11, 20, tzinfo=UTC),
    )
    # A new version asks for every order to be judged; an empty book has none.
    if not apps.get_model("shipments", "Order").objects.exists():
        apps.get_model("shipments", "DueOrder").objects.filter(order=None).delete()


class Migration(migrations.Migration):
    dependencies = [("shipments", "0033_due_orders_of_all")]

    # Going back leaves the version: a policy is never removed, and older rules read it too.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
