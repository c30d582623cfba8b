from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shipments', '0038_decimal_mark_of_sheets'),
    ]

    operations = [
        migrations.AddField(
            model_name='importbatch',
            name='notes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, db_default=[], default=list, help_text='What people should know of how it was read.', size=None),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='started_by',
            field=models.ForeignKey(blank=True, help_text='Who had it run last; what it says is recorded by who sent it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='importbatch',
            name='failure',
            field=models.TextField(blank=True, help_text='Why the file as a whole was refused, or waits for a person.'),
        ),
    ]
