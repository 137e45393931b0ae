from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "agenda"

    def ready(self):
        from events import (  # noqa: F401, PLC0415 (registered on import)
            entries,
            permissions,
            personal_data,
            receivers,
        )
        from portal.pages import members_menu, menus  # noqa: PLC0415 (models must be loaded)
        from portal.tenancy.models import Module  # noqa: PLC0415

        menus.add_module(Module.CALENDAR, "Agenda", "agenda")
        members_menu.add(
            members_menu.Entry(
                "Agenda", "agenda", icon="calendar", order=15,
                is_shown=lambda request: request.tenant.has_module(Module.CALENDAR),
            )
        )  # fmt: skip
        from events.external import entries as external_entries  # noqa: F401, PLC0415
        from events.external import jobs as external_jobs  # noqa: F401, PLC0415
