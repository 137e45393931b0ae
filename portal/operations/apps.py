from django.apps import AppConfig
from django.conf import settings
from django.core.signals import request_finished


class OperationsConfig(AppConfig):
    name = "portal.operations"
    label = "operations"
    verbose_name = "exploitation"

    def ready(self):
        from portal.operations import jobs, measures, sentry, tasks  # noqa: F401, PLC0415 (registered on import)

        request_finished.connect(measures.note_pool)
        sentry.start(settings.SENTRY_DSN)
