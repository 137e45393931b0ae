from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "portal.tenancy"
    verbose_name = "collectivités"

    def ready(self):
        from portal.tenancy import checks, signals  # noqa: F401, PLC0415 (registered on import)
