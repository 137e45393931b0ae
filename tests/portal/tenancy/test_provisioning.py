"""A tenant comes whole, or not at all."""

import pytest
from django.db import IntegrityError
from wagtail.models import Page, Site

from home.models import HomePage, PlatformPage
from portal.database import context
from portal.tenancy.models import Role, Tenant
from portal.tenancy.provisioning import provision_tenant
from portal.tenancy.services import set_membership
from portal.territories.models import Platform
from tests.conftest import GuardedClient
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def provision(slug="essai", hosts=("essai.localhost",)) -> Tenant:
    home = HomePage(title="Accueil", slug=slug, headline="Un toit d’abord.")
    return provision_tenant(
        slug=slug, name="Ville d’essai", short_name="Essai", kind="commune", hosts=list(hosts), home_page=home
    )


def test_a_new_tenant_answers_at_once_and_empty():
    provision()
    client = GuardedClient("essai.localhost")
    for address in [
        "/",
        "/trouver/",
        "/trouver/?q=Lens",
        "/contact/",
        "/plateformes/",
        "/services/",
        "/donnees-ouvertes/",
    ]:
        assert client.get(address).status_code == 200, address
    assert client.get("/api/plateformes/").json()["platforms"] == []


def test_a_taken_host_leaves_nothing_behind():
    with context.use(context.PLATFORM):
        before = (Tenant.objects.count(), Site.objects.count(), Page.objects.count())
        with pytest.raises(IntegrityError):
            from django.db import transaction

            with transaction.atomic():
                provision(hosts=("essai.localhost", "casa.localhost"))
        assert (Tenant.objects.count(), Site.objects.count(), Page.objects.count()) == before


def test_no_site_is_the_default_one():
    with context.use(context.PLATFORM):
        assert not Site.objects.filter(is_default_site=True).exists()


def test_a_platform_comes_with_its_page_and_goes_with_it():
    tenant = provision()
    with context.use(tenant.context):
        platform = Platform.objects.create(name="Nord", slug="nord", title="plateforme du Nord")
        page = PlatformPage.objects.get(platform=platform)
        assert (page.title, page.url_path) == ("Plateforme du Nord", "/essai/plateformes/nord/")
        platform.title = "plateforme du Grand Nord"
        platform.save()
        assert PlatformPage.objects.get(platform=platform).title == "Plateforme du Grand Nord"
        platform.delete()
        assert not PlatformPage.objects.filter(slug="nord").exists()


def test_a_role_opens_its_own_tenant_only(pdc):
    user = make_user("nora@essai.example")
    set_membership(user, pdc, {Role.ADMINISTRATION})
    with context.use(pdc.context):
        assert user.has_perm("territories.add_platform")
    other = provision()
    user = type(user).objects.get(pk=user.pk)
    with context.use(other.context):
        assert not user.has_perm("territories.add_platform")
        assert not user.has_perm("wagtailadmin.access_admin")


def test_roles_taken_away_take_their_rights(pdc):
    user = make_user("nora@essai.example")
    set_membership(user, pdc, {Role.COMMUNICATION})
    set_membership(user, pdc, set())
    assert not type(user).objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin")
