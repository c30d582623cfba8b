from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from shipments.models import Order, Policy
from tests import database
from tests.factories import OrderFactory


def rows() -> dict[str, list[Any]]:
    models = [*apps.get_models(include_auto_created=True), MigrationRecorder.Migration]
    return {
        model._meta.db_table: sorted(model._default_manager.values_list(), key=str)
        for model in models
        if model._meta.managed
    }


@pytest.mark.django_db(transaction=True)
def test_after_a_test_that_commits_every_table_is_as_the_migrations_left_it():
    before = rows()
    order = OrderFactory()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE shipments_policy CASCADE")
    assert rows() != before

    database.put_back()

    assert rows() == before
    assert Policy.objects.in_force()
    assert not Order.objects.filter(pk=order.pk).exists()
