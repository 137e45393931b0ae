from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "portal.notifications"
    verbose_name = "courriels"

    def ready(self):
        from portal.notifications import (  # noqa: F401, PLC0415 (registered on import)
            jobs,
            permissions,
            personal_data,
            processing,
            receivers,
            waiting,
        )
