"""« Mes données »: all that is known of me, as a page and as a file; and leaving."""

import json

import pytest
from django.apps import apps

from portal.accounts.models import User
from portal.accounts.personal_data import _sections
from portal.database import context
from portal.demo.people import PASSWORD
from portal.organisations.models import Affiliation, Circle, Profile
from portal.tenancy.models import EndReason, Membership, Role
from portal.tenancy.services import set_membership

pytestmark = pytest.mark.django_db

OURS = {"portal", "home", "events", "trainings", "extranet"}
TOLD_IN = {
    # model → the section that tells it; or why nothing is told
    "accounts.User": "account",
    "tenancy.Membership": "membership",
    "tenancy.Invitation": "membership.history",
    "organisations.Affiliation": "affiliations",
    "organisations.Profile": "profile",
    "organisations.Circle": "circles",
    "organisations.JoinRequest": "circles",
    "organisations.Audience": "whom a thing is shown to: it is the thing's, and follows it",
    "territories.Coordination": "coordination",
    "territories.Absence": "coordination",
    "accounts.AddressChange": "account",
    "accounts.ProConnectIdentity": "proconnect",
    "legal.AccessibilityComplaint": "accessibility_complaints",
    "access.AccessRequest": "access",
    "access.Entry": "access",
    "access.Arrival": "access",
    "documents.Document": "documents",
    "documents.Version": "documents",
    "documents.Reading": "readings",
    "documents.Subscription": "subscriptions",
    "notifications.ChosenPace": "notices",
    "notifications.Notice": "notices",
    "notifications.SomethingWaits": "yes or no, for a quarter of an hour, and shown on the dashboard",
    "events.FeedToken": "feed_tokens",
    "dashboard.Visit": "visits",
    "console.Export": "what an operator did for the platform: it is no tenant's",
    "console.Import": "what an operator did for the platform: it is no tenant's",
    "territories.Renewal": "what an operator did for the platform: it is no tenant's",
    "events.Event": "events",
    "events.SignUp": "sign_ups",
    "trainings.Attendance": "attendance",
    "trainings.Training": "trainings",
    "trainings.HalfDay": "half_days",
    "trainings.Registration": "registrations",
    "trainings.Step": "registrations",
    "trainings.Evaluation": "evaluations",
    "committees.Committee": "committees",
    "committees.Mandate": "mandates",
    "committees.Convocation": "committee_meetings",
    "committees.Reply": "committee_meetings",
    "committees.Presence": "committee_meetings",
    "committees.Proposal": "committee_proposals",
    "committees.Minutes": "committee_minutes",
    "committees.Passage": "committee_minutes",
    "committees.Revision": "committee_minutes",
    "committees.Comment": "committee_minutes",
    "committees.Erratum": "committee_minutes",
    "committees.Decision": "decisions",
    "committees.Step": "decisions",
    "solicitations.Solicitation": "solicitations",
    "solicitations.Message": "solicitations",
    "solicitations.Guest": "solicitations",
    "solicitations.Charge": "solicitations",
    "solicitations.Step": "solicitations",
    "solicitations.Presentation": "solicitations",
    "pages.PortalImage": "back_office",
    "pages.PortalDocument": "back_office",
}


def test_every_model_that_names_a_person_is_told_in_a_section():
    naming = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.partition(".")[0] in OURS
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.related_model in (User, Membership)
    }
    assert naming - set(TOLD_IN) == set()
    assert {told for told in TOLD_IN.values() if " " not in told} <= set(_sections)


def test_the_page_tells_what_is_known_and_why(pdc, pdc_client):
    diane = Membership.objects.get(user__email="diane@demo.example")
    Profile.objects.update_or_create(membership=diane, defaults={"phone": "06 00 00 00 00"})
    Circle.objects.create(name="Cercle d’essai", slug="echanges-essai").members.add(diane)
    page = pdc_client.login_as("diane").get("/extranet/mes-donnees/").text
    for words in ("diane@demo.example", "Travailleuse sociale", "06 00 00 00 00", "Cercle d’essai", "Pourquoi"):
        assert words in page
    assert "bob" not in page


def test_the_file_holds_the_same(pdc_client):
    response = pdc_client.login_as("diane").get("/extranet/mes-donnees/export.json")
    assert "attachment" in response["Content-Disposition"]
    content = json.loads(response.content)
    by_title = {each["titre"]: each for each in content["rubriques"]}
    assert by_title["Votre compte"]["données"][0]["Courriel"] == "diane@demo.example"
    assert {"but", "conservation"} <= by_title["Vos organisations"].keys()


def test_a_person_in_two_tenants_reads_of_one_on_each(pdc, casa, casa_client, pdc_client):
    with context.use(context.PLATFORM):
        fanny = User.objects.get(email="fanny@demo.example")
    for tenant, word in ((pdc, "Cercle d’Arras"), (casa, "Cercle d’Antibes")):
        with context.use(tenant.context):
            circle = Circle.objects.create(name=word, slug="cercle")
            circle.members.add(Membership.objects.get(user=fanny, tenant=tenant))
    page = casa_client.login_as("fanny").get("/extranet/mes-donnees/").text
    assert "Cercle d’Antibes" in page
    assert "Arras" not in page
    assert "Pas-de-Calais" not in page


# Leaving ---------------------------------------------------------------------------------------------------


def sign_in(client, first_name: str):
    """Sign in, and give the password once more, as leaving asks."""
    client.post("/compte/connexion/", {"login": f"{first_name}@demo.example", "password": PASSWORD})
    client.post("/compte/confirmer/", {"password": PASSWORD})
    return client


def test_leaving_asks_for_the_password_again(pdc_client):
    answer = pdc_client.login_as("diane").post("/extranet/mes-donnees/quitter/")
    assert answer["Location"].startswith("/compte/confirmer/")
    assert pdc_client.get("/extranet/").status_code == 200


def test_leaving_one_s_only_space_forgets_the_account(pdc, pdc_client):
    diane = Membership.objects.get(user__email="diane@demo.example")
    Profile.objects.get_or_create(membership=diane)
    client = sign_in(pdc_client, "diane")
    assert client.get("/extranet/mes-donnees/quitter/").status_code == 200
    answer = client.post("/extranet/mes-donnees/quitter/", follow=True)
    assert "votre compte est effacé" in answer.text
    diane.refresh_from_db()
    assert diane.end_reason == EndReason.OWN
    assert str(diane.user) == "compte effacé"
    assert not Profile.objects.filter(membership=diane).exists()
    assert not Affiliation.objects.current().filter(membership=diane).exists()
    assert client.get("/extranet/").status_code == 302


def test_leaving_one_of_two_spaces_keeps_the_account(pdc, casa_client, pdc_client):
    with context.use(context.PLATFORM):
        fanny = User.objects.get(email="fanny@demo.example")
    answer = sign_in(pdc_client, "fanny").post("/extranet/mes-donnees/quitter/", follow=True)
    assert "ouvre toujours" in answer.text
    assert sign_in(casa_client, "fanny").get("/extranet/").status_code == 200
    fanny.refresh_from_db()
    assert fanny.is_active


def test_the_last_administrator_may_not_leave(pdc, pdc_client):
    client = sign_in(pdc_client, "gael")
    answer = client.post("/extranet/mes-donnees/quitter/", follow=True)
    assert "dernière personne à administrer" in answer.text
    set_membership(User.objects.get(email="chloe@demo.example"), pdc, {Role.ADMINISTRATION})
    assert "effacé" in client.post("/extranet/mes-donnees/quitter/", follow=True).text
