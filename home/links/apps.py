from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "home.links"
    label = "links"
    verbose_name = "liens des pages"

    def ready(self):
        from home.links import jobs, permissions, policies  # noqa: F401, PLC0415 (registered on import)

        policies.register()
