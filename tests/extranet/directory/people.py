"""The members of the tests, and many more of them at once."""

import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.organisations.models import Affiliation, Circle, Organisation
from portal.tenancy.models import Membership
from portal.territories.models import Platform


def member(first_name: str, slug: str = "pas-de-calais") -> Membership:
    return Membership.objects.select_related("user", "tenant").get(
        user__email=f"{first_name}@demo.example", tenant__slug=slug
    )


def organisation(start: str) -> Organisation:
    """Return one of the demonstration, a confirmed one when several begin so."""
    return Organisation.objects.filter(name__startswith=start).order_by("is_proposed", "pk").first()


def lens() -> Circle:
    return Circle.objects.get(slug="echanges-de-pratiques-lens-henin")


def many_members(tenant, count: int, organisations: list[Organisation], start: int = 0) -> list[Membership]:
    """Make members in bulk, each working for one of the organisations."""
    users = User.objects.bulk_create(
        User(email=f"masse{n}@essai.example", first_name="Personne", last_name=f"N{n:04}", password="!")
        for n in range(start, start + count)
    )
    members = Membership.objects.bulk_create(Membership(user=user, tenant=tenant) for user in users)
    Affiliation.objects.bulk_create(
        Affiliation(
            tenant=tenant, membership=each, organisation=organisations[n % len(organisations)], function="Fonction",
            started_on=datetime.date(2026, 1, 1),
        )
        for n, each in enumerate(members)
    )  # fmt: skip
    return members


def many_organisations(tenant, count: int, start: int = 0) -> list[Organisation]:
    """Make organisations in bulk, all on one platform."""
    made = Organisation.objects.bulk_create(
        Organisation(tenant=tenant, name=f"Structure {n:04}", kind="association") for n in range(start, start + count)
    )
    platform = Platform.objects.order_by("pk").first()
    through = Organisation.platforms.through
    through.objects.bulk_create(through(organisation=each, platform=platform) for each in made)
    return made


def queries_of(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
