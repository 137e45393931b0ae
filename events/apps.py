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
        from events.perms import lists_are_for  # noqa: PLC0415 (models must be loaded)
        from portal.pages import members_menu  # noqa: PLC0415

        members_menu.add(
            members_menu.Entry("Inscriptions", "sign_up_dates", icon="list", order=85, is_shown=lists_are_for)
        )
