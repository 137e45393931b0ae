from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "portal.documents"
    verbose_name = "documents"

    def ready(self):
        from portal.documents import jobs, permissions, personal_data, processing  # noqa: F401, PLC0415 (registered on import)
