from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "home.links"
    label = "links"
    verbose_name = "liens des pages"

    def ready(self):
        from home.links import jobs, permissions  # noqa: F401, PLC0415 (registered on import)
        from home.links.models import BrokenLink  # noqa: PLC0415
        from portal.tenancy.policies import refuse  # noqa: PLC0415

        # The rows come from the reading of the pages.
        refuse(BrokenLink, "add", "delete")
