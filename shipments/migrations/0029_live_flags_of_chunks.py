from django.db import migrations, models

# A chunk holds 65,536 keys.
COUNT = """
UPDATE shipments_judgingchunk AS chunk
   SET live_flags = there.flags
  FROM (SELECT order_id >> 16 AS number, count(*) AS flags
          FROM shipments_flag WHERE cleared_at IS NULL GROUP BY 1) AS there
 WHERE there.number = chunk.number
"""


class Migration(migrations.Migration):
    dependencies = [("shipments", "0028_states_of_shipments")]

    operations = [
        migrations.AddField(
            model_name="judgingchunk",
            name="live_flags",
            field=models.IntegerField(
                db_default=0, help_text="Of its orders: counted as they are raised and cleared."
            ),
        ),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    ]
