from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shipments", "0002_first_policy")]

    operations = [
        # References of orders that have no document number.
        migrations.RunSQL(
            "CREATE SEQUENCE shipments_order_reference",
            "DROP SEQUENCE shipments_order_reference",
        )
    ]
