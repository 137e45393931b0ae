from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    name = "extranet.committees"
    verbose_name = "comités"

    def ready(self):
        from extranet.committees import (  # noqa: F401, PLC0415 (registered on import)
            attention,
            entries,
            jobs,
            menu,
            of_circles,
            permissions,
            personal_data,
            receivers,
            subjects,
        )
