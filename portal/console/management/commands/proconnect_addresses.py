from django.core.management.base import BaseCommand

from portal.tenancy.models import Tenant
from portal.tenancy.proconnect import addresses


class Command(BaseCommand):
    of_the_platform = True
    help = "Print what is to be declared at ProConnect: where browsers come back, for each tenant's address."

    def handle(self, *args, **options):
        tenants = Tenant.objects.prefetch_related("domains").order_by("slug")
        told = [(tenant, addresses(tenant)) for tenant in tenants]
        for heading, name in (("redirect_uris", "proconnect_in"), ("post_logout_redirect_uris", "proconnect_out")):
            self.stdout.write(heading)
            for tenant, declared in told:
                self.stdout.write(f"  {declared[name]}  {tenant.slug}{' (on)' if tenant.has_proconnect else ''}")
