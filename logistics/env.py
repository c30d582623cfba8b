"""Typed readings of the environment. A missing or malformed value refuses to start.

Nothing else in the project reads ``os.environ`` for its settings. An empty value counts as
not set, because compose files and unit files pass empty strings for what nobody filled in.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

if TYPE_CHECKING:
    from typing import Any

DEVELOPMENT_KEY_PREFIX = "development-only-"

DATABASE_EXPECTED = "a PostgreSQL address: postgresql://user:password@host:5432/quayline"
REDIS_EXPECTED = "a Redis address: redis://host:6379/0, rediss://… or unix:///run/redis/redis.sock"
EMAIL_EXPECTED = (
    "smtp://user:password@host:587 (STARTTLS), smtps://user:password@host:465, "
    "with ?from=quayline@example.org for another sender, console: or file:///folder"
)

_YES = {"1", "true", "yes", "on"}
_NO = {"0", "false", "no", "off"}
_LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "::1", "testserver"}


class Refusal(ImproperlyConfigured):
    """One variable is missing or cannot be what it says; the text is fit for an operator."""

    def __init__(self, name: str, found: str, expected: str) -> None:
        super().__init__(f"{name} {found}. Set it to {expected}.")


def assume_development() -> None:
    """Turn DEBUG on where nothing says that this is production.

    Only the doors that a person uses at a terminal call this. The web server and the worker
    never do, so an unconfigured production machine refuses to start.
    """
    said = ("DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "EMAIL_URL")
    if not any(text(name) for name in said):
        os.environ["DEBUG"] = "True"


def text(name: str) -> str:
    return os.environ.get(name, "").strip()


def required(name: str, expected: str) -> str:
    value = text(name)
    if not value:
        raise Refusal(name, "is not set", expected)
    return value


def boolean(name: str, *, default: bool = False) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value not in _YES | _NO:
        raise Refusal(name, f"is {value!r}", "True or False")
    return value in _YES


def port(name: str, *, default: int) -> int:
    value = text(name)
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 65535:
        raise Refusal(name, f"is {value!r}", "a port number from 1 to 65535, such as 8000")
    return int(value)


def secret_key(name: str = "SECRET_KEY") -> str:
    """Read the signing key. A short, plain or development key is refused; its value is not shown."""
    expected = "at least 50 random characters, kept secret (python -c 'import secrets; print(secrets.token_urlsafe(50))')"
    value = required(name, expected)
    if value.startswith(("django-insecure-", DEVELOPMENT_KEY_PREFIX)):
        raise Refusal(name, "is a default made for development", expected)
    if len(value) < 50 or len(set(value)) < 5:
        raise Refusal(name, f"is too easy to guess ({len(value)} characters)", expected)
    return value


def hosts(name: str = "ALLOWED_HOSTS") -> list[str]:
    expected = "the host names this site answers to, separated by commas: track.example.org"
    found = _listed(required(name, expected))
    for host in found:
        if host == "*" or "/" in host or any(c.isspace() for c in host):
            raise Refusal(name, f"contains {host!r}", expected)
    return found


def origins(name: str = "CSRF_TRUSTED_ORIGINS") -> list[str]:
    expected = (
        "the addresses people reach this site at, separated by commas: https://track.example.org"
    )
    found = _listed(required(name, expected))
    for origin in found:
        parts = _parts(name, origin, expected)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/"):
            raise Refusal(name, f"contains {origin!r}", expected)
    return [origin.rstrip("/") for origin in found]


def refuse_debug_in_production() -> None:
    """Refuse DEBUG where a name that others can reach says that this is no development machine."""
    for name in ("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS"):
        public = [host for host in _listed(text(name)) if not is_loopback(host)]
        if public:
            raise Refusal(
                "DEBUG",
                f"is on while {name} names {', '.join(public)}",
                f"False to serve others, or leave {name} unset to develop",
            )


def is_loopback(host: str) -> bool:
    """Whether a host name or origin can only be reached from this machine."""
    parts = urlsplit(host if "//" in host else f"//{host}")
    bare = parts.hostname or host
    return bare in _LOOPBACK or bare == "localhost" or bare.endswith(".localhost")


def database(url: str, name: str = "DATABASE_URL") -> dict[str, Any]:
    """Turn a libpq address into Django's database settings; libpq itself reads it."""
    if not url.startswith(("postgresql://", "postgres://")):
        raise Refusal(
            name, f"is not a PostgreSQL address ({_without_password(url)!r})", DATABASE_EXPECTED
        )
    try:
        parts = {key: str(value) for key, value in conninfo_to_dict(url).items()}
    except ProgrammingError as error:
        why = str(error).strip().replace(url, _without_password(url))
        # Not chained: libpq's own text may quote the password.
        raise Refusal(name, f"cannot be read ({why})", DATABASE_EXPECTED) from None
    if not all(number.isdigit() for number in parts.get("port", "5432").split(",")):
        raise Refusal(name, f"has no usable port ({_without_password(url)!r})", DATABASE_EXPECTED)
    if not parts.get("dbname"):
        raise Refusal(name, f"names no database ({_without_password(url)!r})", DATABASE_EXPECTED)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": parts,
    }


def redis_url(url: str, name: str = "REDIS_URL") -> str:
    parts = _parts(name, url, REDIS_EXPECTED)
    whole = parts.path if parts.scheme == "unix" else parts.hostname
    if parts.scheme not in {"redis", "rediss", "unix"} or not whole:
        raise Refusal(name, f"is not a Redis address ({_without_password(url)!r})", REDIS_EXPECTED)
    return url


def broker_url(url: str) -> str:
    """Say the same Redis address the way Celery spells it; only the unix socket differs."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    spelled = parts._replace(
        scheme="redis+socket", query=parts.query.replace("db=", "virtual_host=")
    )
    # urlunsplit drops the empty authority of a scheme that it does not know.
    return f"redis+socket://{spelled.netloc}{spelled.path}" + (
        f"?{spelled.query}" if spelled.query else ""
    )


def email(url: str, name: str = "EMAIL_URL") -> dict[str, Any]:
    """Turn a mail address into Django's EMAIL settings."""
    parts = _parts(name, url, EMAIL_EXPECTED)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "file" and parts.path:
        return {
            "EMAIL_BACKEND": "logistics.mail_folder.EmailBackend",
            "EMAIL_FILE_PATH": unquote(parts.path),
        }
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise Refusal(
            name, f"is not a mail address of a server ({_without_password(url)!r})", EMAIL_EXPECTED
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and not is_loopback(parts.hostname),
        "EMAIL_TIMEOUT": 20,
        **_sender(name, parts),
    }


def _sender(name: str, parts: SplitResult) -> dict[str, str]:
    """Read who the mail says it is from, where the address names it."""
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    if not asked:
        return {}
    if set(asked) != {"from"} or not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", asked["from"]):
        raise Refusal(name, f"asks for {parts.query!r}", EMAIL_EXPECTED)
    return {"DEFAULT_FROM_EMAIL": f"Quayline <{asked['from']}>"}


def folder(name: str) -> Path | None:
    """Read the path of a folder that must be there, to be read and written; None when not set."""
    value = text(name)
    if not value:
        return None
    path = Path(value)
    if not path.is_absolute() or not path.is_dir():
        raise Refusal(
            name,
            f"is {value!r}, which is not a folder here",
            "the full path of a folder that exists",
        )
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        raise Refusal(
            name,
            f"is {value!r}, where this account may not read and write",
            "the full path of a folder that it may write to",
        )
    return path


def _listed(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _parts(name: str, url: str, expected: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise Refusal(
            name, f"cannot be read ({_without_password(url)!r}: {error})", expected
        ) from None
    return parts


def _without_password(url: str) -> str:
    return re.sub(r"//([^/:@]*):.*@", r"//\1:…@", url)
