from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "portal.search"
    verbose_name = "recherche"

    def ready(self):
        from portal.search import (  # noqa: PLC0415 (registered on import)
            jobs,  # noqa: F401
            permissions,  # noqa: F401
            policies,
            receivers,  # noqa: F401
        )

        policies.register()
