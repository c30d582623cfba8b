from __future__ import annotations

from datetime import UTC, datetime

from django.db import migrations

# Planning figures to begin with; people replace them by making a new version.
LIMITS = {
    "late_grace_days": 3,
    "silent_days": 30,
    "no_ship_date_days": 14,
    "acknowledge_working_days": 10,
    "transit_planning_days": 30,
}


def make(apps, schema_editor):
    apps.get_model("shipments", "Policy").objects.get_or_create(
        version=1,
        defaults={
            "limits": LIMITS,
            "reason": "First planning figures",
            "made_at": datetime(2026, 11, 20, tzinfo=UTC),
        },
    )


class Migration(migrations.Migration):
    dependencies = [("shipments", "0001_initial")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
