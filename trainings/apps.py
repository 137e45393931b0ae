from django.apps import AppConfig


class TrainingsConfig(AppConfig):
    name = "trainings"
    verbose_name = "formations"

    def ready(self):
        from trainings import (  # noqa: F401, PLC0415 (registered on import)
            attention,
            entries,
            found,
            jobs,
            menu,
            permissions,
            personal_attendance,
            personal_data,
            personal_evaluations,
            processing,
            receivers,
            searching,
            seats_counted,
            subjects,
        )
