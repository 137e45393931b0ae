"""Opening a tenant: the whole of it, in one transaction, from a name, a host, a territory and one address."""

from collections.abc import Iterable
from itertools import count

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.text import slugify

from home.models import HomePage
from portal.database import context
from portal.design.typography import french
from portal.tenancy.invitations import invite
from portal.tenancy.models import Invitation, Membership, Role, Tenant, TenantDomain
from portal.tenancy.provisioning import provision_tenant
from portal.territories.models import CoverageRule, Departement, Intercommunality, Platform

ASSUMED = "Périmètre proposé à l’ouverture du portail : à confirmer par la collectivité."


@transaction.atomic
def open_tenant(
    *,
    name: str,
    short_name: str,
    kind: str,
    host: str,
    administrator: str,
    departement: Departement | None = None,
    intercommunalities: Iterable[Intercommunality] = (),
    by=None,
) -> tuple[Tenant, bool]:
    """Make a tenant whole, and invite ``administrator`` (an e-mail address). Return it, and whether it is new.

    Its territory is a département, or intercommunalities. Run twice with the same host and name, it changes
    nothing. Raises ValidationError, by field, when the host is another's or something is missing.
    """
    host, administrator = host.strip().lower(), administrator.strip().lower()
    territory = list(intercommunalities_of(departement) if departement else intercommunalities)
    _check(host, administrator, territory)
    with context.use(context.PLATFORM):
        here = Tenant.objects.filter(domains__host=host).first()
        if here and here.name != name:
            raise ValidationError({"host": french(f"Cette adresse est déjà celle de « {here.name} ».")})
        tenant = here or _provision(name=name, short_name=short_name, kind=kind, hosts=[host])
    with context.use(tenant.context):
        if here is None:
            _cover(tenant, territory, departement)
        _invite(tenant, administrator, by)
    return tenant, here is None


def intercommunalities_of(departement: Departement):
    """Return the intercommunalities that have a commune in ``departement``."""
    return Intercommunality.objects.filter(commune__departement=departement).distinct().order_by("name")


def _check(host: str, administrator: str, territory: list[Intercommunality]) -> None:
    errors = {}
    try:
        TenantDomain._meta.get_field("host").clean(host, None)
    except ValidationError as error:
        errors["host"] = error.messages
    try:
        validate_email(administrator)
    except ValidationError:
        errors["administrator"] = french("Une adresse comme nom@organisme.fr.")
    if not territory:
        errors["territory"] = "Choisissez un département ou au moins une intercommunalité."
    if errors:
        raise ValidationError(errors)


def _provision(*, short_name: str, **fields) -> Tenant:
    slug = _free_slug(short_name)
    home = HomePage(title="Accueil", slug=slug, headline="Un logement d’abord")
    tenant = provision_tenant(slug=slug, short_name=short_name, home_page=home, port=settings.PUBLIC_PORT, **fields)
    tenant.full_clean()
    return tenant


def _free_slug(short_name: str) -> str:
    """Return « nord », or « nord-2 » when another tenant has it."""
    wanted = slugify(short_name)[:40] or "collectivite"
    taken = set(Tenant.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)


def _cover(tenant: Tenant, territory: list[Intercommunality], departement: Departement | None) -> None:
    """Make one platform for the whole territory; staff will make others and share it out."""
    name = tenant.short_name
    platform = Platform.objects.create(name=name, slug=tenant.slug, title=f"plateforme {name}")
    for intercommunality in territory:
        CoverageRule.objects.create(
            platform=platform, intercommunality=intercommunality, departement=departement,
            state=CoverageRule.State.ASSUMED, reason=ASSUMED,
        )  # fmt: skip


def _invite(tenant: Tenant, administrator: str, by) -> None:
    """Invite once: not again while an invitation is open, nor when the person is a member already."""
    is_member = Membership.objects.of(tenant).active().filter(user__email__iexact=administrator).exists()
    if not is_member and not Invitation.objects.open().filter(email=administrator).exists():
        invite(tenant, administrator, {Role.ADMINISTRATION}, by=by)
