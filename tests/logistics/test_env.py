from __future__ import annotations

import pytest

from logistics import env


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch):
    for name in (
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "CSRF_TRUSTED_ORIGINS",
        "EMAIL_URL",
        "DEBUG",
        "PORT",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("read", "name", "value", "says"),
    [
        (env.boolean, "DEBUG", "maybe", "DEBUG is 'maybe'. Set it to True or False."),
        (env.secret_key, "SECRET_KEY", "", "SECRET_KEY is not set."),
        (env.secret_key, "SECRET_KEY", "short", "SECRET_KEY is too easy to guess (5 characters)"),
        (env.secret_key, "SECRET_KEY", "a" * 60, "SECRET_KEY is too easy to guess"),
        (env.secret_key, "SECRET_KEY", "django-insecure-" + "k3y" * 20, "a default made for"),
        (env.secret_key, "SECRET_KEY", "development-only-" + "k3y" * 20, "a default made for"),
        (env.hosts, "ALLOWED_HOSTS", " ", "ALLOWED_HOSTS is not set."),
        (env.hosts, "ALLOWED_HOSTS", "*", "ALLOWED_HOSTS contains '*'."),
        (
            env.hosts,
            "ALLOWED_HOSTS",
            "a.example, https://b.example",
            "contains 'https://b.example'",
        ),
        (env.origins, "CSRF_TRUSTED_ORIGINS", "a.example", "contains 'a.example'"),
        (env.origins, "CSRF_TRUSTED_ORIGINS", "https://a.example/path", "contains 'https://a."),
    ],
)
def test_value_is_refused(monkeypatch, read, name, value, says):
    monkeypatch.setenv(name, value)

    with pytest.raises(env.Refusal) as refused:
        read(name)

    assert says in str(refused.value)


@pytest.mark.parametrize("value", ["0", "65536", "-1", "http", "80.5", "٨٠٠٠"])
def test_port_is_refused(monkeypatch, value):
    monkeypatch.setenv("PORT", value)

    with pytest.raises(env.Refusal, match="a port number from 1 to 65535"):
        env.port("PORT", default=8000)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://quay:secret@db/quayline", "is not a PostgreSQL address ('mysql://quay:…@db"),
        ("postgresql://quay@db/", "names no database"),
        ("postgresql://quay@db/quayline?sslmod=on", "cannot be read"),
        ("postgresql://quay:secret@[db/quayline", "cannot be read"),
        ("postgresql://db:port/quayline", "has no usable port"),
    ],
)
def test_database_address_is_refused_without_telling_its_password(url, says):
    with pytest.raises(env.Refusal) as refused:
        env.database(url)

    assert says in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["http://cache", "redis://", "unix://", "cache:6379", "redis://c:x"]
)
def test_redis_address_is_refused(url):
    with pytest.raises(env.Refusal, match="Set it to a Redis address"):
        env.redis_url(url)


@pytest.mark.parametrize(
    "url",
    [
        *("mail.example", "http://mail", "smtp://", "file:", "smtp://m:x"),
        *("smtp://mail?from=nobody", "smtp://mail?to=a@b.example", "smtp://mail?from="),
    ],
)
def test_mail_address_is_refused(url):
    with pytest.raises(env.Refusal, match="Set it to smtp://"):
        env.email(url)


def test_folder_that_is_not_there_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("INBOX_DIR", str(tmp_path / "inbox"))

    with pytest.raises(env.Refusal, match="which is not a folder here"):
        env.folder("INBOX_DIR")


def test_folder_that_may_not_be_written_to_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("INBOX_DIR", str(tmp_path))
    monkeypatch.setattr("os.access", lambda *_: False)  # root may do anything

    with pytest.raises(env.Refusal, match="where this account may not read and write"):
        env.folder("INBOX_DIR")


def test_values_are_read(monkeypatch, tmp_path):
    monkeypatch.setenv("DEBUG", "off")
    monkeypatch.setenv("PORT", "8010")
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example,")
    monkeypatch.setenv("CSRF_TRUSTED_ORIGINS", "https://a.example/")
    monkeypatch.setenv("INBOX_DIR", str(tmp_path))

    assert env.boolean("DEBUG", default=True) is False
    assert env.port("PORT", default=8000) == 8010
    assert env.hosts() == ["a.example", "b.example"]
    assert env.origins() == ["https://a.example"]
    assert env.folder("INBOX_DIR") == tmp_path


def test_what_is_not_set_has_its_default(monkeypatch):
    monkeypatch.delenv("INBOX_DIR", raising=False)

    assert env.boolean("DEBUG", default=True) is True
    assert env.port("PORT", default=8000) == 8000
    assert env.folder("INBOX_DIR") is None


def test_database_address_may_name_a_socket_and_options():
    assert env.database("postgresql://quay:p%40ss@/line?host=%2Frun%2Fpg&sslmode=disable") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "line",
        "USER": "quay",
        "PASSWORD": "p@ss",
        "HOST": "/run/pg",
        "PORT": "",
        "OPTIONS": {"sslmode": "disable"},
    }


@pytest.mark.parametrize(
    ("url", "spelled"),
    [
        ("redis://:word@cache:6379/2", "redis://:word@cache:6379/2"),
        ("unix:///run/redis.sock?db=3", "redis+socket:///run/redis.sock?virtual_host=3"),
        ("unix:///run/redis.sock", "redis+socket:///run/redis.sock"),
        ("unix://:word@/run/redis.sock", "redis+socket://:word@/run/redis.sock"),
    ],
)
def test_celery_spells_a_redis_address_its_own_way(url, spelled):
    assert env.broker_url(url) == spelled


@pytest.mark.parametrize(
    ("url", "port", "ssl", "tls"),
    [
        ("smtp://user:p%40ss@mail.example", 587, False, True),
        ("smtps://user:p%40ss@mail.example", 465, True, False),
        ("smtp://user:p%40ss@localhost:1025", 1025, False, False),
    ],
)
def test_mail_is_sent_encrypted_to_any_other_machine(url, port, ssl, tls):
    found = env.email(url)

    assert found["EMAIL_PORT"] == port
    assert found["EMAIL_USE_SSL"] is ssl
    assert found["EMAIL_USE_TLS"] is tls
    assert found["EMAIL_HOST_PASSWORD"] == "p@ss"  # noqa: S105


def test_mail_says_whom_it_is_from_where_the_address_does():
    found = env.email("smtp://mail.example:587?from=quay%40line.example")

    assert found["DEFAULT_FROM_EMAIL"] == "Quayline <quay@line.example>"
    assert "DEFAULT_FROM_EMAIL" not in env.email("smtp://mail.example:587")


def test_mail_may_go_to_a_folder():
    assert env.email("file:///var/mail%20out")["EMAIL_FILE_PATH"] == "/var/mail out"


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL", "DEBUG"])
def test_development_is_not_assumed_where_something_speaks_of_production(monkeypatch, name):
    monkeypatch.setenv(name, "0")

    env.assume_development()

    assert env.boolean("DEBUG") is False


def test_development_is_assumed_where_nothing_is_set():
    env.assume_development()

    assert env.boolean("DEBUG") is True


@pytest.mark.parametrize(
    ("name", "value"),
    [("ALLOWED_HOSTS", "localhost,a.example"), ("CSRF_TRUSTED_ORIGINS", "https://a.example")],
)
def test_debug_is_refused_where_others_can_reach_the_site(monkeypatch, name, value):
    monkeypatch.setenv(name, value)

    with pytest.raises(env.Refusal, match=f"DEBUG is on while {name} names"):
        env.refuse_debug_in_production()


def test_debug_is_let_be_on_this_machine(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],quay.localhost")
    monkeypatch.setenv("CSRF_TRUSTED_ORIGINS", "http://localhost:8000")

    env.refuse_debug_in_production()
