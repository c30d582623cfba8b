from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from django.db import migrations

AT = datetime(2026, 11, 20, tzinfo=UTC)
SOURCE = "Approximate: read off the lanes of searoute 1.6.0 (PyPI, Apache-2.0)"
NOTE = "A passage of the sea lanes. Its point is approximate, to be drawn, not to be steered by."
PASSAGES = (
    ("XSUEZ", "Suez Canal", "30.60000", "32.33000"),
    ("XBAB", "Bab al-Mandab", "12.55000", "43.52000"),
    ("XGIB", "Strait of Gibraltar", "35.95000", "-5.60000"),
    ("XPAN", "Panama Canal", "9.12000", "-79.75000"),
    ("XMAL", "Strait of Malacca", "3.60000", "100.20000"),
    ("XHOR", "Strait of Hormuz", "26.45000", "56.60000"),
    ("XCAPE", "Cape of Good Hope", "-34.90000", "18.50000"),
    ("XHORN", "Cape Horn and Strait of Magellan", "-55.80000", "-69.00000"),
    ("XSUN", "Sunda Strait", "-5.94000", "105.80000"),
    ("XBOS", "Bosporus", "41.12000", "29.07000"),
    ("XDAR", "Dardanelles", "40.20000", "26.40000"),
)
# Planning figures to begin with; people replace them by making a new version.
LIMITS = {
    "sea_km_a_day": 600,
    "air_km_a_day": 9000,
    "road_km_a_day": 500,
    "rail_km_a_day": 400,
    "air_stop_days": 1,
    "air_range_km": 7000,
}


def draw(apps, schema_editor):
    places = apps.get_model("shipments", "Place").objects
    for code, name, latitude, longitude in PASSAGES:
        facts = {
            "kind": "passage",
            "latitude": Decimal(latitude),
            "longitude": Decimal(longitude),
            "coordinates_source": SOURCE,
        }
        # What an exercise drew of its own under these codes becomes the same place.
        if not places.filter(code=code).update(**facts):
            places.create(code=code, name=name, note=NOTE, recorded_at=AT, **facts)


def make(apps, schema_editor):
    policies = apps.get_model("shipments", "Policy").objects
    last = policies.order_by("-version").first()
    policies.create(
        version=last.version + 1,
        limits={**LIMITS, **last.limits},
        reason="First planning figures for other ways by sea, air, road and rail",
        made_at=AT,
    )
    # A new version asks for every order to be judged; an empty book has none.
    if not apps.get_model("shipments", "Order").objects.exists():
        apps.get_model("shipments", "DueOrder").objects.filter(order=None).delete()


class Migration(migrations.Migration):
    dependencies = [("shipments", "0026_routes")]

    # Going back leaves both: what goes by a passage points to it, and older rules read the policy.
    operations = [
        migrations.RunPython(draw, migrations.RunPython.noop),
        migrations.RunPython(make, migrations.RunPython.noop),
    ]
