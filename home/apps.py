from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "site public"

    def ready(self):
        from home import attention, found, jobs, permissions, personal_data, receivers  # noqa: F401, PLC0415 (registered on import)
