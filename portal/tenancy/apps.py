from django.apps import AppConfig, apps
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate

from portal.database import context


class TenancyConfig(AppConfig):
    name = "portal.tenancy"
    verbose_name = "collectivités"

    def ready(self):
        from portal.tenancy import (  # noqa: F401, PLC0415 (registered on import)
            accounts_kept,
            checks,
            forgetting,
            permissions,
            personal_data,
            signals,
        )
        from portal.tenancy.policies import register_policies  # noqa: PLC0415 (needs the models)
        from portal.tenancy.wagtail_trees import scope_trees  # noqa: PLC0415 (needs the models)

        scope_trees()
        register_policies()

        post_migrate.connect(secure_rows, sender=self)
        # Permissions are made app by app: the groups wait for the last one.
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(bring_tenants_in_step, sender=last)


def secure_rows(sender, using, **kwargs):
    """Put row security on every tenant's table, once all migrations have run."""
    from portal.tenancy.row_security import secure  # noqa: PLC0415 (needs the models)

    secure(connections[using])


def bring_tenants_in_step(sender, using, **kwargs):
    """Give every tenant the groups that this release's capabilities say, and what each app adds to a tenant.

    Not where migrations were taken back, or are yet to come: those tables are not the ones that this code reads.
    """
    executor = MigrationExecutor(connections[using])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    from portal.tenancy.models import Tenant  # noqa: PLC0415 (needs the models)
    from portal.tenancy.roles import keep_in_step  # noqa: PLC0415 (needs the models)
    from portal.tenancy.signals import tenants_migrated  # noqa: PLC0415 (needs the models)

    keep_in_step()
    with context.use(context.PLATFORM):
        tenants_migrated.send(Tenant)
