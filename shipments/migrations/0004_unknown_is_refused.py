from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("shipments", "0003_order_reference"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="case",
            name="case_value_and_currency_together",
        ),
        migrations.RemoveConstraint(
            model_name="contract",
            name="contract_value_and_currency_together",
        ),
        migrations.RemoveConstraint(
            model_name="notification",
            name="notification_value_and_currency_together",
        ),
        migrations.RemoveConstraint(
            model_name="place",
            name="place_coordinates_are_on_earth",
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("value__isnull", True), ("value_currency", "")),
                    models.Q(
                        ("value__isnull", False),
                        ("value__gte", 0),
                        ("value_currency__regex", "^[A-Z]{3}$"),
                    ),
                    _connector="OR",
                ),
                name="case_value_and_currency_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("value__isnull", True), ("value_currency", "")),
                    models.Q(
                        ("value__isnull", False),
                        ("value__gte", 0),
                        ("value_currency__regex", "^[A-Z]{3}$"),
                    ),
                    _connector="OR",
                ),
                name="contract_value_and_currency_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("value__isnull", True), ("value_currency", "")),
                    models.Q(
                        ("value__isnull", False),
                        ("value__gte", 0),
                        ("value_currency__regex", "^[A-Z]{3}$"),
                    ),
                    _connector="OR",
                ),
                name="notification_value_and_currency_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(
                        ("latitude__isnull", False),
                        ("longitude__isnull", False),
                        ("latitude__range", (-90, 90)),
                        ("longitude__range", (-180, 180)),
                    ),
                    _connector="OR",
                ),
                name="place_coordinates_are_on_earth",
            ),
        ),
    ]
