"""Tenants opened as the console opens them, then their people and what they do, written where it will lie.

As the platform, with every constraint, trigger and wall in place. What a tenant holds does not depend on its
neighbours: an installation of 46 is made of one of 2, and one of 200 of one of 46.
"""

import datetime
import itertools

from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from extranet.dashboard.models import Visit
from home.legal.models import AccessibilityScheme, LegalIdentity
from home.legal.services import open_to_the_public
from portal.accounts.models import User
from portal.console.opening import open_tenant
from portal.database import context
from portal.demo.content.legal import IDENTITIES
from portal.notifications.models import Mail
from portal.organisations.models import Affiliation, Organisation, Profile
from portal.tenancy.models import Membership, Module, Tenant
from portal.territories.models import Intercommunality
from tests.bench_load.activity import give_dates, give_sessions
from tests.bench_load.rows import NAMES, SURNAMES, insert, keep, next_key, one_of
from tests.bench_load.sizes import NATIONAL, Size

PREFIX = "charge-"
DOMAIN = "charge.example"
KINDS = "'{" + ",".join(Organisation.Kind.values) + "}'"
COLLEAGUES = 25
"""Members of one organisation."""


def host_of(number: int) -> str:
    return f"{PREFIX}{number}.{DOMAIN}"


@transaction.atomic
def seed(size: Size) -> None:
    """Open the tenants that are missing, and fill them."""
    with context.use(context.PLATFORM):
        there = Tenant.objects.filter(domains__host__endswith=f".{DOMAIN}").count()
        areas = list(Intercommunality.objects.order_by("pk"))
        share = -(-len(areas) // NATIONAL)
        numbers = range(there, size.tenants)
        tenants = {number: _open(number, areas, share) for number in numbers}
        if tenants:
            _number(tenants, size)
            _give_people()
            give_dates(size)
            give_sessions(size)
            _give_mails(size)
            # Invitations, and indexes of search and references that nothing here asks: 64 tasks for each tenant, which
            # would keep a worker for minutes.
            DBTaskResult.objects.all().delete()


def _open(number: int, areas: list[Intercommunality], share: int) -> Tenant:
    """Open the tenant of this number on its share of the nation; those above 46 share what others have too."""
    ours = itertools.islice(itertools.cycle(areas), number * share % len(areas), number * share % len(areas) + share)
    tenant, _ = open_tenant(
        name=f"Collectivité n° {number}", short_name=f"Charge {number}", kind="autre", host=host_of(number),
        administrator=f"administration-{number}@{DOMAIN}", intercommunalities=list(ours),
    )  # fmt: skip
    tenant.modules = [Module.CALENDAR, Module.TRAININGS, Module.COMMITTEES]
    tenant.save(update_fields=["modules"])
    with context.use(tenant.context):
        LegalIdentity.objects.filter(tenant=tenant).update(**IDENTITIES["casa"])
        year = timezone.localdate().year
        AccessibilityScheme.objects.create(
            starts_on=datetime.date(year, 1, 1), ends_on=datetime.date(year + 2, 12, 31), commitments="Être accessible."
        )
        open_to_the_public(tenant)
    return tenant


def _number(tenants: dict[int, Tenant], size: Size) -> None:
    """Keep what each row below is made from: tenants, members and organisations by their numbers."""
    rows = [(tenant.pk, n, size.members(n), size.holders(n)) for n, tenant in tenants.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE bench_tenant (tenant_id bigint, no int, members int, holders int) ON COMMIT DROP"
        )
        cursor.executemany("INSERT INTO bench_tenant VALUES (%s, %s, %s, %s)", rows)
    keep(
        "bench_organisation",
        f"SELECT tenant_id, n AS no, {next_key(Organisation)} AS organisation_id, {one_of(KINDS, 'n')} AS kind"
        f" FROM bench_tenant, LATERAL generate_series(0, (members - 1) / {COLLEAGUES}) AS n",
    )
    keep(
        "bench_member",
        f"SELECT t.tenant_id, n AS no, {next_key(User)} AS user_id, {next_key(Membership)} AS membership_id,"
        " organisation_id, kind FROM bench_tenant t CROSS JOIN LATERAL generate_series(0, members - 1) AS n"
        f" JOIN bench_organisation o ON o.tenant_id = t.tenant_id AND o.no = n / {COLLEAGUES}",
    )


def _give_people() -> None:
    """Accounts, memberships, organisations and what colleagues see; one in twenty belongs to the next tenant too."""
    insert(Organisation, "bench_organisation", id="organisation_id", tenant_id="tenant_id", kind="kind",
           name="'Organisation n° ' || no")  # fmt: skip
    insert(User, "bench_member", id="user_id", email=f"'membre-' || tenant_id || '-' || no || '@{DOMAIN}'",
           first_name=one_of(NAMES, "no"), last_name=one_of(SURNAMES, "no / 7"),
           password="'!charge'", date_joined="now() - interval '2 years'")  # fmt: skip
    insert(EmailAddress, f'bench_member m JOIN "{User._meta.db_table}" u ON u.id = m.user_id',
           user_id="u.id", email="u.email", verified="true", primary="true")  # fmt: skip
    insert(Membership, "bench_member", id="membership_id", tenant_id="tenant_id", user_id="user_id",
           joined_at="now() - interval '2 years'", last_seen_on="current_date - mod(no, 90)",
           roles="CASE WHEN mod(no, 50) = 1 THEN '{coordination}' ELSE '{}' END::varchar(20)[]",
           staff_since="CASE WHEN mod(no, 50) = 1 THEN now() END")  # fmt: skip
    insert(Membership, "bench_member m JOIN bench_tenant t USING (tenant_id)"
           " JOIN bench_tenant next ON next.no = t.no + 1 WHERE mod(m.no, 20) = 5",
           tenant_id="next.tenant_id", user_id="m.user_id", joined_at="now() - interval '1 year'")  # fmt: skip
    insert(Affiliation, "bench_member", tenant_id="tenant_id", membership_id="membership_id",
           organisation_id="organisation_id", function="'Chargée de mission'",
           is_referent=f"mod(no, {COLLEAGUES}) = 0", started_on="current_date - 700",
           confirmed_on="current_date - mod(no, 100)")  # fmt: skip
    insert(Profile, "bench_member WHERE mod(no, 2) = 0", tenant_id="tenant_id", membership_id="membership_id",
           mission="'J’accompagne.'")  # fmt: skip
    insert(Visit, "bench_member WHERE mod(no, 3) > 0", tenant_id="tenant_id", membership_id="membership_id",
           previous_at="now() - interval '30 days'", seen_at="now() - interval '9 days'")  # fmt: skip


def _give_mails(size: Size) -> None:
    """What left within the month during which mails are kept."""
    insert(Mail, f"bench_member m CROSS JOIN generate_series(1, {size.mails_each}) AS each",
           tenant_id="m.tenant_id", to=f"ARRAY['membre-' || tenant_id || '-' || no || '@{DOMAIN}']::varchar(320)[]",
           subject="'Votre inscription'", created_at="now() - make_interval(days => mod(m.no + 7 * each, 29))",
           sent_at="now() - make_interval(days => mod(m.no + 7 * each, 29))", attempts="1")  # fmt: skip
