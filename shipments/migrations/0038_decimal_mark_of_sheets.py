from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shipments', '0037_promises_as_said'),
    ]

    operations = [
        migrations.AddField(
            model_name='importbatch',
            name='decimal_mark',
            field=models.CharField(blank=True, db_default='', default='', help_text='Of sheets: a point or a comma; empty where nobody said.', max_length=1),
        ),
        migrations.AddField(
            model_name='sheetmapping',
            name='decimal_mark',
            field=models.CharField(blank=True, db_default='', default='', max_length=1),
        ),
    ]
