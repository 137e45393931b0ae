from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class TenancyConfig(AppConfig):
    name = "portal.tenancy"
    verbose_name = "collectivités"

    def ready(self):
        from portal.tenancy import checks, signals  # noqa: F401, PLC0415 (registered on import)
        from portal.tenancy.policies import register_policies  # noqa: PLC0415 (needs the models)
        from portal.tenancy.wagtail_trees import scope_trees  # noqa: PLC0415 (needs the models)

        scope_trees()
        register_policies()

        post_migrate.connect(secure_rows, sender=self)


def secure_rows(sender, using, **kwargs):
    """Put row security on every tenant's table, once all migrations have run."""
    from portal.tenancy.row_security import secure  # noqa: PLC0415 (needs the models)

    secure(connections[using])
