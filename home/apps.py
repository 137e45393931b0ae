from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "site public"

    def ready(self):
        from home import (  # noqa: F401, PLC0415 (registered on import)
            attention,
            jobs,
            permissions,
            personal_data,
            processing,
            receivers,
        )
