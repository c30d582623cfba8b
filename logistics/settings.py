"""Every setting. What differs between machines comes from the environment through ``env``.

DEBUG tells development from production: with it everything has a default and the site
answers to this machine alone; without it everything is required. This module works out where
the embedded servers would be, and starts nothing.
"""

from __future__ import annotations

import importlib.util
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kombu import Queue

from logistics import embedded, env, openapi, private

BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = env.boolean("DEBUG")
EXERCISE = env.boolean("EXERCISE")
INBOX_DIR = env.folder("INBOX_DIR")
if EXERCISE:
    # It takes no files from there: the real site would never see them.
    INBOX_DIR = None

# Where things are -----------------------------------------------------------------------

if DEBUG:
    env.refuse_debug_in_production()
    SECRET_KEY = env.text("SECRET_KEY") or private.development_key(embedded.VAR)
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", ".localhost"]
    CSRF_TRUSTED_ORIGINS: list[str] = []
    _here = embedded.urls()
    _database_url = env.text("DATABASE_URL") or _here.database_url
    REDIS_URL = env.redis_url(env.text("REDIS_URL") or _here.redis_url)
    _email = env.email(env.text("EMAIL_URL") or f"file://{quote(str(embedded.VAR / 'mail'))}")
else:
    SECRET_KEY = env.secret_key()
    ALLOWED_HOSTS = env.hosts()
    CSRF_TRUSTED_ORIGINS = env.origins()
    _database_url = env.required("DATABASE_URL", env.DATABASE_EXPECTED)
    REDIS_URL = env.redis_url(env.required("REDIS_URL", env.REDIS_EXPECTED))
    _email = env.email(env.required("EMAIL_URL", env.EMAIL_EXPECTED))

# An exercise has a database, a queue and a cache of its own, so that no invented order can
# ever stand among real ones, whatever DATABASE_URL names.
_name = "quayline_exercise" if EXERCISE else "quayline"
DATABASES = {
    "default": env.database(_database_url) | {"CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": 60}
}
if EXERCISE and not DATABASES["default"]["NAME"].endswith("_exercise"):
    DATABASES["default"]["NAME"] += "_exercise"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": _name,
    },
    # What one web process may remember for seconds, with no server to ask.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
if EXERCISE and "EMAIL_HOST" in _email:
    # The people of an invented book are invented too: nothing of it is sent to anybody.
    _email = env.email("console:")
EMAIL_BACKEND: str = _email.pop("EMAIL_BACKEND")
EMAIL_FILE_PATH: str = _email.pop("EMAIL_FILE_PATH", "")
globals().update(_email)
_host = "localhost" if DEBUG else ALLOWED_HOSTS[0].lstrip(".")
DEFAULT_FROM_EMAIL = _email.get("DEFAULT_FROM_EMAIL", f"Quayline <no-reply@{_host}>")

# Applications ---------------------------------------------------------------------------

INSTALLED_APPS = [
    "shipments.apps.ShipmentsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "pgtrigger",
    "pghistory",
    "django_htmx",
    "lucide",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
if importlib.util.find_spec("django_linear_migrations"):  # a development requirement
    INSTALLED_APPS.append("django_linear_migrations")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shipments.web.middleware.ContentSecurityPolicy",
    "shipments.web.middleware.ExerciseMark",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every page refuses strangers unless its view says otherwise.
    "shipments.web.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]
ROOT_URLCONF = "logistics.urls"
WSGI_APPLICATION = "logistics.wsgi.application"
ASGI_APPLICATION = "logistics.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shipments.web.context.page",
            ],
            "builtins": [
                "shipments.web.tags",
                "shipments.web.shipment_tags",
                "shipments.web.case_tags",
                "shipments.web.saving_tags",
                "shipments.web.load_tags",
                "shipments.web.import_tags",
            ],
        },
    }
]

# Language, time, static files -----------------------------------------------------------

LANGUAGE_CODE = "en"
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "static/"
STATIC_ROOT = None if DEBUG else BASE_DIR / "staticfiles"  # nothing to collect in development
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

# People ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "shipments.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "logistics.account.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are added by somebody who knows their address
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# In production there is one proxy in front, and the address it saw is the last one listed:
# without this all would sign in from the proxy's, and one of them guessing would lock all out.
ALLAUTH_TRUSTED_PROXY_COUNT = 0 if DEBUG else 1
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

# API ------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "shipments.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["shipments.api.parsers.BoundedJSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["shipments.api.filters.DeclaredFilters"],
    "DEFAULT_PAGINATION_CLASS": "shipments.api.pages.KeysetPages",
    "DEFAULT_SCHEMA_CLASS": "shipments.api.schema.Operation",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "shipments.api.errors.as_problem",
    "URL_FORMAT_OVERRIDE": None,  # Accept says what to send, and no parameter is magic
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
REST_KNOX = {
    "TOKEN_TTL": timedelta(days=90),
    "TOKEN_PREFIX": "quayline_",
    "AUTH_HEADER_PREFIX": "Bearer",
}
SPECTACULAR_SETTINGS = openapi.DESCRIBED

# The worker -----------------------------------------------------------------------------

CELERY_BROKER_URL = env.broker_url(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_DEFAULT_QUEUE = _name
# Files have a queue of their own, and a worker of their own to take it: an import may take
# minutes, and judging must not wait for one.
IMPORT_QUEUE = f"{_name}_imports"
CELERY_TASK_QUEUES = [Queue(name, routing_key=name) for name in (_name, IMPORT_QUEUE)]
CELERY_TASK_ROUTES = {"shipments.import_files": {"queue": IMPORT_QUEUE}}
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_SOFT_TIME_LIMIT = 1740
# Redis hands a message out again after this long without an acknowledgement, so it must
# outlast the longest task, or that task would run twice at once.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 2 * CELERY_TASK_TIME_LIMIT,
    # A door that asks for work must not hang on a dead broker: the row is already safe.
    "socket_timeout": 10,
    "socket_connect_timeout": 3,
    "retry_policy": {"max_retries": 1, "interval_start": 0, "interval_step": 0.2},
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "judge": {"task": "shipments.judge", "schedule": 300.0, "options": {"expires": 300}},
    "sweep": {"task": "shipments.sweep", "schedule": 60.0, "options": {"expires": 60}},
    "send-mail": {"task": "shipments.send_mail", "schedule": 60.0, "options": {"expires": 60}},
    "tell": {"task": "shipments.tell", "schedule": 300.0, "options": {"expires": 300}},
    "import-files": {
        "task": "shipments.import_files",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
}

# Logging: everything to stderr, for whatever runs the process to keep ---------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"hide_answer_links": {"()": "logistics.log_privacy.HideAnswerLinks"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["hide_answer_links"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "fontTools": {"level": "WARNING"},  # names every glyph that it packs into a PDF
    },
}

# Security -------------------------------------------------------------------------------

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = False  # pages hand the token to htmx in a header of their own
if not DEBUG:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
    # The proxy in front ends TLS and must set this header itself, dropping what a client sent.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
