from __future__ import annotations

import json

from django.contrib.auth import authenticate

from logistics import preparing
from shipments.domain.roles import Role
from shipments.models import Order


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


def test_exercise_does_not_load_the_public_record(db, tmp_path, monkeypatch):
    monkeypatch.setenv("EXERCISE", "1")

    preparing.prepare(tmp_path)

    assert not Order.objects.exists()
