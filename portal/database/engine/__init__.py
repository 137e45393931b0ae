"""Django's PostgreSQL backend, telling the server who asks. Set as ``DATABASES["default"]["ENGINE"]``."""
