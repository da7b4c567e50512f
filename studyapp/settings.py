"""Settings, every one of them from the environment or safe without it. README.md lists the variables."""

import os
import zlib
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from studyapp.network import is_loopback, own_names
from studyapp.secretkey import secret_key


def _list(name: str) -> list[str]:
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]


def _count(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {text!r}.")
    return int(text)


BASE_DIR = Path(__file__).resolve().parent.parent
CONTENT_DIR = BASE_DIR / "content"
STATE_DIR = BASE_DIR / "var"

HOST = os.environ.get("HOST", "127.0.0.1")
PUBLIC_URL = os.environ.get("PUBLIC_URL", "").rstrip("/")
HTTPS = PUBLIC_URL.startswith("https://")
LOOPBACK = is_loopback(HOST)
DEBUG = os.environ.get("DEBUG") == "1"
if DEBUG and (HTTPS or not LOOPBACK):
    raise ImproperlyConfigured(
        "DEBUG shows internals to everybody who can reach the page: it works on 127.0.0.1 only."
    )

SECRET_KEY = os.environ.get("SECRET_KEY") or secret_key(STATE_DIR / "secret_key")
ALLOWED_HOSTS = _list("ALLOWED_HOSTS") or ["127.0.0.1", "localhost", "[::1]", *([] if LOOPBACK else own_names(HOST))]
if PUBLIC_URL:
    ALLOWED_HOSTS.append(urlsplit(PUBLIC_URL).hostname or "")
CSRF_TRUSTED_ORIGINS = _list("CSRF_TRUSTED_ORIGINS") or ([PUBLIC_URL] if PUBLIC_URL else [])

# Ours first: its runserver replaces the one of staticfiles.
INSTALLED_APPS = [
    "studyapp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
]
MIDDLEWARE = [
    # The poll of a live class comes from every phone every second: it needs none of what follows.
    "studyapp.classes.lean.live_state",
    "studyapp.web.log.request_log",
    "studyapp.web.headers.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    "studyapp.web.limits.body_size",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "studyapp.learners.LearnerCookieMiddleware",
]
ROOT_URLCONF = "studyapp.urls"
WSGI_APPLICATION = "studyapp.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,  # the mails of allauth; its pages are ours, in templates/account
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

# The database: SQLite tuned so that what was acknowledged survives a power cut, or PostgreSQL by DATABASE_URL.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA journal_size_limit=67108864; PRAGMA trusted_schema=OFF;"
)
POSTGRESQL_LIMITS = "-c statement_timeout=5000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=10000"


def _database() -> dict[str, Any]:
    found: dict[str, Any] = dict(dj_database_url.config(default=f"sqlite:///{STATE_DIR / 'rolecall.sqlite3'}"))
    asked = found.get("OPTIONS", {})
    if found["ENGINE"].endswith("sqlite3"):
        tuned = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS}
        # The tests use a file too: threads and processes share it as they do in service.
        test = {"NAME": STATE_DIR / "test.sqlite3"}
        return found | {"ENGINE": "studyapp.database", "CONN_MAX_AGE": None, "OPTIONS": tuned | asked, "TEST": test}
    limits = {"connect_timeout": 3, "options": POSTGRESQL_LIMITS}
    # Two checkouts may share one server: each has test databases of its own.
    test = {"NAME": f"test_rolecall_{zlib.crc32(str(BASE_DIR).encode()):08x}"}
    return found | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": limits | asked, "TEST": test}


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits on signing in are counted where every worker sees them and no failing service forgets them.
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "studyapp_cache"},
    "shared": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
REDIS_URL = os.environ.get("REDIS_URL", "")
if REDIS_URL:
    # An optional shared cache. Nothing lives only there.
    CACHES["shared"] = {
        "BACKEND": "studyapp.web.cache.SoftRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
PLAIN_STATIC = DEBUG or os.environ.get("PLAIN_STATIC") == "1"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PLAIN_STATIC
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# Cookies: the __Host- prefix and Secure where the site is served over https; neither works over plain http on a LAN.
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True  # the page carries the token itself
CSRF_FAILURE_VIEW = "studyapp.web.errors.csrf_failure"
CSRF_COOKIE_SAMESITE = "Lax"
LEARNER_COOKIE_NAME = "__Host-learner" if HTTPS else "learner"
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 180 * 24 * 3600

# Accounts: an address and a password. Without mail settings nobody can confirm an address, so nobody must.
AUTH_USER_MODEL = "studyapp.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "studyapp.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if os.environ.get("EMAIL_URL") else "none"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = bool(os.environ.get("EMAIL_URL"))
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Rolecall: "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
# A class sits behind one address.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "signup": "60/m/ip"}


def _mail() -> dict[str, Any]:
    """EMAIL_URL as Django's settings: smtp://user:password@host:587 (smtps for TLS from the start)."""
    url = urlsplit(os.environ.get("EMAIL_URL", ""))
    if url.scheme not in ("", "smtp", "smtps"):
        raise ImproperlyConfigured("EMAIL_URL looks like smtp://user:password@host:587.")
    tls = url.scheme == "smtps"
    return {
        "EMAIL_BACKEND": f"django.core.mail.backends.{'smtp' if url.scheme else 'console'}.EmailBackend",
        "EMAIL_HOST": url.hostname or "localhost",
        "EMAIL_PORT": url.port or (465 if tls else 587),
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": tls,
        "EMAIL_USE_TLS": bool(url.scheme) and not tls and url.hostname not in ("localhost", "127.0.0.1"),
        "EMAIL_TIMEOUT": 10,
    }


globals().update(_mail())
MAIL_WORKS = bool(os.environ.get("EMAIL_URL"))
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM") or f"rolecall@{urlsplit(PUBLIC_URL).hostname or 'localhost'}"

# How many proxies in front of the site may be believed about the address and the scheme they forward.
TRUSTED_PROXIES = _count("TRUSTED_PROXIES", 0)
if HTTPS and not TRUSTED_PROXIES:
    raise ImproperlyConfigured(
        "PUBLIC_URL is https, which a proxy in front must provide: set TRUSTED_PROXIES to their number, mostly 1."
    )
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if HTTPS or LOOPBACK else None  # ignored, loudly, over LAN http
X_FRAME_OPTIONS = "DENY"

DATA_UPLOAD_MAX_MEMORY_SIZE = 131_072
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_HANDLERS: list[str] = []
MAX_JSON_BODY = 65_536

# When an objective counts as mastered: so many of the last answers right, on so many days, in so many kinds of
# question, and no sure error among the latest.
MASTERY = {"need": 4, "of": 5, "days": 2, "kinds": 2, "calm": 3}

# Below and above how many per cent right a teacher is advised to help first, or to go on.
CLASS_ADVICE = (30, 70)

# Runs a minute and learner; an address gets 60 times as many, since a class sits behind one. 0 turns it off.
LAB_RATE_LIMIT = _count("LAB_RATE_LIMIT", 120)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "studyapp.web.log.JsonFormatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "studyapp": {"level": "INFO"},
        # Django's own handlers go: an error mail would carry what a learner typed.
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"level": "INFO" if DEBUG else "WARNING"},
        # Its debug log would print secrets.
        "botocore": {"handlers": ["nowhere"], "level": "WARNING", "propagate": False},
    },
}
