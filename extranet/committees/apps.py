from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    name = "extranet.committees"
    verbose_name = "comités"

    def ready(self):
        from extranet.committees import menu, of_circles, permissions  # noqa: F401, PLC0415 (registered on import)
