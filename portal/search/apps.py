from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "portal.search"
    verbose_name = "recherche"

    def ready(self):
        from portal.search import (  # noqa: PLC0415 (registered on import)
            jobs,  # noqa: F401
            permissions,  # noqa: F401
            receivers,  # noqa: F401
        )
        from portal.search.models import UnansweredQuestion  # noqa: PLC0415
        from portal.tenancy.policies import refuse  # noqa: PLC0415

        # What was asked is read and deleted.
        refuse(UnansweredQuestion, "add", "change")
