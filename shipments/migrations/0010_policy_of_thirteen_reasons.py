from __future__ import annotations

from datetime import UTC, datetime

from django.db import migrations

# Planning figures to begin with; people replace them by making a new version.
ADDED = {
    # Limits of the rules.
    "slipping_times": 2,
    "slipping_days": 21,
    "ready_days": 5,
    "promise_grace_days": 0,
    "departure_near_days": 10,
    "stalled_grace_days": 5,
    "clearance_planning_days": 5,
    # From how many on history is believed.
    "promises_to_correct": 8,
    "shipments_for_median": 5,
    # The governor: how long after the last contact the next chase may follow.
    "chase_days_urgent": 3,
    "chase_days_routine": 7,
    # The ladder: working days without an answer before the next step.
    "ladder_improvement_days": 5,
    "ladder_priority_days": 5,
    "ladder_assistance_days": 5,
    "answer_link_days": 14,
    # What each reason weighs.
    "points_need_uncovered": 50,
    "points_outgrown_routine": 45,
    "points_past_required_date": 40,
    "points_promise_broken": 35,
    "points_ready_not_shipped": 35,
    "points_late_for_required_date": 30,
    "points_route_disrupted": 30,
    "points_stalled_in_transit": 30,
    "points_slipping": 25,
    "points_misses_departure": 20,
    "points_no_ship_date": 20,
    "points_no_acknowledgement": 15,
    "points_silent": 15,
    "points_undelivered": 10,
}


def make(apps, schema_editor):
    policies = apps.get_model("shipments", "Policy").objects
    last = policies.order_by("-version").first()
    policies.create(
        version=last.version + 1,
        limits={**ADDED, **last.limits},
        reason="First planning figures for all reasons, their weights and the ladder",
        made_at=datetime(2026, 11, 20, tzinfo=UTC),
    )


class Migration(migrations.Migration):
    dependencies = [("shipments", "0009_expediting")]

    # Going back leaves the version: a policy is never removed, and older rules read it too.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
