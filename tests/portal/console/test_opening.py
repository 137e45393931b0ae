"""A tenant is opened whole in one go, by the command and by the console's form alike."""

import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from wagtail.models import Page, Workflow

from portal.console.opening import open_tenant
from portal.database import context
from portal.tenancy.models import Invitation, Membership, Role, Tenant
from portal.tenancy.signals import tenant_provisioned
from portal.territories import finder
from portal.territories.models import CoverageRule, Departement, Intercommunality, Platform
from tests.conftest import GuardedClient

pytestmark = pytest.mark.django_db

HOST = "finistere.localhost"
FINISTERE = {
    "name": "Département du Finistère",
    "short_name": "Finistère",
    "kind": "departement",
    "host": HOST,
    "administrator": "nora@finistere.example",
}


def open_finistere(**changes) -> tuple[Tenant, bool]:
    with context.use(context.PLATFORM):
        return open_tenant(**FINISTERE | {"departement": Departement.objects.get(pk="29")} | changes)


def test_it_answers_at_once_with_its_pages_and_the_finder():
    tenant, is_new = open_finistere()
    assert is_new
    assert tenant.state == Tenant.State.PREPARING
    visitor = GuardedClient(HOST)
    for address in [
        "/", "/le-principe/", "/plateformes/", "/plateformes/finistere/", "/services/", "/contact/", "/accessibilite/",
        "/mentions-legales/", "/donnees-personnelles/", "/cookies/", "/donnees-ouvertes/", "/trouver/?q=Quimper",
    ]:  # fmt: skip
        assert visitor.get(address).status_code == 200, address
    assert "plateforme Finistère" in visitor.get("/trouver/29232-quimper/").text.replace("Plateforme", "plateforme")
    with context.use(tenant.context):
        assert finder.find("Brest", tenant_id=tenant.pk).places
        assert Workflow.objects.get().name == "Relecture"
        assert set(CoverageRule.objects.values_list("state", flat=True)) == {"a_confirmer"}


def test_its_links_all_lead_somewhere():
    open_finistere()
    visitor = GuardedClient(HOST)
    for link in set(re.findall(r'href="(/[^"#]*)"', visitor.get("/").text)):
        if not link.startswith("/static/"):
            assert visitor.get(link, follow=True).status_code == 200, link


def test_its_first_administrator_comes_by_the_invitation():
    tenant, _ = open_finistere()
    [letter] = mail.outbox
    assert letter.to == ["nora@finistere.example"]
    address = re.search(r"http://[^/\s]+(/invitation/\S+)", letter.body)[1]
    client = GuardedClient(HOST)
    assert client.get(address).status_code == 200
    form = {"first_name": "Nora", "last_name": "Le Goff", "password": "un-mot-de-passe-long", "password1": "x"}
    client.post(address, form)
    with context.use(tenant.context):
        assert Membership.objects.get(user__email="nora@finistere.example").roles == [Role.ADMINISTRATION]


def test_run_twice_it_changes_nothing():
    tenant, _ = open_finistere()

    def counts():
        with context.use(tenant.context):
            return [model.objects.count() for model in (Page, Platform, CoverageRule, Invitation, Workflow)]

    before = counts()
    again, is_new = open_finistere()
    assert (again, is_new, counts(), len(mail.outbox)) == (tenant, False, before, 1)


def test_interrupted_half_way_nothing_is_left():
    def fail(**kwargs):
        raise RuntimeError("the machine stops here")

    with context.use(context.PLATFORM):
        before = (Tenant.objects.count(), Page.objects.count())
        tenant_provisioned.connect(fail)
        try:
            with pytest.raises(RuntimeError):
                open_finistere()
        finally:
            tenant_provisioned.disconnect(fail)
        assert (Tenant.objects.count(), Page.objects.count()) == before
    assert not mail.outbox
    assert GuardedClient(HOST).get("/").status_code == 404
    assert open_finistere()[1]


def test_a_host_of_another_is_refused_by_its_name():
    with pytest.raises(ValidationError, match="Sophia Antipolis"):
        open_finistere(host="casa.localhost")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"host": "https://x.fr/"}, "host"),
        ({"host": "é.fr"}, "host"),
        ({"host": ""}, "host"),
        ({"administrator": "nora"}, "administrator"),
        ({"departement": None}, "territory"),
    ],
)
def test_what_is_wrong_is_said_by_field(changes, field):
    with pytest.raises(ValidationError) as refused:
        open_finistere(**changes)
    assert list(refused.value.message_dict) == [field]


def test_two_tenants_of_one_short_name_have_two_identifiers():
    first, _ = open_finistere()
    second, _ = open_finistere(name="Finistère Habitat", host="autre.localhost")
    assert (first.slug, second.slug) == ("finistere", "finistere-2")


def test_the_neighbours_do_not_move_and_see_nothing_of_it(casa):
    before = (casa.home_path, casa.collection_path)
    open_finistere()
    casa.refresh_from_db()
    assert (casa.home_path, casa.collection_path) == before
    assert casa.root_collection.path == casa.collection_path
    assert Platform.objects.count() == 1


def test_the_command_does_the_same(capsys):
    arguments = ["--name", "Métropole Rouen Normandie", "--short-name", "Rouen", "--kind", "metropole"]
    arguments += ["--host", "rouen.localhost", "--administrator", "nora@rouen.example"]
    siren = Intercommunality.objects.get(name__icontains="Rouen Normandie").pk
    with context.use(context.PLATFORM):
        call_command("create_tenant", *arguments, "--intercommunality", siren)
        call_command("create_tenant", *arguments, "--intercommunality", siren)
        with pytest.raises(CommandError, match="No intercommunality"):
            call_command("create_tenant", *arguments, "--intercommunality", "1")
    assert "opened" in capsys.readouterr().out
    assert GuardedClient("rouen.localhost").get("/trouver/?q=Rouen", follow=True).status_code == 200
