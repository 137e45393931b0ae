from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "portal.organisations"
    verbose_name = "organisations"

    def ready(self):
        from portal.organisations import (  # noqa: F401, PLC0415 (registered on import)
            jobs,
            of_members,
            permissions,
            personal_data,
            processing,
            receivers,
        )
