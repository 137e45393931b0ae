from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "portal.search"
    verbose_name = "recherche"

    def ready(self):
        from portal.search import jobs, permissions, receivers  # noqa: F401, PLC0415 (registered on import)
