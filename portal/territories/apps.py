from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "portal.territories"
    verbose_name = "territoires"

    def ready(self):
        from portal.territories import (  # noqa: F401, PLC0415 (registered on import)
            jobs,
            permissions,
            personal_data,
            policies,
            receivers,
        )

        policies.register()
