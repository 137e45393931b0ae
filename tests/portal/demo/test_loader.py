"""The demonstration: every fact has its place; loaded twice, nothing doubles; never in production."""

import datetime

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from wagtail.models import Page

from home.models import ActionPage, Service
from portal.database import context
from portal.demo.people import PEOPLE
from portal.design.typography import french
from portal.notifications.models import Mail
from portal.organisations.models import Organisation
from portal.tenancy.models import Membership
from portal.territories.models import Coordination, OtherBody, Platform
from tests.conftest import TODAY, GuardedClient
from trainings.attention import own_sign_ups
from trainings.models import Certificate, Session
from trainings.results import results_of

pytestmark = pytest.mark.django_db

# (host, address, words that must be read there): the facts of the two reference pages.
FACTS = [
    ("pas-de-calais", "/", ["19,3", "14,1", "34", "250", "06 68 73 36 60", "07 60 33 35 50", "06 27 06 99 88",
                            "06 48 71 29 98", "06 23 13 73 76", "06 27 23 15 31"]),
    ("pas-de-calais", "/le-principe/", ["durable", "modulable", "rythme", "compétences", "souplesse"]),
    ("pas-de-calais", "/pour-qui/", ["vulnérabilité", "expulsion", "marginalité", "violences", "handicap psychique",
                                     "addiction", "budget"]),
    ("pas-de-calais", "/comment/", ["Sept plateformes", "tout partenaire", "référent", "bail glissant", "santé mentale",
                                    "équipes mobiles"]),
    ("pas-de-calais", "/services/", ["Équipes mobiles", "impayé", "Groupes d’échanges"]),
    ("casa", "/le-principe/", ["vingt-trois territoires", "2018-2022", "Housing First", "escalier", "psychiatriques",
                               "violences familiales", "guichets de proximité", "hébergement-logement"]),
    ("casa", "/plan-d-action/acces-direct-logement/", ["SIAO", "GALICE", "Appui au diagnostic"]),
    ("casa", "/plan-d-action/comite-inter-bailleurs/", ["5 mars 2020", "11 bailleurs", "diagnostic"]),
    ("casa", "/plan-d-action/plateforme/", ["État", "pluridisciplinaire", "sur mesure"]),
    ("casa", "/plan-d-action/accroissement-de-l-offre/", ["pensions de famille", "PLAI adaptés", "fin 2020",
                                                          "intermédiation locative", "maires"]),
    ("casa", "/plan-d-action/formation/", ["IESTS", "automne 2020", "intelligence collective", "une à deux journées"]),
    ("casa", "/plan-d-action/sensibilisation/", ["CCAS", "mission locale", "MSD", "associations", "bailleurs"]),
    ("casa", "/plan-d-action/communication/", ["calendrier", "plateforme.lda [arobase] agglo-casa.fr"]),
    ("casa", "/professionnels/", ["logementdabord-casa.fr", "identifiants"]),
]  # fmt: skip


@pytest.mark.parametrize(("host", "address", "words"), FACTS, ids=[host + address for host, address, _ in FACTS])
def test_every_fact_of_the_reference_has_its_place(host, address, words):
    text = GuardedClient(f"{host}.localhost").get(address).text.replace("\xa0", " ").replace("\u202f", " ")
    assert [word for word in words if word.lower() not in text.lower()] == []


def counts() -> dict[str, int]:
    """Count the rows of every model but Wagtail's derived index, which knows a model once its screens are loaded."""
    models = [model for model in apps.get_models() if model._meta.label != "wagtailcore.ReferenceIndex"]
    return {model._meta.label: model._default_manager.count() for model in models}


def test_loading_again_changes_nothing(platform_context):
    before, versions = counts(), list(Page.objects.values_list("pk", "latest_revision_id"))
    call_command("load_demo", today=TODAY, verbosity=0)
    assert counts() == before
    assert list(Page.objects.values_list("pk", "latest_revision_id")) == versions


def test_a_page_that_was_changed_is_put_right(pdc):
    page = Page.objects.get(slug="pour-qui").specific
    page.lead = "Autre chose."
    page.save_revision().publish()
    with context.use(context.PLATFORM):
        call_command("load_demo", today=TODAY, verbosity=0)
    page.refresh_from_db()
    assert page.lead != "Autre chose."


def test_an_empty_database_only(platform_context):
    before = counts()
    call_command("load_demo", if_empty=True, today=TODAY, verbosity=0)
    assert counts() == before


def test_production_is_refused(platform_context, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="not loaded in production"):
        call_command("load_demo", today=TODAY, verbosity=0)


def test_what_is_recent_counts_from_the_day_of_loading(pdc):
    coordination = Coordination.objects.get(user__email="alice@demo.example")
    assert coordination.started_on == TODAY - datetime.timedelta(days=200)


def test_there_is_one_person_for_each_role(platform_context):
    assert {person.first_name for person in PEOPLE} == {
        "Alice", "Bob", "Chloé", "Diane", "Gaël", "Iris", "Ezra", "Fanny", "Hugo", "Jeanne", "Karim", "Olga",
    }  # fmt: skip


@pytest.mark.parametrize(("host", "person"), [("pas-de-calais", "gael"), ("casa", "karim")])
def test_somebody_keeps_the_team_of_each_tenant(host, person):
    team = GuardedClient(f"{host}.localhost").login_as(person).get("/admin/equipe/")
    assert f"{person}@demo.example" in team.text
    console = GuardedClient("localhost").login_as("olga").get("/console/")
    assert "personne n’administre" not in console.text


def test_invented_people_and_organisations_say_so(casa):
    landlords = Organisation.objects.filter(kind="bailleur")
    assert landlords.count() == 11
    assert all("exemple" in organisation.name for organisation in Organisation.objects.filter(is_example=True))


def test_the_seven_platforms_and_the_body_that_is_none_of_them(pdc):
    assert Platform.objects.count() == 7
    assert OtherBody.objects.get().slug == "cu-arras"
    assert not OtherBody.objects.get().has_contact
    assert Service.objects.count() == 3


def test_the_plan_has_its_seven_fields(casa):
    assert ActionPage.objects.live().filter(path__startswith=casa.home_page.path).count() == 7


def test_past_sessions_have_certificates_and_opinions_and_one_waits_for_diane(pdc):
    over = Session.objects.past().filter(state=Session.State.DONE)
    assert all(Certificate.objects.valid().filter(registration__session=each).exists() for each in over)
    at_once, later = results_of(over.filter(training__slug="bail-glissant"))
    assert at_once.charts
    assert later.charts
    diane = Membership.objects.of(pdc).get(user__email="diane@demo.example")
    [opinion] = own_sign_ups(diane, None).waiting
    assert opinion.title == french("Votre avis : Logement et santé mentale : se comprendre (exemple)")
    assert not Mail.objects.exists()


def test_one_session_has_too_few_opinions_to_show_any(casa):
    over = Session.objects.past().filter(state=Session.State.DONE)
    shown = {each.training.slug: results_of([each])[0].is_shown for each in over}
    assert shown == {"logement-d-abord-bailleurs": True, "logement-d-abord-professionnels": False}
