from __future__ import annotations

import django.db.models.deletion
import shipments.models.choices
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shipments', '0034_policy_of_reports'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='File name, without a path.', max_length=200)),
                ('sender', models.CharField(blank=True, help_text='Who it is from. Mappings are remembered by it.', max_length=120)),
                ('kind', models.CharField(blank=True, choices=shipments.models.choices.import_kinds, max_length=11)),
                ('format', models.CharField(choices=shipments.models.choices.import_formats, max_length=7)),
                ('size', models.BigIntegerField(help_text='Bytes.')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('door', models.CharField(choices=shipments.models.choices.import_doors, max_length=7)),
                ('profile', models.CharField(blank=True, help_text='Of MILSTRIP: where a shipment status has its TCN.', max_length=9)),
                ('date_order', models.CharField(blank=True, help_text='Of sheets: dmy, mdy or ymd; empty for ISO dates only.', max_length=3)),
                ('mapping', models.JSONField(blank=True, help_text='Field by heading, where a person confirmed it.', null=True)),
                ('is_trial', models.BooleanField(default=False, help_text='To say what it would do, and to do nothing.')),
                ('state', models.CharField(choices=shipments.models.choices.import_states, max_length=9)),
                ('step', models.CharField(blank=True, help_text='What is being done of it.', max_length=80)),
                ('failure', models.TextField(blank=True, help_text='Why the file as a whole was refused.')),
                ('reported_at', models.DateTimeField(help_text="When its sender said what it says: the file's own time where it has one, UTC.")),
                ('uploaded_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, help_text='When its progress was last put down.', null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_at', models.DateTimeField(blank=True, help_text='When somebody asked.', null=True)),
                ('bytes_read', models.BigIntegerField(default=0)),
                ('lines', models.BigIntegerField(default=0, help_text='Read so far, empty ones left out.')),
                ('accepted', models.BigIntegerField(default=0)),
                ('refused', models.BigIntegerField(default=0)),
                ('created', models.BigIntegerField(default=0)),
                ('changed', models.BigIntegerField(default=0)),
                ('unchanged', models.BigIntegerField(default=0)),
                ('older', models.BigIntegerField(default=0, help_text='Said less than what stands was said later: kept as reports.')),
                ('unmatched', models.BigIntegerField(default=0, help_text='Of orders not known yet: kept until they are.')),
            ],
        ),
        migrations.CreateModel(
            name='ImportFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.BigIntegerField()),
                ('outcome', models.CharField(choices=shipments.models.choices.import_outcomes, max_length=9)),
                ('subject', models.CharField(help_text='Order, shipment, item: as people call it.', max_length=120)),
                ('changes', models.JSONField(default=dict, help_text='By field: before and after.')),
            ],
        ),
        migrations.CreateModel(
            name='ImportPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(help_text='From 0.')),
                ('content', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='ImportRefusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.BigIntegerField(help_text='From 1, headings and empty lines counted.')),
                ('position', models.CharField(blank=True, help_text='Column of a record, like 25; cell of a sheet, like C7.', max_length=12)),
                ('field', models.CharField(blank=True, max_length=60)),
                ('found', models.CharField(blank=True, help_text='What stands there, cut short.', max_length=200)),
                ('expected', models.CharField(help_text='What is wrong and what would be right.', max_length=300)),
                ('code', models.CharField(max_length=40)),
                ('text', models.TextField(help_text='The line as it was sent; of a sheet, its cells as CSV.')),
            ],
        ),
        migrations.CreateModel(
            name='SheetMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sender', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=shipments.models.choices.import_kinds, max_length=11)),
                ('headings', models.CharField(help_text='SHA-256 of the headings, in order.', max_length=64)),
                ('mapping', models.JSONField(help_text='Field by heading.')),
                ('date_order', models.CharField(blank=True, max_length=3)),
                ('confirmed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Stated',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=shipments.models.choices.stated_kinds, max_length=10)),
                ('subject_id', models.BigIntegerField(help_text='Key of the row it is about.')),
                ('said_at', models.DateTimeField(help_text='Of the newest statement, UTC.')),
                ('first_said_at', models.DateTimeField(help_text='Of the oldest statement that gave what is kept of the first, UTC.')),
                ('fields', models.JSONField(db_default={}, default=dict, help_text='When a field was said, where at another moment.')),
                ('line', models.BigIntegerField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='UnmatchedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.BigIntegerField()),
                ('document_number', models.CharField(max_length=14)),
                ('text', models.CharField(help_text='The record as received.', max_length=80)),
                ('profile', models.CharField(blank=True, max_length=9)),
                ('reported_at', models.DateTimeField(help_text='That of its batch.')),
                ('applied_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name='importbatch',
            name='cancelled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='corrects',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='shipments.importbatch'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='lane',
            field=models.ForeignKey(blank=True, help_text='The way of shipments whose order has no lane.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='shipments.lane'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='uploaded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='importfinding',
            name='batch',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='shipments.importbatch'),
        ),
        migrations.AddField(
            model_name='importpart',
            name='batch',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='shipments.importbatch'),
        ),
        migrations.AddField(
            model_name='importrefusal',
            name='batch',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='refusals', to='shipments.importbatch'),
        ),
        migrations.AddField(
            model_name='sheetmapping',
            name='confirmed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='stated',
            name='batch',
            field=models.ForeignKey(blank=True, db_index=False, help_text='The file of the newest; empty where a person said it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='shipments.importbatch'),
        ),
        migrations.AddField(
            model_name='unmatchedrecord',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unmatched_records', to='shipments.importbatch'),
        ),
        migrations.AddIndex(
            model_name='importbatch',
            index=models.Index(models.OrderBy(models.F('uploaded_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='import_newest_first'),
        ),
        migrations.AddIndex(
            model_name='importbatch',
            index=models.Index(models.F('id'), condition=models.Q(('state__in', ['waiting', 'reading', 'applying'])), name='import_at_work'),
        ),
        migrations.AddConstraint(
            model_name='importbatch',
            constraint=models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='import_batch_sha256_is_hex'),
        ),
        migrations.AddConstraint(
            model_name='importbatch',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['unmapped', 'waiting', 'reading', 'applying', 'tried', 'done', 'refused', 'cancelled'])), name='import_batch_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='importbatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('failure', ''), _negated=True), _connector='OR'), name='import_batch_refused_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='importbatch',
            constraint=models.CheckConstraint(condition=models.Q(('cancelled_by__isnull', True), ('cancelled_at__isnull', False), _connector='OR'), name='import_batch_cancelled_says_when'),
        ),
        migrations.AddIndex(
            model_name='importfinding',
            index=models.Index(models.F('batch'), models.F('outcome'), models.F('line'), models.F('id'), name='import_finding_by_line'),
        ),
        migrations.AddConstraint(
            model_name='importpart',
            constraint=models.UniqueConstraint(fields=('batch', 'number'), name='import_part_once'),
        ),
        migrations.AddIndex(
            model_name='importrefusal',
            index=models.Index(models.F('batch'), models.F('line'), models.F('id'), name='import_refusal_by_line'),
        ),
        migrations.AddIndex(
            model_name='importrefusal',
            index=models.Index(models.F('batch'), models.F('code'), models.F('line'), models.F('id'), name='import_refusal_by_code'),
        ),
        migrations.AddConstraint(
            model_name='sheetmapping',
            constraint=models.UniqueConstraint(fields=('sender', 'kind', 'headings'), name='sheet_mapping_once_per_sender'),
        ),
        migrations.AddConstraint(
            model_name='stated',
            constraint=models.UniqueConstraint(fields=('kind', 'subject_id'), name='stated_once'),
        ),
        migrations.AddConstraint(
            model_name='stated',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['order', 'need', 'contractor', 'contact', 'item', 'shipment'])), name='stated_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='stated',
            constraint=models.CheckConstraint(condition=models.Q(('first_said_at__lte', models.F('said_at'))), name='stated_first_before_last'),
        ),
        migrations.AddIndex(
            model_name='unmatchedrecord',
            index=models.Index(models.F('document_number'), condition=models.Q(('applied_at__isnull', True)), name='unmatched_record_waiting'),
        ),
        migrations.AddConstraint(
            model_name='unmatchedrecord',
            constraint=models.UniqueConstraint(fields=('document_number', 'text', 'reported_at', 'profile'), name='unmatched_record_once'),
        ),
        # Bytes are read and written whole, and most files do not get smaller.
        migrations.RunSQL(
            "ALTER TABLE shipments_importpart ALTER COLUMN content SET STORAGE EXTERNAL",
            migrations.RunSQL.noop,
        ),
    ]
