"""All settings: environments differ by variables (see .env.example), not by code."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")

# Django refuses an empty key as soon as one is needed, so that a missing variable
# cannot become a known secret.
SECRET_KEY = env("SECRET_KEY", default="")
DEBUG = env.bool("DEBUG", default=False)

SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env("SITE_NAME", default="新闻编辑室")
# A sentence for search engines; empty: they are told the first headlines.
SITE_DESCRIPTION = env("SITE_DESCRIPTION", default="")
ALLOWED_HOSTS = [
    urlsplit(SITE_URL).hostname,
    *env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"]),
]

INSTALLED_APPS = [
    "articles.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django_prose_editor",
    "articles.apps.ArticlesConfig",
]

MIDDLEWARE = [
    "articles.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "articles.caching.serving.page_cache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "articles.middleware.admin_locale",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "articles.middleware.second_factor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
# articles.old_addresses adds a slash, where something is found then.
APPEND_SLASH = False
WSGI_APPLICATION = "newsroom.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var/newsroom.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    database_file = BASE_DIR / DATABASES["default"]["NAME"]
    DATABASES["default"]["NAME"] = database_file
    # SQLite makes the file, but not its folder.
    database_file.parent.mkdir(parents=True, exist_ok=True)
    # Readers go on while one process writes, and a writer waits its turn instead of failing.
    # The log is folded into the file at 64 MB, not at 4: a large import writes the same pages of
    # the indexes again and again.
    DATABASES["default"]["OPTIONS"] = {
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000; "
            "PRAGMA wal_autocheckpoint=16000"
        ),
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# A connection that is kept knows the pages that were read last: on SQLite that halves the cost of
# a page of the site. Whoever puts another file in the database's place restarts the server.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONNECTION_SECONDS", default=60)
# Of what is served, site and desk: PostgreSQL ends a statement that takes longer (newsroom.wsgi
# asks it to), and the reader is told to come back later. SQLite has no such limit.
DATABASE_STATEMENT_SECONDS = env.int("DATABASE_STATEMENT_SECONDS", default=5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Whole pages are kept here: by all processes together, or by each its own.
REDIS_URL = env("REDIS_URL", default="")
LOCAL_CACHE = "django.core.cache.backends.locmem.LocMemCache"
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": SITE_URL,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        },
        # What this process has fetched from there or made itself; about 12 MB.
        "near": {"BACKEND": LOCAL_CACHE, "LOCATION": "near", "OPTIONS": {"MAX_ENTRIES": 500}},
    }
else:
    # About 50 MB of pages in each process.
    CACHES = {"default": {"BACKEND": LOCAL_CACHE, "OPTIONS": {"MAX_ENTRIES": 2000}}}
# A CDN in front keeps pages too; it is told here which are no longer right.
CDN_PURGE_URL = env("CDN_PURGE_URL", default="")
CDN_PURGE_AUTHORIZATION = env("CDN_PURGE_AUTHORIZATION", default="")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# What is told to others: readers of feeds, their hub, search engines. Empty: nobody is told.
FEED_FULL_TEXT = env.bool("FEED_FULL_TEXT", default=False)
WEBSUB_HUB = env("WEBSUB_HUB", default="")
INDEXNOW_KEY = env("INDEXNOW_KEY", default="")
INDEXNOW_ENDPOINT = env("INDEXNOW_ENDPOINT", default="https://api.indexnow.org/indexnow")
BAIDU_PUSH_URL = env("BAIDU_PUSH_URL", default="")

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "newsroom.accounts.DeskBackend",
]
# Who has mistyped an account's password so often waits, from where they are; others do not.
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "newsroom.signing_in.locked_out"
AXES_CLIENT_IP_CALLABLE = "newsroom.signing_in.client_address"
AXES_ENABLE_ADMIN = False
# The header in which a proxy in front names the visitor's address; empty: there is none.
CLIENT_ADDRESS_HEADER = env("CLIENT_ADDRESS_HEADER", default="")

# What an app that shows codes calls this site.
OTP_TOTP_ISSUER = SITE_NAME

# Forgotten passwords are replaced by mail; empty: only `manage.py changepassword` does.
EMAIL_URL = env("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email_url("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env("MAIL_FROM", default="") or f"newsroom@{urlsplit(SITE_URL).hostname}"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = env("LANGUAGE_CODE", default="zh-hans")
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
TIME_ZONE = env("TIME_ZONE", default="Asia/Shanghai")
USE_TZ = True
# One catalogue for the app, the templates and this file.
LOCALE_PATHS = [BASE_DIR / "articles" / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / env("STATIC_ROOT", default="var/static")
MEDIA_URL = "media/"
MEDIA_ROOT = BASE_DIR / env("MEDIA_ROOT", default="var/media")
# Pictures as editors sent them, until they are encoded: no web server may serve this folder.
INCOMING_ROOT = BASE_DIR / env("INCOMING_ROOT", default="var/incoming")
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "incoming": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": INCOMING_ROOT},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "newsroom.static_files.ModulesStorage"
    },
}
# Maps are for whoever looks into the editor's scripts: no reader waits for one.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
# The longest body there may be, as a form sends it: three bytes of hanzi as nine signs.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8_000_000
FILE_UPLOAD_HANDLERS = [
    "newsroom.uploads.MeasuredUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Bytes of imported documents that a later import has replaced; None keeps all.
originals_kept_days = env("ORIGINALS_KEPT_DAYS", default="")
ORIGINALS_KEPT_DAYS = int(originals_kept_days) if originals_kept_days else None

TAGGIT_TAGS_FROM_STRING = "articles.forms.tags.split_tags"
TAGGIT_STRING_FROM_TAGS = "articles.forms.tags.join_tags"

HTTPS = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
