"""A portal opens once it has said what the law wants said, whatever asks; until then each gap is a task."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from home.legal.attention import COMPLAINT, PACK, waiting_rows
from home.legal.models import MANDATORY, AccessibilityComplaint, AccessibilityScheme, LegalIdentity
from home.legal.pack import NO_SCHEME, NotWholeError, what_is_missing
from home.legal.services import open_to_the_public
from home.models import HomePage
from portal.console.archive import deletion as deletions
from portal.database import context
from portal.tenancy.models import Membership, Tenant
from portal.tenancy.provisioning import provision_tenant
from tests.conftest import GuardedClient
from tests.home.legal.conftest import HOST

pytestmark = pytest.mark.django_db

WHOLE = {
    "publisher": "Département du Finistère", "address": "Quimper", "phone": "02 61 91 00 29", "siret": "00000062000013",
    "director": "Le président", "host_name": "Hébergeur", "host_address": "Brest", "host_phone": "02 61 91 00 30",
    "dpo_name": "Le DPD", "dpo_contact": "dpd@finistere.example",
}  # fmt: skip


def make_whole(tenant, **changes) -> None:
    LegalIdentity.objects.filter(tenant=tenant).update(**WHOLE | changes)
    today = timezone.localdate()
    AccessibilityScheme.objects.create(
        tenant=tenant, starts_on=today, ends_on=today + datetime.timedelta(days=365), commitments="…"
    )


def force_open(tenant) -> None:
    with context.use(context.PLATFORM), connection.cursor() as cursor:
        cursor.execute("UPDATE tenancy_tenant SET state = 'ouvert' WHERE id = %s", [tenant.pk])


def test_a_new_tenant_knows_its_name_and_lacks_the_rest(finistere):
    assert LegalIdentity.objects.get().publisher == "Département du Finistère"
    words = set(MANDATORY.values()) - {MANDATORY["publisher"]}
    assert set(what_is_missing(finistere)) == words | {NO_SCHEME}


@pytest.mark.parametrize("field", MANDATORY)
def test_each_missing_field_is_a_task_and_the_pages_say_so_honestly(finistere, field):
    make_whole(finistere, **{field: ""})
    assert what_is_missing(finistere) == [MANDATORY[field]]
    visitor = GuardedClient(HOST)
    pages = visitor.get("/mentions-legales/").text + visitor.get("/donnees-personnelles/").text
    assert "Cette information est en cours de complément." in pages
    assert "<dd></dd>" not in pages
    olga = GuardedClient(HOST).login_as("olga")
    assert MANDATORY[field] in olga.get("/admin/mentions/").text


def test_what_is_whole_opens_and_says_everything(finistere):
    make_whole(finistere)
    assert what_is_missing(finistere) == []
    open_to_the_public(finistere)
    page = GuardedClient(HOST).get("/mentions-legales/")
    assert "en cours de complément" not in page.text
    assert "X-Robots-Tag" not in page
    for words in (
        "Quimper",
        "02 61 91 00 29",
        "000\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}620",
        "Le président",
        "Brest",
    ):
        assert words in page.text


@pytest.mark.parametrize("field", MANDATORY)
def test_the_verb_and_the_database_refuse_to_open_what_lacks_one_field(finistere, field):
    make_whole(finistere, **{field: ""})
    with pytest.raises(NotWholeError, match="Il manque"):
        open_to_the_public(finistere)
    with pytest.raises(IntegrityError, match="not whole"), transaction.atomic():
        force_open(finistere)
    finistere.refresh_from_db()
    assert finistere.state == Tenant.State.PREPARING


@pytest.mark.parametrize(("begins", "ends"), [(-800, -1), (1, 300)])
def test_a_scheme_that_does_not_cover_today_opens_nothing(finistere, begins, ends):
    make_whole(finistere)
    today = timezone.localdate()
    AccessibilityScheme.objects.update(
        starts_on=today + datetime.timedelta(days=begins), ends_on=today + datetime.timedelta(days=ends)
    )
    assert what_is_missing(finistere) == [NO_SCHEME]
    with pytest.raises(IntegrityError, match="not whole"), transaction.atomic():
        force_open(finistere)


def test_the_database_opens_what_is_whole(finistere):
    make_whole(finistere)
    force_open(finistere)
    finistere.refresh_from_db()
    assert finistere.state == Tenant.State.OPEN


def test_a_tenant_is_not_made_open_either(platform_context):
    """What counts is its state when the transaction ends: an archive brings it in open, and closes it."""

    def make(name: str) -> Tenant:
        home = HomePage(title="Accueil", slug=name, headline="…")
        hosts = [f"{name}.localhost"]
        return provision_tenant(
            slug=name, name=name, short_name=name, kind="autre", hosts=hosts, home_page=home, state="ouvert"
        )

    def check() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS legal_is_made_open_with_its_pack IMMEDIATE")

    with pytest.raises(IntegrityError, match="not whole"), transaction.atomic():
        make("nord")
        check()
    with transaction.atomic():
        Tenant.objects.filter(pk=make("oise").pk).update(state=Tenant.State.PREPARING)
        check()


def test_the_console_says_what_is_missing_and_loses_nothing(finistere):
    olga = GuardedClient("localhost").login_as("olga")
    form = {
        "name": "Un autre nom", "short_name": "Finistère", "kind": "departement", "modules": ["agenda"],
        "state": "ouvert",
    }  # fmt: skip
    page = olga.post("/console/collectivites/finistere/", form)
    assert page.status_code == 200
    for words in [*MANDATORY.values(), NO_SCHEME]:
        assert (words in page.text) == (words != MANDATORY["publisher"]), words
    assert "Un autre nom" in page.text
    finistere.refresh_from_db()
    assert (finistere.state, finistere.name) == ("preparation", "Département du Finistère")
    make_whole(finistere)
    assert olga.post("/console/collectivites/finistere/", form).status_code == 302
    finistere.refresh_from_db()
    assert finistere.state == "ouvert"


def test_an_open_portal_goes_on_saying_who_publishes_it(identity):
    for change in ({"phone": ""}, {"address": "  "}):
        with pytest.raises(IntegrityError, match="goes on saying"), transaction.atomic():
            LegalIdentity.objects.update(**change)
    with pytest.raises(IntegrityError, match="goes on saying"), transaction.atomic():
        identity.delete()
    LegalIdentity.objects.update(phone="04 65 71 00 07", email="")


def test_the_screen_refuses_it_beside_the_field_and_loses_nothing(identity):
    olga = GuardedClient("casa.localhost").login_as("olga")
    form = {name: getattr(identity, name) for name in [*MANDATORY, "legal_form", "email"]}
    page = olga.post("/admin/mentions/", form | {"phone": "", "director": "La présidente"})
    assert page.status_code == 200
    assert "La présidente" in page.text
    assert "Remplacez-le plutôt" in page.text
    identity.refresh_from_db()
    assert identity.phone


def test_the_screen_saves_and_the_pages_say_it_at_once(identity):
    olga = GuardedClient("casa.localhost").login_as("olga")
    form = {name: getattr(identity, name) for name in [*MANDATORY, "legal_form", "email"]}
    form |= {"siret": "000 000 620 00013", "director": "La présidente", "examples": ["phone", "email"]}
    assert olga.post("/admin/mentions/", form).status_code == 302
    page = GuardedClient("casa.localhost").get("/mentions-legales/").text
    assert "La présidente" in page
    assert page.count("(exemple)") == 1  # an empty field is no example
    identity.refresh_from_db()
    assert (identity.siret, identity.examples) == ("00000062000013", ["phone"])


@pytest.mark.parametrize("siret", ["123", "0000006200001A", "00000062000014"])
def test_a_wrong_siret_is_refused(identity, siret):
    identity.siret = siret
    with pytest.raises(ValidationError):
        identity.full_clean()


def test_the_screen_is_the_administration_s(pdc):
    for person in ("alice", "chloe", "iris"):
        client = GuardedClient("pas-de-calais.localhost").login_as(person)
        assert client.get("/admin/mentions/").status_code in {302, 403}
        assert "/admin/mentions/" not in client.get("/admin/").text
    assert GuardedClient("pas-de-calais.localhost").login_as("gael").get("/admin/mentions/").status_code == 200


def test_a_cancelled_deletion_does_not_open_what_is_not_whole(finistere, django_user_model):
    make_whole(finistere)
    force_open(finistere)
    olga = django_user_model.objects.get(email="olga@demo.example")
    deletions.ask_for_deletion(finistere, by=olga, slug="finistere")
    LegalIdentity.objects.update(phone="")  # it may lose all it has
    deletions.cancel_deletion(finistere)
    finistere.refresh_from_db()
    assert finistere.state == Tenant.State.PREPARING


def test_what_waits_is_a_row_each_for_those_who_see_to_it(pdc):
    def waiting(first_name):
        rows = waiting_rows(Membership.objects.get(user__email=f"{first_name}@demo.example"))
        return rows if rows is None else sorted((kind, title) for kind, _, title, _ in rows)

    [complaint] = AccessibilityComplaint.objects.waiting()
    asked = (COMPLAINT, complaint.page)
    assert waiting("gael") == waiting("chloe") == [asked]
    assert waiting("bob") is None
    AccessibilityScheme.objects.all().delete()
    assert waiting("gael") == [asked, (PACK, "Mentions légales et accessibilité à compléter")]
    assert waiting("chloe") == [asked]


def test_rows_that_wait_can_be_united_with_others(pdc):
    gael = Membership.objects.get(user__email="gael@demo.example")
    assert len(waiting_rows(gael).union(waiting_rows(gael), all=True).order_by()) == 2


def test_a_portal_in_preparation_says_so_and_stays_out_of_search_engines(finistere):
    page = GuardedClient(HOST).get("/mentions-legales/")
    assert page["X-Robots-Tag"] == "noindex"
    assert "Portail en préparation" in page.text
