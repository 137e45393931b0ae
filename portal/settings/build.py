"""What an image is built with: no secret, no database. Static files are collected, and nothing else runs."""

from portal.settings.base import *  # noqa: F403

SECRET_KEY = "build-only"  # noqa: S105
DATABASE_URL = "none"  # given, so that manage.py starts no server
DATABASES = {"default": {"ENGINE": "django.db.backends.dummy"}}
