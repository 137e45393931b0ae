"""What is true everywhere."""

from pathlib import Path

from django.utils.csp import CSP

from portal.database.embedded import EmbeddedPostgres
from portal.settings.backups import (
    backup_storage,
    env_keep,
    env_recipients,
    refuse_a_served_folder,
    refuse_half_a_backup,
)
from portal.settings.database import databases
from portal.settings.environment import env, env_bool, env_int
from portal.settings.limits import *  # noqa: F403
from portal.settings.mail import env_bounce_address, env_mailbox
from portal.settings.observation import metrics_token, release, sentry_dsn
from portal.settings.proconnect import proconnect
from portal.settings.redis import env_redis, shared_in_redis
from portal.settings.s3 import env_signed_seconds, in_buckets
from portal.settings.shapes import database_url

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env("PORTAL_DATA_DIR") or BASE_DIR / ".data")
"""What this installation makes and git ignores: embedded database, media, secrets."""

DEBUG = False
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "portal.database",
    "portal.design",
    "portal.accounts",
    "portal.tenancy",
    "portal.jobs",
    "portal.territories",
    "portal.organisations",
    "portal.notifications",
    "portal.documents",
    "portal.search",
    "portal.pages",
    "events",
    "trainings",
    "extranet.access",
    "extranet.directory",
    "extranet.library",
    "extranet.committees",
    "extranet.solicitations",
    "extranet.dashboard",
    "portal.operations",
    "portal.console",
    "portal.demo",
    "home.figures",
    "home.glossary",
    "home.resources",
    "home.questions",
    "home.legal",
    "home",
    "home.links",
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "portal.operations.middleware.ObservedMiddleware",  # first: it sees every answer, whoever gives it
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.tenancy.middleware.PermissionsPolicyMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads its answers against BREACH
    "portal.tenancy.middleware.TenantMiddleware",
    "portal.tenancy.kept_pages.KeptPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.tenancy.middleware.MembershipMiddleware",
    "portal.accounts.devices.DevicesMiddleware",
    "portal.tenancy.middleware.StateMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.tenancy.second_factor.SecondFactorMiddleware",
    "portal.pages.moved.RedirectMiddleware",
    "portal.documents.unanswered.SilentStorageMiddleware",
]

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
                "portal.pages.context_processors.site",
            ],
            "builtins": ["portal.design.templatetags.design"],
        },
    }
]

# Database: PostgreSQL only. The embedded server is started by manage.py and by the tests, not here.
EMBEDDED_POSTGRES = EmbeddedPostgres(DATA_DIR / "postgres")
DATABASE_URL = database_url("DATABASE_URL")
DATABASE_DIRECT_URL = database_url("DATABASE_DIRECT_URL")  # where a pooler stands between: PostgreSQL itself
DATABASES = databases(EMBEDDED_POSTGRES.url())
DATABASE_ROUTERS = ["portal.database.replica.Router"] if "replica" in DATABASES else []

MEMORY = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "KEY_FUNCTION": "portal.tenancy.cache_keys.tenant_key",
}
WITHOUT_REDIS = {
    # Fragments and pictures, in the memory of each process: their keys hold the version of what they show.
    "default": MEMORY,
    # What visitors are shown alike, shared by all processes; each keeps it in its own memory too.
    "pages": {
        "BACKEND": "portal.tenancy.shared_shelf.SharedShelf",
        "LOCATION": "tenancy_keptpage",
        "KEY_FUNCTION": "portal.tenancy.cache_keys.tenant_key",
    },
    # How often somebody tried to sign in, over all hosts, processes and machines: an account is one.
    "counters": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_counter",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # How often a visitor wrote (portal.tenancy.throttle): a courtesy, counted by each process unless Redis is there.
    "throttles": MEMORY,
}
CACHES = shared_in_redis(WITHOUT_REDIS, env_redis("CACHE_URL"))

# Tasks carry who asked for them; each call of the queue is in the transaction around it.
TASKS = {"default": {"BACKEND": "portal.jobs.backends.DatabaseBackend"}}

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "portal.tenancy.backends.TenantModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "portal.tenancy.allauth.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by people who know their owner; no open sign-up
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds; a mail may take a few minutes
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# How many proxies stand in front: without it, or with a wrong one, everybody has one address, or any they like.
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("ALLAUTH_TRUSTED_PROXY_COUNT", 0, least=0, most=9)
MFA_ADAPTER = "portal.accounts.second_factor.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Logement d’abord"  # one for all hosts: so is the code
MFA_TOTP_TOLERANCE = 1  # a code is good for 30 seconds more, and less: clocks differ, and fingers
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
ACCOUNT_FORMS = {
    "login": "portal.accounts.forms.OurLoginForm",
    "request_login_code": "portal.accounts.forms.OurLoginCodeForm",
    "reset_password": "portal.accounts.forms.OurResetPasswordForm",
}
MFA_FORMS = {
    "add_webauthn": "portal.accounts.forms.PasskeyForm",
    "edit_webauthn": "portal.accounts.forms.PasskeyNameForm",
}
# Whoever may open a back-office has a second factor this long after getting the role; a tenant may ask for it sooner.
SECOND_FACTOR_GRACE_DAYS = env_int("SECOND_FACTOR_GRACE_DAYS", 14, least=0)
# How ProConnect is spoken to; None: nobody signs in by it. Each tenant is switched on by itself, in the console.
PROCONNECT = proconnect()
SESSION_COOKIE_AGE = 60 * 60 * 12  # seconds
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # Wagtail's admin reads it

# Hosts are rows (TenantDomain): the middleware answers 404 to any other.
ALLOWED_HOSTS = ["*"]
PLATFORM_HOSTS = ["localhost"]
PUBLIC_SCHEME = "http"  # with PUBLIC_PORT, how the world reaches the tenants' hosts: links in mails

# French, Paris
LANGUAGE_CODE = "fr"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# Static files and media
STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT") or DATA_DIR / "static")
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
ON_DISK = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # A tenant's archives, for days: all of its personal data. Never below what is served; web servers and workers
    # share it.
    "archives": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": env("ARCHIVES_DIR") or DATA_DIR / "archives",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "private": {"BACKEND": "portal.documents.storage.PrivateStorage"},  # never below the media, never by an address
    "staticfiles": {"BACKEND": "portal.design.storage.BundlingStaticFilesStorage"},
}
STORAGES = in_buckets(ON_DISK | backup_storage())
PRIVATE_ROOT = DATA_DIR / "private"
# For how long (60 at most) a browser may fetch a private file from its bucket by itself; 0: it comes through here.
PRIVATE_SIGNED_SECONDS = env_signed_seconds("PRIVATE_SIGNED_SECONDS")

# Backups, in a folder or a bucket: see portal.settings.backups.
BACKUP_RECIPIENTS = env_recipients("BACKUP_RECIPIENTS")
BACKUP_KEEP = env_keep("BACKUP_KEEP", "7d,5w,12m")
BACKUP_TRIAL_URL = env("BACKUP_TRIAL_URL")  # a database of its own, emptied each time; unset: one is made and dropped
BACKUP_TRIAL_IDENTITY_FILE = env("BACKUP_TRIAL_IDENTITY_FILE")  # unset: only what is sealed is checked
refuse_half_a_backup(STORAGES, BACKUP_RECIPIENTS)
refuse_a_served_folder(STORAGES, {"MEDIA_ROOT": MEDIA_ROOT, "PRIVATE_ROOT": PRIVATE_ROOT, "STATIC_ROOT": STATIC_ROOT})

# Documents of the members' space
DOCUMENT_MAX_SIZE = 25 * 1024 * 1024  # bytes
DOCUMENTS_AT_ONCE = 20
CLAMAV_ADDRESS = env("CLAMAV_ADDRESS")  # « host:port » or the path of a Unix socket; unset: files are not scanned

# Whom to tell of a security flaw (/.well-known/security.txt): a URI, « https://… » or « mailto:… ». Unset: a tenant's
# host gives its contact form; the operator's has none to give, and no file.
SECURITY_CONTACT = env("SECURITY_CONTACT")
# Whether links to other sites are asked for once a week; unset, nothing of a page is told to anyone.
EXTERNAL_LINKS_CHECKED = env_bool("EXTERNAL_LINKS_CHECKED")

# Browsers: nothing from elsewhere, no inline script, no inline style.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    "base-uri": [CSP.NONE],
}
# Wagtail's own templates still start some widgets with inline scripts, and style by attributes.
BACK_OFFICE_CSP = SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
}
X_FRAME_OPTIONS = "DENY"  # previews in the back-office say of themselves that they may stand in one of its frames
SECURE_REFERRER_POLICY = "same-origin"
# What a page may ask of the device: nothing but the passkey that signs in (W3C Permissions Policy).
PERMISSIONS_POLICY = {
    "camera": "()", "display-capture": "()", "geolocation": "()", "microphone": "()", "payment": "()", "usb": "()",
    "browsing-topics": "()", "publickey-credentials-create": "(self)", "publickey-credentials-get": "(self)",
}  # fmt: skip

# Wagtail
WAGTAIL_SITE_NAME = "Logement d’abord"
WAGTAILADMIN_BASE_URL = env("WAGTAILADMIN_BASE_URL", "http://localhost:8000")
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "pages.PortalImage"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_DOCUMENT_MODEL = "pages.PortalDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILEMBEDS_FINDERS = []
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "french"}}
TAGGIT_CASE_INSENSITIVE = True

# Every mail is a row first, then leaves by a task through "transport" (each settings file names its own).
MAILERS = {"default": {"BACKEND": "portal.notifications.backend.EmailBackend"}}
# Where mails that come back go (each from a variant of it), and the mailbox where they are read; unset: nobody notes.
BOUNCE_ADDRESS = env_bounce_address("BOUNCE_ADDRESS")
BOUNCE_MAILBOX = env_mailbox("BOUNCE_MAILBOX_URL", BOUNCE_ADDRESS)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "ne-pas-repondre@localhost")

# What is seen from outside. Nothing is measured, nothing leaves, until these are given.
METRICS_TOKEN = metrics_token(DATA_DIR)
SENTRY_DSN = sentry_dsn()
SENTRY_ENVIRONMENT = env("SENTRY_ENVIRONMENT", "production")
RELEASE = release(BASE_DIR)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"hide_keys": {"()": "portal.accounts.logs.HideKeys"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["hide_keys"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.tasks": {"level": "WARNING"}},
}
