"""``make run``: the real server on this machine, over plain HTTP, with fictitious people."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import DATA_DIR, MAILERS
from portal.settings.environment import env_int, local_secret

SECRET_KEY = local_secret(DATA_DIR / "secret_key")
PUBLIC_PORT = env_int("PORT", 8000)
WAGTAILADMIN_BASE_URL = f"http://localhost:{PUBLIC_PORT}"
DEMO = True
EXTERNAL_LINKS_CHECKED = False  # nothing leaves the machine
SENTRY_DSN = ""
SECOND_FACTOR_GRACE_DAYS = 365  # the accounts that make run prints open with their password alone

# Nothing leaves the machine: mails stay in the mailbox, /boite-aux-lettres/ on each tenant's host.
MAILERS = MAILERS | {"transport": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
