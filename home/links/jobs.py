"""Links are read once a week, and when staff ask."""

import datetime

from django.tasks import task

from home.links import checking
from portal.database import context
from portal.jobs.registry import periodic
from portal.tenancy.models import Tenant


@task
def check_links() -> None:
    check_now()


@periodic("links.broken-links", label="Chercher les liens rompus", every=datetime.timedelta(days=7))
def check_now() -> None:
    checking.check(Tenant.objects.select_related("site__root_page").get(pk=context.current_tenant_id()))
