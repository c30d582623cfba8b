from __future__ import annotations

import os
import runpy
import subprocess
import sys

import pytest
from allauth.account.adapter import get_adapter

from logistics import embedded, env
from tests import servers

PRODUCTION = {
    "DATABASE_URL": "postgresql://quay:word@database.example:5432/quayline",
    "REDIS_URL": "redis://redis.example:6379/0",
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "track.example",
    "CSRF_TRUSTED_ORIGINS": "https://track.example",
    "EMAIL_URL": "smtp://user:word@mail.example:587",
}


def read() -> dict[str, object]:
    return runpy.run_path(str(servers.ROOT / "logistics" / "settings.py"))


@pytest.fixture
def production(monkeypatch):
    for name in ("DEBUG", "EXERCISE", "INBOX_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("name", PRODUCTION)
def test_production_refuses_to_start_without(production, monkeypatch, name):
    monkeypatch.delenv(name)

    with pytest.raises(env.Refusal, match=f"^{name} is not set. Set it to "):
        read()


def test_production_refuses_to_start_with_debug(production, monkeypatch):
    monkeypatch.setenv("DEBUG", "True")

    with pytest.raises(env.Refusal, match=r"^DEBUG is on while ALLOWED_HOSTS names track.example"):
        read()


def test_production_refuses_to_start_with_the_development_key(production, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", env.DEVELOPMENT_KEY_PREFIX + "k3y" * 20)

    with pytest.raises(env.Refusal, match=r"^SECRET_KEY is a default made for development"):
        read()


@pytest.mark.parametrize("module", ["logistics.wsgi", "logistics.asgi"])
def test_web_server_of_an_unconfigured_machine_refuses_to_start(module):
    bare = {"PATH": os.environ["PATH"]}

    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"import {module}"],
        cwd=servers.ROOT,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "SECRET_KEY is not set." in done.stderr.splitlines()[-1]


def test_production_is_what_the_variables_say(production):
    found = read()

    assert found["DEBUG"] is False
    assert found["DATABASES"]["default"]["HOST"] == "database.example"
    assert found["CELERY_BROKER_URL"] == PRODUCTION["REDIS_URL"]
    assert found["SECURE_SSL_REDIRECT"] is True
    assert found["EMAIL_HOST"] == "mail.example"


def test_sign_ins_are_counted_by_the_address_that_the_proxy_saw(production, rf, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = read()["ALLAUTH_TRUSTED_PROXY_COUNT"]
    request = rf.get("/", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})

    assert get_adapter().get_client_ip(request) == "198.51.100.7"


def test_development_needs_no_variable_at_all(production, monkeypatch, new_var):
    for name in PRODUCTION:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DEBUG", "True")
    monkeypatch.setattr(embedded, "VAR", new_var)

    first, second = read(), read()

    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert first["SECRET_KEY"].startswith(env.DEVELOPMENT_KEY_PREFIX)
    assert (new_var / "secret_key").stat().st_mode & 0o777 == 0o600
    assert "*" not in first["ALLOWED_HOSTS"]


@pytest.mark.parametrize("name", ["quayline", "quayline_exercise"])
def test_exercise_has_a_database_and_a_queue_of_its_own(production, monkeypatch, name):
    monkeypatch.setenv("EXERCISE", "1")
    monkeypatch.setenv("DATABASE_URL", f"postgresql://database.example/{name}")

    found = read()

    assert found["DATABASES"]["default"]["NAME"] == "quayline_exercise"
    assert found["CELERY_TASK_DEFAULT_QUEUE"] == "quayline_exercise"
    assert found["IMPORT_QUEUE"] == "quayline_exercise_imports"
    assert found["CACHES"]["default"]["KEY_PREFIX"] == "quayline_exercise"


def test_an_exercise_takes_no_files_from_the_drop_folder(production, monkeypatch, tmp_path):
    monkeypatch.setenv("INBOX_DIR", str(tmp_path))
    assert read()["INBOX_DIR"] == tmp_path

    monkeypatch.setenv("EXERCISE", "1")

    assert read()["INBOX_DIR"] is None


def test_broker_waits_longer_than_the_longest_task(production):
    found = read()

    waits = found["CELERY_BROKER_TRANSPORT_OPTIONS"]["visibility_timeout"]
    assert waits > found["CELERY_TASK_TIME_LIMIT"] > found["CELERY_TASK_SOFT_TIME_LIMIT"]


def test_mail_of_development_goes_to_a_folder(monkeypatch):
    monkeypatch.setenv("DEBUG", "True")
    monkeypatch.setenv("EMAIL_URL", "")

    found = read()

    assert found["EMAIL_BACKEND"] == "logistics.mail_folder.EmailBackend"
    assert found["EMAIL_FILE_PATH"] == str(embedded.VAR / "mail")


def test_mail_of_production_is_from_the_site(production):
    assert read()["DEFAULT_FROM_EMAIL"] == "Quayline <no-reply@track.example>"


def test_mail_is_from_whom_the_address_names(production, monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp://mail.example:587?from=desk@track.example")

    assert read()["DEFAULT_FROM_EMAIL"] == "Quayline <desk@track.example>"


def test_an_exercise_sends_no_mail_to_any_server(production, monkeypatch):
    monkeypatch.setenv("EXERCISE", "True")

    assert read()["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"
