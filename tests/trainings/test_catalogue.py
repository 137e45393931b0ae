"""The catalogue and the page of a training, for everybody: what is told, what is not, and how many seats are left."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.organisations.models import Audience, Organisation
from portal.tenancy.models import Membership
from portal.territories.models import Commune
from tests.conftest import PDC_HOST, GuardedClient
from tests.portal.documents.making import make_document, make_folder
from trainings import services
from trainings.registering import register
from trainings.services import Kept

pytestmark = pytest.mark.django_db

LANDLORD, ASSOCIATION = Organisation.Kind.LANDLORD, Organisation.Kind.ASSOCIATION


def read(address: str, first_name: str = "") -> str:
    """Return what a visitor, or a member, reads there, without no-break spaces."""
    client = GuardedClient(PDC_HOST)
    if first_name:
        client.login_as(first_name)
    text = client.get(address).text
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def fill(session, make_member, count: int, kind: str = "") -> None:
    for _ in range(count):
        member = make_member(kind)
        register(session, member, by=member)


def test_a_visitor_reads_what_is_shown_to_everybody_and_a_member_what_is_meant_for_them(make_training):
    make_training(title="Pour tous")
    make_training(title="Entre membres", is_public=False)
    make_training(title="Entre bailleurs", is_public=False, reach=Audience.Reach.CHOSEN, kinds=[LANDLORD])
    make_training(title="Pas encore", is_published=False)
    titles = ("Pour tous", "Entre membres", "Entre bailleurs", "Pas encore")

    def shown(name):
        page = read("/formations/", name)
        return [title for title in titles if title in page]

    assert shown("") == ["Pour tous"]
    assert shown("diane") == ["Pour tous", "Entre membres"]
    assert shown("bob") == ["Pour tous", "Entre membres", "Entre bailleurs"]


def test_documents_of_the_library_are_shown_to_members_alone_whoever_they_are_for(make_training):
    """One for everybody comes out with the extract of minutes: its page in the library asks who one is."""
    training, public = make_training(title="Bail glissant"), Audience.objects.create(reach="public")
    training.documents.add(make_document(make_folder(), title="Pour tous", audience=public))
    address = f"/formations/{training.slug}/"
    assert "Pour tous" in read(address, "bob")
    assert "Pour tous" not in read(address)
    assert "/extranet/" not in read(address)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("nature=bailleur", ["Bail glissant", "Attribuer"]), ("nature=association", ["Bail glissant"]),
        ("q=attribution", []), ("q=atribuer", ["Attribuer"]), ("q=dialogue", ["Bail glissant"]),
        ("places=on", ["Bail glissant"]), ("commune=Lens", ["Bail glissant"]), ("commune=Calais", []),
        ("commune=zzzz", []), ("nature=inconnue&p=99", ["Bail glissant", "Attribuer"]),
        ("commune=%00&q=%00", ["Bail glissant", "Attribuer"]),
    ],
)  # fmt: skip
def test_the_address_narrows_the_catalogue(make_training, make_session, query, found):
    lens = Commune.objects.get(code="62498")
    make_session(make_training(title="Bail glissant", summary="Un dialogue à trois."), commune=lens)
    make_training(title="Attribuer", reach=Audience.Reach.CHOSEN, kinds=[LANDLORD])
    page = read(f"/formations/?{query}")
    assert [title for title in ("Bail glissant", "Attribuer") if title in page] == found


def seats_of(session, name: str = "") -> str:
    page = read(f"/formations/{session.training.slug}/", name)
    return page.split(f'id="session-{session.pk}"')[1].split("</article>")[0]


def test_the_seats_left_are_said_then_that_it_is_full(make_session, make_member):
    session = make_session(capacity=2)
    assert "2 places" in seats_of(session)
    fill(session, make_member, 1)
    assert "1 place<" in seats_of(session)
    fill(session, make_member, 2)
    assert "complète, liste d’attente" in seats_of(session)


def test_kept_seats_are_told_apart_from_those_for_all(make_session, make_member):
    until = timezone.localdate() + datetime.timedelta(days=5)
    session = make_session(capacity=3, kept=[Kept(LANDLORD, 2, until)])
    block = seats_of(session)
    assert "1 place<" in block
    assert "2 places gardées jusqu’au" in block
    assert "bailleur social" in block
    fill(session, make_member, 1, LANDLORD)
    assert "1 place gardée" in seats_of(session)
    fill(session, make_member, 1, ASSOCIATION)
    assert "complète" in seats_of(session)


def test_sign_up_that_is_not_open_yet_or_closed_says_so(make_session):
    now = timezone.now()
    later = make_session(opens_at=now + datetime.timedelta(days=3))
    assert "inscriptions à partir du" in seats_of(later)
    over = make_session(closes_at=now - datetime.timedelta(hours=1))
    assert "inscriptions closes" in seats_of(over)


def test_a_cancelled_session_gives_its_reason_and_drafts_and_past_ones_are_not_shown(make_training, make_session):
    training = make_training()
    cancelled, draft = make_session(training), make_session(training, is_open=False)
    past = make_session(training, days=-3)
    services.cancel(cancelled, "Salle fermée")
    page = read(f"/formations/{training.slug}/")
    assert "Salle fermée" in page
    for hidden in (draft, past):
        assert f"session-{hidden.pk}" not in page


def test_a_draft_and_a_members_training_are_nowhere_for_others(make_training):
    draft, members = make_training(is_published=False), make_training(is_public=False)
    client = GuardedClient(PDC_HOST)
    assert client.get(f"/formations/{draft.slug}/").status_code == 404
    assert client.get(f"/formations/{members.slug}/").status_code == 404
    assert "brouillon" in read(f"/formations/{draft.slug}/", "alice")
    assert client.login_as("diane").get(f"/formations/{draft.slug}/").status_code == 404


def test_search_engines_read_the_course_and_no_address_is_in_the_page(make_training, make_session):
    training = make_training(
        title="Bail </script><b>glissant</b>", email="formation@essai.example",
        accessibility="Écrire à aide@essai.example",
        aims="- Voir\n- Dire, ou dire@essai.example\n\nPuis faire.", summary="Écrire à moi@essai.example.",
    )  # fmt: skip
    session = make_session(
        training, place="Salle A", note="Code : acces@essai.example", remote_link="https://visio.essai/x"
    )
    page = GuardedClient(PDC_HOST).get(f"/formations/{training.slug}/").text
    assert "@essai.example" not in page
    assert "visio.essai" not in page
    assert "<li>Voir</li>" in page
    written = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    course = json.loads(written)
    assert (course["@type"], course["name"], course["timeRequired"]) == ("Course", training.title, "PT420M")
    [instance] = course["hasCourseInstance"]
    assert (instance["courseMode"], instance["location"]["name"]) == ("Onsite", "Salle A")
    assert instance["url"].endswith(f"/formations/{training.slug}/#session-{session.pk}")


def test_visitors_are_told_how_to_sign_up_and_members_see_who_trains(make_training, make_session):
    session = make_session(make_training())
    diane = Membership.objects.get(user__email="diane@demo.example")
    session.half_days.update(trainer=diane)
    page = read(f"/formations/{session.training.slug}/")
    assert "Connectez-vous" in page
    assert "/demander-un-acces/" in page
    assert "Diane" not in page
    assert "Avec Diane" in seats_of(session, "bob")


def test_the_name_of_a_circle_or_of_a_person_for_whom_it_is_meant_is_not_told(make_training):
    training = make_training(reach=Audience.Reach.CHOSEN)
    training.audience.people.set(Membership.objects.filter(user__email="bob@demo.example"))
    page = read(f"/formations/{training.slug}/")
    assert "Certains membres de l’espace" in page
    assert "Bob" not in page


def test_the_catalogue_asks_the_same_with_one_session_and_with_many(make_training, make_session, make_member):
    address, client = "/formations/", GuardedClient(PDC_HOST)
    fill(make_session(make_training()), make_member, 1)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    trainings = [make_training() for _ in range(5)]
    for n in range(20):
        fill(make_session(trainings[n % 5], days=31 + n), make_member, 1)
    client.get(address)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(one)
