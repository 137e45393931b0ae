from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "agenda"

    def ready(self):
        from events import (  # noqa: F401, PLC0415 (registered on import)
            attention,
            entries,
            jobs,
            permissions,
            personal_data,
            receivers,
            subjects,
        )
