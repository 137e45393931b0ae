from django.apps import AppConfig


class SolicitationsConfig(AppConfig):
    name = "extranet.solicitations"
    verbose_name = "sollicitations"

    def ready(self):
        from extranet.solicitations import (  # noqa: F401, PLC0415 (registered on import)
            attention,
            entries,
            menu,
            permissions,
            reminders_jobs,
            subjects,
            told,
        )
