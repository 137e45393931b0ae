"""Solicitations are off until the administration has recorded its impact assessment, whoever asks."""

import datetime
import io
import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from openpyxl import load_workbook

from extranet.solicitations import setting_up
from extranet.solicitations.grounds import grounds_of
from extranet.solicitations.models import ImpactAssessment
from home.models import HomePage
from portal.database import context
from portal.tenancy.models import Membership, Module, Tenant
from portal.tenancy.processing import Basis, processings_of
from portal.tenancy.provisioning import provision_tenant
from tests.conftest import GuardedClient
from tests.extranet.solicitations import making
from tests.portal.documents.making import member

pytestmark = pytest.mark.django_db

SETUP = "/extranet/gestion/sollicitations/"
ASSESSMENT, ON, OFF = f"{SETUP}analyse-d-impact/", f"{SETUP}ouvrir/", f"{SETUP}fermer/"
CONSOLE = {"name": "CASA", "short_name": "CASA", "kind": "agglomeration", "state": "ouvert"}


def said(**others) -> dict:
    """What an administrator types."""
    today = timezone.localdate()
    form = {
        "carried_out_on": str(today - datetime.timedelta(days=40)), "carried_out_by": "Déléguée à la protection",
        "reference": "AIPD 2026-3", "controller": "Communauté d’agglomération Sophia Antipolis",
        "legal_basis": "obligation", "basis_note": "", "retention_months": "18",
        "review_on": str(today + datetime.timedelta(days=700)),
    }  # fmt: skip
    return form | others


def flat(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def is_on(slug: str) -> bool:
    with context.use(context.PLATFORM):
        return Module.SOLICITATIONS in Tenant.objects.get(slug=slug).modules


@pytest.fixture
def ines(casa):
    """Who administers Sophia Antipolis, which has recorded nothing yet."""
    return Membership.objects.active().with_role("administration").filter(tenant=casa).order_by("pk").first()


@pytest.fixture
def office(ines, casa_client):
    return casa_client.login_account(ines.user)


@pytest.fixture
def recorded(office) -> GuardedClient:
    assert office.post(ASSESSMENT, said()).status_code == 302
    return office


def test_an_authority_records_its_assessment_then_opens_and_closes(office):
    empty = office.get(SETUP).text
    assert "Consigner l’analyse d’impact" in empty
    assert "Ouvrir les sollicitations" not in empty
    assert "Obligation légale (RGPD, article 6, 1, c)" in flat(office.get(ASSESSMENT).text)
    assert office.post(ASSESSMENT, said()).headers["Location"] == SETUP
    page = office.get(SETUP).text
    for words in ("AIPD", "Déléguée à la protection", "Sophia Antipolis", "Obligation légale", "18", "Ouvrir les"):
        assert words in page, words
    assert office.get(ON).status_code == 200
    assert not is_on("casa")
    assert office.post(ON).status_code == 302
    assert is_on("casa")
    assert office.post(ON).status_code == 302  # twice, once
    assert [entry.message for entry in setting_up.history_of(ImpactAssessment.objects.get())] == [
        "Sollicitations ouvertes", "Analyse d’impact consignée",
    ]  # fmt: skip
    assert "Fermer les sollicitations" in office.get(SETUP).text
    assert office.post(OFF).status_code == 302
    assert not is_on("casa")
    assert ImpactAssessment.objects.count() == 1


def test_nothing_opens_before_and_the_page_says_why(office):
    assert "rien ne peut ouvrir avant" in office.get(ON).text
    answer = office.post(ON, follow=True)
    assert answer.redirect_chain[-1][0] == ASSESSMENT
    assert "n’est pas consignée" in answer.text
    assert not is_on("casa")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("carried_out_on", ""), ("carried_out_on", "2999-01-01"), ("carried_out_by", "  "), ("reference", ""),
        ("controller", ""), ("legal_basis", "consentement"), ("retention_months", "0"), ("retention_months", "25"),
        ("retention_months", "deux"), ("review_on", "2001-01-01"), ("review_on", ""), ("reference", "x" * 81),
    ],
)  # fmt: skip
def test_an_assessment_that_is_not_whole_is_refused_by_its_field_and_nothing_is_lost(office, field, typed):
    page = office.post(ASSESSMENT, said(**{field: typed}))
    assert page.status_code == 422
    assert page.context["form"].errors
    assert "AIPD 2026-3" in page.text or field == "reference"
    assert not ImpactAssessment.objects.exists()


def test_a_day_that_is_to_come_is_no_assessment_made(office):
    tomorrow = str(timezone.localdate() + datetime.timedelta(days=1))
    assert "à venir" in office.post(ASSESSMENT, said(carried_out_on=tomorrow)).text


def test_correcting_it_keeps_one_row_and_says_who_changed_what(recorded, ines):
    assert recorded.post(ASSESSMENT, said(retention_months="6")).status_code == 302
    assessment = ImpactAssessment.objects.get()
    assert assessment.retention_months == 6
    last = setting_up.history_of(assessment)[0]
    assert (last.message, last.user, last.data["changed"]) == (
        "Analyse d’impact modifiée", ines.user, ["retention_months"],
    )  # fmt: skip
    recorded.post(ASSESSMENT, said(retention_months="6"))
    assert len(setting_up.history_of(assessment)) == 2  # nothing changed: nothing is noted


@pytest.mark.parametrize("path", ["", "analyse-d-impact/", "ouvrir/", "fermer/", "registre.xlsx", "registre.pdf",
                                  "effacements/", "effacements/1.xlsx", "journal/"])  # fmt: skip
def test_nobody_but_the_administration_comes_here(pdc, pdc_client, path):
    assert pdc_client.get(SETUP + path).status_code == 302  # a visitor is asked to sign in
    for first_name in ("alice", "bob", "chloe", "diane"):
        assert pdc_client.login_as(first_name).get(SETUP + path).status_code == 403, first_name
    known = {200, 404} if path == "effacements/1.xlsx" else {200}
    assert pdc_client.login_as("gael").get(SETUP + path).status_code in known


def test_another_member_changes_nothing_by_a_post_either(pdc, pdc_client):
    client = pdc_client.login_as("alice")
    assert client.post(OFF).status_code == 403
    assert client.post(ASSESSMENT, said()).status_code == 403
    assert is_on("pas-de-calais")


def test_an_assessment_is_seen_by_its_tenant_alone(pdc, casa):
    with context.use(pdc.context):
        assert setting_up.assessment_of(pdc).controller == "Département du Pas-de-Calais"
    with context.use(casa.context):
        assert not ImpactAssessment.objects.exists()


def test_the_register_s_entry_is_exported_as_a_table_and_as_a_paper(recorded):
    book = load_workbook(io.BytesIO(recorded.get(f"{SETUP}registre.xlsx").content))
    entry = {row[0].value: row[1].value for row in book.worksheets[0]}
    assert entry["Responsable de traitement"].startswith("Communauté d’agglomération Sophia Antipolis")
    assert "AIPD" in entry["Analyse d’impact (article 35)"]
    assert "18 mois après le dernier échange" in flat(entry["Durées de conservation"])
    assert "dpo@casa.example" in entry["Délégué ou déléguée à la protection des données"]
    assert entry["État"] == "fermé"
    assert all(entry.values())
    paper = recorded.get(f"{SETUP}registre.pdf")
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")


def test_without_an_assessment_there_is_no_entry_to_export(office):
    for name in ("registre.xlsx", "registre.pdf"):
        assert office.get(SETUP + name).headers["Location"] == ASSESSMENT


def test_those_who_use_it_are_told_what_was_recorded_and_the_public_page_too(recorded, casa):
    recorded.post(ON)
    casa.refresh_from_db()
    with context.use(casa.context):
        grounds = grounds_of(casa)
        assert (grounds.controller, grounds.months, grounds.basis) == (said()["controller"], 18, Basis.LEGAL_DUTY)
        assert "dpo@casa.example" in grounds.dpo_lines
        told = {each.code: each for each in processings_of(casa)}["solicitations"]
        assert "18" in told.kept_by(casa)
        assert told.basis_for(casa) == Basis.LEGAL_DUTY
    page = GuardedClient("casa.localhost").get("/donnees-personnelles/").text
    assert "Les sollicitations de la plateforme" in page
    recorded.post(ASSESSMENT, said(retention_months="7"))
    assert "7 mois après" in flat(GuardedClient("casa.localhost").get("/donnees-personnelles/").text)


class TestTheDatabase:
    def test_refuses_the_module_without_an_assessment(self, casa):
        with pytest.raises(IntegrityError, match="has not recorded"), transaction.atomic():
            Tenant.objects.filter(pk=casa.pk).update(modules=[*casa.modules, "sollicitations"])

    def test_keeps_the_assessment_while_the_module_is_on(self, pdc):
        with pytest.raises(IntegrityError, match="its assessment stays"), transaction.atomic():
            ImpactAssessment.objects.get().delete()
        with context.use(context.PLATFORM):
            casa = Tenant.objects.get(slug="casa")
            with pytest.raises(IntegrityError, match="its assessment stays"), transaction.atomic():
                ImpactAssessment.objects.update(tenant=casa)

    def test_lets_it_go_once_the_module_is_off(self, pdc, gael):
        setting_up.switch_off(pdc, by=gael.user)
        assert ImpactAssessment.objects.all().delete()[0] == 1

    @pytest.mark.parametrize(
        "change",
        ["reference = ' '", "controller = ''", "legal_basis = 'accord'", "retention_months = 25",
         "retention_months = 0", "review_on = carried_out_on", "carried_out_by = ''"],
    )  # fmt: skip
    def test_holds_an_assessment_whole(self, pdc, change):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE solicitations_impactassessment SET {change}")

    def test_lets_no_tenant_come_in_with_the_module_alone(self, platform_context):
        def make(name: str, **fields) -> Tenant:
            home = HomePage(title="Accueil", slug=name, headline="…")
            return provision_tenant(slug=name, name=name, short_name=name, kind="autre", hosts=[f"{name}.localhost"],
                                    home_page=home, modules=["sollicitations"], **fields)  # fmt: skip

        def check() -> None:
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS solicitations_come_in_with_their_assessment IMMEDIATE")

        with pytest.raises(IntegrityError, match="has not recorded"), transaction.atomic():
            make("nord")
            check()
        with transaction.atomic():
            oise = make("oise")
            with context.use(oise.context):
                making.record_assessment(oise)
            check()

    def test_a_tenant_that_is_to_be_erased_goes_with_all_it_has(self, pdc):
        with context.use(context.PLATFORM):
            Tenant.objects.filter(pk=pdc.pk).update(deletion_due_at=timezone.now())
        assert ImpactAssessment.objects.all().delete()[0] == 1
        with context.use(context.PLATFORM), pytest.raises(IntegrityError, match="not recorded"), transaction.atomic():
            Tenant.objects.filter(pk=pdc.pk).update(deletion_due_at=None)


class TestTheConsole:
    @pytest.fixture
    def olga(self, db):
        return GuardedClient("localhost").login_as("olga")

    def test_refuses_to_switch_it_on_and_says_why(self, olga, casa):
        form = CONSOLE | {"modules": ["agenda", "sollicitations"], "name": "Un autre nom"}
        page = olga.post("/console/collectivites/casa/", form)
        assert page.status_code == 200
        assert "n’est pas consignée" in page.text
        assert "Un autre nom" in page.text
        assert not is_on("casa")

    def test_switches_it_on_once_it_is_recorded_and_off_whenever(self, olga, casa):
        with context.use(casa.context):
            making.record_assessment(casa)
        assert olga.post("/console/collectivites/casa/", CONSOLE | {"modules": ["sollicitations"]}).status_code == 302
        assert is_on("casa")
        assert olga.post("/console/collectivites/casa/", CONSOLE | {"modules": ["agenda"]}).status_code == 302
        assert not is_on("casa")

    def test_an_assessment_that_went_meanwhile_is_said_by_the_field(self, olga, casa, monkeypatch):
        monkeypatch.setattr(setting_up, "refuse_unless_assessed", lambda tenant: None)
        page = olga.post("/console/collectivites/casa/", CONSOLE | {"modules": ["sollicitations"], "name": "Autre"})
        assert page.status_code == 200
        assert "n’est pas consignée" in page.text
        casa.refresh_from_db()
        assert casa.name != "Autre"


def test_a_tenant_has_one_assessment_even_recorded_twice_at_once(pdc):
    """Two people who both found none: the second one’s words stand in the first one’s row."""
    with pytest.raises(IntegrityError, match="one_impact_assessment"), transaction.atomic():
        ImpactAssessment(
            carried_out_on=making.today(), carried_out_by="x", reference="x", controller="x", legal_basis="mission"
        ).save()
    making.record_assessment(pdc)
    assert ImpactAssessment.objects.get().reference == "A1"


def test_an_old_assessment_is_said_to_be_read_again(pdc, pdc_client):
    ImpactAssessment.objects.update(review_on=timezone.localdate())
    assert "Elle est à relire" in pdc_client.login_as("gael").get(SETUP).text


def test_the_module_of_the_demonstration_is_open_by_the_rule(pdc):
    assert pdc.has_module(Module.SOLICITATIONS)
    assert member("gael").tenant_id == ImpactAssessment.objects.get().tenant_id


def test_the_back_office_leads_there_for_who_may_set_up(pdc, pdc_client):
    assert SETUP in pdc_client.login_as("gael").get("/admin/").text
    assert SETUP not in pdc_client.login_as("alice").get("/admin/").text
