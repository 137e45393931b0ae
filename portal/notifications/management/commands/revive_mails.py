from django.core.management.base import BaseCommand

from portal.database import context
from portal.notifications.services import revive_abandoned
from portal.tenancy.models import Tenant


class Command(BaseCommand):
    of_the_platform = True
    help = "Try again every mail that was given up, of every tenant or of one: once the mail server is mended."

    def handle(self, *args, **options):
        asking = context.current_tenant_id()
        with context.use(context.PLATFORM):
            tenants = Tenant.objects.order_by("slug")
            tenants = list(tenants.filter(pk=asking) if asking else tenants)
        for tenant in tenants:
            with context.use(tenant.context):
                self.stdout.write(f"{tenant.slug}: {revive_abandoned()} handed over.")
