from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    name = "home.resources"
    verbose_name = "ressources"

    def ready(self):
        # ruff: noqa: PLC0415 (models must be loaded)
        from wagtail.permissions import register_permission_policy

        from home.resources import permissions, reviews, searching  # noqa: F401 (registered on import)
        from home.resources.models import Resource
        from portal.pages.row_screens import ShownRowsPolicy

        register_permission_policy(Resource, ShownRowsPolicy(Resource))
