from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "portal.jobs"
    verbose_name = "tâches de fond"

    def ready(self):
        from portal.jobs import housekeeping, memberships  # noqa: F401, PLC0415 (registered on import)
