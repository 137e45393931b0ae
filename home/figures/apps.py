from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "home.figures"
    verbose_name = "chiffres clés"

    def ready(self):
        from home.figures import permissions, reviews  # noqa: F401, PLC0415 (registered on import)
