from __future__ import annotations

import json

import pytest
from django.contrib.auth import authenticate

from logistics import preparing
from shipments.domain.roles import Role
from shipments.models import Order
from shipments.services import exercise
from tests.factories.moments import AT


def test_the_public_record_and_a_login_for_each_role_are_ready(db, tmp_path, rf):
    logins = preparing.prepare(tmp_path)

    assert Order.objects.exists()
    assert [login.role for login in logins] == list(Role)
    expeditor = next(login for login in logins if login.role is Role.EXPEDITOR)
    user = authenticate(rf.get("/"), email=expeditor.email, password=expeditor.password)
    assert user.roles == [Role.EXPEDITOR.value]


def test_preparing_again_changes_no_password(db, tmp_path):
    first = preparing.prepare(tmp_path)

    assert preparing.prepare(tmp_path) == first


def test_role_that_is_new_gets_a_password_and_the_others_keep_theirs(db, tmp_path):
    (tmp_path / "logins.json").write_text(json.dumps({"auditor": "kept"}))

    logins = {login.role: login.password for login in preparing.prepare(tmp_path)}

    assert logins[Role.AUDITOR] == "kept"
    assert len(set(logins.values())) == len(logins)


@pytest.mark.long
def test_exercise_has_a_fictional_book_and_nothing_of_the_public_record(db, tmp_path, settings):
    settings.EXERCISE = True

    logins = preparing.prepare(tmp_path)

    assert Order.objects.filter(reference__startswith="EX-").count() == 2000
    assert not Order.objects.filter(record_ref__isnull=False).exists()
    assert [login.role for login in logins] == list(Role)


def test_preparing_an_exercise_again_adds_no_order(db, tmp_path, settings):
    settings.EXERCISE = True
    exercise.make(orders=10, seed=1, as_of=AT.date(), at=AT)

    preparing.prepare(tmp_path)

    assert Order.objects.count() == 10
