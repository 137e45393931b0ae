from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "portal.console"
    verbose_name = "console"

    def ready(self):
        from portal.console import checks, jobs  # noqa: F401, PLC0415 (registered on import)
        from portal.console.archive import erased_since  # noqa: PLC0415
        from portal.operations.backups.settling import restored  # noqa: PLC0415

        restored.connect(erased_since.erase_again)
