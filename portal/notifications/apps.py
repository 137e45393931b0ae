from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "portal.notifications"
    verbose_name = "courriels"

    def ready(self):
        from portal.notifications import jobs, permissions, receivers, waiting  # noqa: F401, PLC0415 (on import)
