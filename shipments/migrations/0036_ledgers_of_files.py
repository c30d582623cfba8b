from __future__ import annotations

import django.db.models.deletion
import django.db.models.functions.text
from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shipments', '0035_files_of_orders'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='report',
            name='report_kind_is_known',
        ),
        migrations.AddField(
            model_name='promise',
            name='line',
            field=models.BigIntegerField(blank=True, help_text='Of that file, from 1.', null=True),
        ),
        migrations.AddField(
            model_name='promise',
            name='reported_at',
            field=models.DateTimeField(blank=True, help_text='When it was said, where a file told it; empty: when it was recorded. It holds from then on.', null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='line',
            field=models.BigIntegerField(blank=True, help_text='Of that file, from 1.', null=True),
        ),
        migrations.AddField(
            model_name='promise',
            name='batch',
            field=models.ForeignKey(blank=True, db_index=False, help_text='The file it came in.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='shipments.importbatch'),
        ),
        migrations.AddField(
            model_name='report',
            name='batch',
            field=models.ForeignKey(blank=True, db_index=False, help_text='The file it came in.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='shipments.importbatch'),
        ),
        AddConstraintNotValid(
            model_name='promise',
            constraint=models.CheckConstraint(condition=models.Q(('batch__isnull', True), ('reported_at__isnull', False), _connector='OR'), name='promise_of_a_file_says_when'),
        ),
        ValidateConstraint(model_name='promise', name='promise_of_a_file_says_when'),
        migrations.AddConstraint(
            model_name='promise',
            constraint=models.UniqueConstraint(condition=models.Q(('batch__isnull', False)), fields=('order', 'reported_at', 'ship_on', 'quantity'), name='promise_of_a_file_once', nulls_distinct=False),
        ),
        AddConstraintNotValid(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['acknowledged', 'confirmed', 'ready', 'inspected', 'status', 'shipped', 'statement'])), name='report_kind_is_known'),
        ),
        ValidateConstraint(model_name='report', name='report_kind_is_known'),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(models.F('order'), models.F('occurs_on'), django.db.models.functions.text.MD5('raw'), condition=models.Q(('batch__isnull', False)), name='report_of_a_record_once'),
        ),
    ]
