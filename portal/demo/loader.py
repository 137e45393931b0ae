"""Loads the whole demonstration: deterministic, idempotent, keyed by slug; refuses production."""

import datetime

from django.conf import settings
from django.db import transaction

from home.legal.services import open_to_the_public
from home.models import HomePage
from portal.database import context
from portal.demo.calendar import load_calendar
from portal.demo.committees import load_committees
from portal.demo.content import casa, pas_de_calais
from portal.demo.decisions import load_decisions
from portal.demo.directory import load_directory
from portal.demo.figures import load_figures
from portal.demo.glossary import load_glossary
from portal.demo.legal import load_legal
from portal.demo.library import load_library
from portal.demo.minutes import load_minutes
from portal.demo.news import load_rubrics
from portal.demo.pages import load_pages
from portal.demo.people import load_people
from portal.demo.questions import load_questions
from portal.demo.requests import load_requests
from portal.demo.resources import load_resources
from portal.demo.solicitations import load_solicitations
from portal.demo.territories import load_territories
from portal.demo.trainings import load_trainings
from portal.design.typography import french
from portal.tenancy.models import Tenant
from portal.tenancy.provisioning import provision_tenant
from portal.territories import importing

CONTENTS = (pas_de_calais, casa)


class RefusedError(RuntimeError):
    """The demonstration does not belong here."""


@transaction.atomic
def load_demo(today: datetime.date) -> None:
    """Load or repair the demonstration as of ``today``.

    Raises RefusedError outside the demo, dev and test settings.
    """
    if not getattr(settings, "DEMO", False):
        raise RefusedError("The demo content is not loaded in production.")
    with context.use(context.PLATFORM):
        importing.apply(importing.read_reference(importing.DATA))
        known = set(Tenant.objects.values_list("slug", flat=True))
        tenants = {content.TENANT["slug"]: _tenant(content.TENANT) for content in CONTENTS}
        for content in CONTENTS:
            tenant = tenants[content.TENANT["slug"]]
            with context.use(tenant.context):
                load_territories(tenant, today)
                load_figures(tenant, today)
                load_glossary(tenant)
                load_pages(tenant, content)
                load_rubrics(tenant)
                load_resources(tenant)
                load_questions(tenant)
                load_legal(tenant, today)
                if tenant.slug not in known:
                    open_to_the_public(tenant)
        load_people(tenants, today)
        load_directory(tenants, today)
        load_requests(tenants, today)
        for tenant in tenants.values():
            with context.use(tenant.context):
                load_library(tenant, today)
                load_calendar(tenant, today)
                load_trainings(tenant, today)
                load_committees(tenant, today)
        load_decisions(tenants, today)
        load_solicitations(tenants, today)
        for tenant in tenants.values():
            with context.use(tenant.context):
                load_minutes(tenant, today)


def _tenant(fields: dict) -> Tenant:
    tenant = Tenant.objects.filter(slug=fields["slug"]).first()
    if tenant is None:
        home = HomePage(title="Accueil", slug=fields["slug"], headline=french(fields["name"]))
        tenant = provision_tenant(**fields, home_page=home, port=settings.PUBLIC_PORT)
        tenant.full_clean()
    return tenant
