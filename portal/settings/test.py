"""The tests: own server, own folder, nothing left behind. Each process of pytest-xdist has its own of both."""

import os

import dj_database_url

from portal.database.embedded import EmbeddedPostgres
from portal.settings.base import *  # noqa: F403
from portal.settings.base import (
    DATA_DIR,
    DATABASE_URL,
    DATABASES,
    MAILERS,
    MIDDLEWARE,
    ON_DISK,
    WITHOUT_REDIS,
)

SECRET_KEY = "tests-only"  # noqa: S105
DEMO = True
EXTERNAL_LINKS_CHECKED = False
SECURITY_CONTACT = METRICS_TOKEN = SENTRY_DSN = ""
SECOND_FACTOR_GRACE_DAYS = 365  # as in the demonstration
PUBLIC_PORT = 8000

DATA_DIR = DATA_DIR / os.environ.get("PYTEST_XDIST_WORKER", "")
EMBEDDED_POSTGRES = EmbeddedPostgres(DATA_DIR / "postgres-test", throwaway=True)
if not DATABASE_URL:
    DATABASES["default"] |= dj_database_url.parse(EMBEDDED_POSTGRES.url(), engine="portal.database.engine")
# One connection, so that the transaction a test rolls back is the one its code used; as slow as a busy machine is.
DATABASES = {"default": DATABASES["default"] | {"TIMEOUTS": {}}}
DATABASES["default"]["OPTIONS"] = {k: v for k, v in DATABASES["default"]["OPTIONS"].items() if k != "pool"}
DATABASE_ROUTERS = []

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = ON_DISK | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "archives": ON_DISK["archives"]
    | {"OPTIONS": ON_DISK["archives"]["OPTIONS"] | {"location": DATA_DIR / "archives-test"}},
}
# What a test changes without telling is shown all the same; « kept_pages » keeps pages where that is the matter.
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name and "kept_pages" not in name]
CACHES = WITHOUT_REDIS  # a test that wants a Redis starts one of its own
MEDIA_ROOT = DATA_DIR / "media-test"
PRIVATE_ROOT = DATA_DIR / "private-test"
PRIVATE_SIGNED_SECONDS = 0
BOUNCE_ADDRESS, BOUNCE_MAILBOX = "", None
CLAMAV_ADDRESS = ""
PROCONNECT = None
TASKS = {"default": {"BACKEND": "portal.jobs.backends.ImmediateBackend"}}
MAILERS = MAILERS | {"transport": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
WAGTAILADMIN_BASE_URL = "http://localhost"
