from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "portal.console"
    verbose_name = "console"

    def ready(self):
        from portal.console import checks, jobs  # noqa: F401, PLC0415 (registered on import)
