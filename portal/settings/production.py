"""Production: refuses to start half-configured, and names what is missing."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import MAILERS
from portal.settings.environment import env, env_int, env_required
from portal.settings.mail import env_tls

SECRET_KEY = env_required("SECRET_KEY")
SECRET_KEY_FALLBACKS = env("SECRET_KEY_FALLBACKS").split()  # the former ones, while it is being changed
env_required("DATABASE_URL")
PLATFORM_HOSTS = env_required("PLATFORM_HOSTS").split(",")
DEFAULT_FROM_EMAIL = env_required("DEFAULT_FROM_EMAIL")
WAGTAILADMIN_BASE_URL = f"https://{PLATFORM_HOSTS[0]}"
PUBLIC_SCHEME, PUBLIC_PORT = "https", 443
DEMO = False
# No guess: 0 when browsers reach this process directly, 1 behind one proxy.
env_required("ALLAUTH_TRUSTED_PROXY_COUNT")

MAILERS = MAILERS | {
    "transport": {
        "BACKEND": "portal.notifications.smtp.EmailBackend",
        "OPTIONS": {
            "host": env_required("EMAIL_HOST"),
            "port": env_int("EMAIL_PORT", 587),
            "username": env("EMAIL_USER"),
            "password": env("EMAIL_PASSWORD"),
            **env_tls(),
            "timeout": 20,  # seconds
        },
    }
}

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
