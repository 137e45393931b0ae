from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    name = "extranet.committees"
    verbose_name = "comités"

    def ready(self):
        from extranet.committees import (  # noqa: F401, PLC0415 (registered on import)
            attention,
            decisions_attention,
            decisions_history,
            decisions_jobs,
            decisions_personal_data,
            decisions_subjects,
            entries,
            found,
            jobs,
            menu,
            minutes_attention,
            minutes_history,
            minutes_jobs,
            minutes_personal_data,
            minutes_subjects,
            of_circles,
            permissions,
            personal_data,
            processing,
            receivers,
            searching,
            subjects,
        )
