"""``make dev``: the demo with autoreload, tracebacks and the debug toolbar."""

from portal.settings.demo import *  # noqa: F403
from portal.settings.demo import INSTALLED_APPS, MIDDLEWARE, SECURE_CSP, STORAGES

DEBUG = True
INTERNAL_IPS = ["127.0.0.1"]
INSTALLED_APPS = [*INSTALLED_APPS, "debug_toolbar"]
MIDDLEWARE = [*MIDDLEWARE[:7], "debug_toolbar.middleware.DebugToolbarMiddleware", *MIDDLEWARE[7:]]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
SECURE_CSP = SECURE_CSP | {"style-src": ["'self'", "'unsafe-inline'"]}  # the toolbar styles its panels inline

# On a tenant's host only: the operator's has no address for it.
DEBUG_TOOLBAR_CONFIG = {"SHOW_TOOLBAR_CALLBACK": lambda request: bool(getattr(request, "tenant", None))}
