"""Production: refuses to start half-configured, and names all that is missing or not understood, at once."""

import logging
from pathlib import Path

from portal.settings.all_at_once import gather  # first: it has base gather too
from portal.settings.base import *  # noqa: F403
from portal.settings.base import CLAMAV_ADDRESS, DATA_DIR, LOGGING, MAILERS, SECURITY_CONTACT
from portal.settings.environment import FAULTS, env, env_int, env_required
from portal.settings.mail import env_tls
from portal.settings.observation import json_logging, log_level
from portal.settings.shapes import (
    check_both,
    check_contact,
    check_host,
    check_hosts,
    check_key,
    check_scanner,
    check_sender,
    check_writable,
)

gather()
SECRET_KEY = env_required("SECRET_KEY", "characters by chance, at least 50")
check_key("SECRET_KEY", SECRET_KEY)
# The former ones, while it is being changed. Not looked at: a weak one is what is being left behind.
SECRET_KEY_FALLBACKS = env("SECRET_KEY_FALLBACKS").split()
env_required("DATABASE_URL", "« postgresql://user:password@host:5432/database »")
PLATFORM_HOSTS = env_required("PLATFORM_HOSTS", "the operator’s host names").split(",")
check_hosts("PLATFORM_HOSTS", PLATFORM_HOSTS)
DEFAULT_FROM_EMAIL = env_required("DEFAULT_FROM_EMAIL", "who writes the mails")
check_sender("DEFAULT_FROM_EMAIL", DEFAULT_FROM_EMAIL)
WAGTAILADMIN_BASE_URL = f"https://{PLATFORM_HOSTS[0]}"
PUBLIC_SCHEME, PUBLIC_PORT = "https", 443
DEMO = False
# No guess: 0 when browsers reach this process directly, 1 behind one proxy.
env_required("ALLAUTH_TRUSTED_PROXY_COUNT", "how many proxies stand in front, 0 if none")
check_contact("SECURITY_CONTACT", SECURITY_CONTACT)
check_scanner("CLAMAV_ADDRESS", CLAMAV_ADDRESS)
check_writable("PORTAL_DATA_DIR", DATA_DIR)
if env("ARCHIVES_DIR"):
    check_writable("ARCHIVES_DIR", Path(env("ARCHIVES_DIR")))

MAILERS = MAILERS | {
    "transport": {
        "BACKEND": "portal.notifications.smtp.EmailBackend",
        "OPTIONS": {
            "host": env_required("EMAIL_HOST", "the mail server"),
            "port": env_int("EMAIL_PORT", 587, least=1, most=65535),
            "username": env("EMAIL_USER"),
            "password": env("EMAIL_PASSWORD"),
            **env_tls(),
            "timeout": 20,  # seconds
        },
    }
}
check_host("EMAIL_HOST", env("EMAIL_HOST"))
check_both("EMAIL_USER", env("EMAIL_USER"), "EMAIL_PASSWORD", env("EMAIL_PASSWORD"))

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = ["^sante/"]  # a load balancer probes each process over plain HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # an authority's other subdomains are not ours to decide for
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # « include subdomains » and « preload »: the same reason
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"

LOGGING = json_logging(LOGGING, log_level())
logging.captureWarnings(True)  # Python's own are lines like any other

FAULTS.refuse()
