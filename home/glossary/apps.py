from django.apps import AppConfig


class GlossaryConfig(AppConfig):
    name = "home.glossary"
    verbose_name = "glossaire"

    def ready(self):
        from home.glossary import permissions, reviews, searching  # noqa: F401, PLC0415 (registered on import)
