"""Django's settings, computed from the installation; nothing is edited here by an operator."""

from __future__ import annotations

from typing import Any

import environ
from csp.constants import NONE, SELF

from huxin.kernel.installation import Installation

INSTALLATION = Installation.read()
DEMO = INSTALLATION.profile == "demo"
SECURE = INSTALLATION.needs_tls

SECRET_KEY = INSTALLATION.secret_key
DEBUG = False
ALLOWED_HOSTS = [*INSTALLATION.hosts]
ROOT_URLCONF = "huxin.config.urls"
WSGI_APPLICATION = "huxin.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "django_q",
    "csp",
    "huxin.trail",
    "huxin.access",
    "huxin.registry",
    "huxin.wages",
    "huxin.intake",
    "huxin.warnings",
    "huxin.web",
    "huxin.jobs",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "huxin.access.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "huxin.web.failures.FailureMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "huxin.web.environment.environment"},
    },
]


def _database() -> dict[str, Any]:
    """SQLite as the reliability rules want it (WAL, FULL, IMMEDIATE), or PostgreSQL."""
    found: dict[str, Any] = environ.Env.db_url_config(INSTALLATION.database_url)
    if found["ENGINE"].endswith("sqlite3"):
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA recursive_triggers=ON;",
        }
    # A connection is kept: closing the last one to SQLite folds its log into the file each time.
    found["CONN_MAX_AGE"] = 60
    found["CONN_HEALTH_CHECKS"] = True
    return found


DATABASES = {"default": _database()}
# One process serves several requests at once; the cache only ever holds what may be lost.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-huxin" if SECURE else "huxin"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "huxin-csrf"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if INSTALLATION.behind_proxy else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours: the rightful user waits fifteen minutes at the most
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# Somebody who goes on trying meanwhile does not lengthen it for the rightful user beside him.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "huxin.access.middleware.source_of"
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "huxin.web.failures.locked_out"
SILENCED_SYSTEM_CHECKS: list[str] = []

Q_CLUSTER = {
    "name": "huxin",
    "orm": "default",
    "workers": 1,
    "timeout": 1800,
    "retry": 2400,
    "max_attempts": 3,
    "catch_up": False,
    "log_level": "WARNING",  # a run that went well stands in the table of runs
    "label": "Huxin",
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
# The few static files lie in the package and are served from there: nothing is collected.
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["huxin.web.uploads.NamelessUploadHandler"]
LOGGING_CONFIG = None
