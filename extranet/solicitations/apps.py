from django.apps import AppConfig


class SolicitationsConfig(AppConfig):
    name = "extranet.solicitations"
    verbose_name = "sollicitations"

    def ready(self):
        from extranet.solicitations import (  # noqa: F401, PLC0415 (registered on import)
            announcing,
            attention,
            departures,
            entries,
            figures_menu,
            found,
            keeping_jobs,
            menu,
            of_committees,
            permissions,
            personal_data,
            presentations_receivers,
            processing,
            reminders_jobs,
            subjects,
            supports_receivers,
            supports_subjects,
            told,
        )
