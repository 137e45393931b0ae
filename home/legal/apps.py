from django.apps import AppConfig


class LegalConfig(AppConfig):
    name = "home.legal"
    label = "legal"
    verbose_name = "mentions et accessibilité"

    def ready(self):
        from home.legal import (  # noqa: F401, PLC0415 (registered on import)
            cookies,
            jobs,
            permissions,
            personal_data,
            processing,
            receivers,
            searching,
            subjects,
        )
