from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "site public"

    def ready(self):
        from home import (  # noqa: PLC0415 (registered on import)
            attention,  # noqa: F401
            found,  # noqa: F401
            jobs,  # noqa: F401
            permissions,  # noqa: F401
            personal_data,  # noqa: F401
            policies,
            processing,  # noqa: F401
            receivers,  # noqa: F401
            reviews,  # noqa: F401
            searching,  # noqa: F401
            services_offered,  # noqa: F401
        )

        policies.register()
