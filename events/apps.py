from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "agenda"

    def ready(self):
        from events import (  # noqa: F401, PLC0415 (registered on import)
            attention,
            entries,
            found,
            jobs,
            menu,
            permissions,
            personal_data,
            processing,
            receivers,
            searching,
            subjects,
        )
        from events.external import entries as external_entries  # noqa: F401, PLC0415
        from events.external import jobs as external_jobs  # noqa: F401, PLC0415
