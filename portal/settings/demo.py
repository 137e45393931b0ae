"""``make run``: the real server on this machine, over plain HTTP, with fictitious people."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import DATA_DIR
from portal.settings.environment import env_int, local_secret

SECRET_KEY = local_secret(DATA_DIR / "secret_key")
PUBLIC_PORT = env_int("PORT", 8000)
WAGTAILADMIN_BASE_URL = f"http://localhost:{PUBLIC_PORT}"
DEMO = True

# Mails are files, one a message: nothing leaves the machine.
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": DATA_DIR / "mails"},
    }
}
