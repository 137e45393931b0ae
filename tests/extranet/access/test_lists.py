"""« Inviter une liste »: what becomes of each line is shown first, and what was shown is what is done."""

import time

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from extranet.access import inviting
from extranet.access.lists import Fate, decode, dry_run, read
from extranet.access.models import Arrival
from portal.organisations.models import Affiliation, Organisation
from portal.tenancy import invitations
from portal.tenancy.models import Invitation
from portal.tenancy.services import set_membership
from tests.conftest import PDC_HOST, GuardedClient
from tests.extranet.access.conftest import NORA, letters_to, person
from tests.factories import make_user
from tests.portal.tenancy.test_invitations import ACCOUNT, path_in

pytestmark = pytest.mark.django_db
ADDRESS = "/extranet/gestion/demandes/liste/"
LIST = """Courriel;Prénom;Nom;Organisation;Fonction
nora.martin@asso.example;Nora;Martin;ASSOCIATION D'INSERTION (exemple);Éducatrice
BOB@demo.example;Bob;;;
deja@asso.example;;;;
pas-une-adresse;;;;

Nora.Martin@asso.example;;;;
zoe@neuf.example;Zoé;Petit;Centre neuf;
"""


def many(count: int) -> str:
    return "courriel\n" + "".join(f"personne{number}@asso.example\n" for number in range(count))


@pytest.fixture
def invite(post, gael, pdc):
    """``invite(text, **choices)`` checks a list, then confirms what was shown; returns both pages."""

    def do(text: str = LIST, **choices):
        checked = post(gael, ADDRESS, {"text": text})
        sealed = BeautifulSoup(checked.content, "html.parser").find(attrs={"name": "sealed"})["value"]
        names = {f"{number}-organisation": pk for number, pk in enumerate(choices.values())}
        return checked, post(gael, ADDRESS, {"sealed": sealed} | names, follow=True)

    return do


# Reading --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_list_is_read_as_spreadsheets_write_it(encoding, separator):
    [line, *_] = read(decode(LIST.replace(";", separator).replace("\n", "\r\n").encode(encoding)))
    assert (line.email, line.first_name, line.function) == (NORA, "Nora", "Éducatrice")


def test_columns_are_found_by_their_names_in_any_order_and_others_are_left():
    [line] = read('Nom,Poste,E-mail,Téléphone\n"Martin, ép. Petit",Juriste,nora.martin@asso.example,06\n')
    assert (line.last_name, line.function, line.email) == ("Martin, ép. Petit", "Juriste", NORA)


def test_without_names_the_columns_are_in_their_usual_order():
    assert read(f"{NORA};Nora;Martin")[0].last_name == "Martin"
    assert read(f"{NORA}\nzoe@neuf.example")[1].email == "zoe@neuf.example"


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "colonne"), ("nom;prénom\nMartin;Nora", "colonne"), ("courriel\n\n", "aucune ligne"), ("a\0b", "colonne"),
     (many(1001), "1000 au plus"), ('courriel\n"' + "x" * 200_000, "ne se lit pas")],
)  # fmt: skip
def test_a_list_that_is_none_is_refused_in_words(text, said):
    with pytest.raises(ValidationError) as refusal:
        read(text)
    assert said in refusal.value.message.replace("\u202f", "")


def test_a_bad_list_is_refused_on_the_page_and_what_was_pasted_stays(gael):
    page = gael.post(ADDRESS, {"text": "nom\nMartin"})
    assert page.status_code == 422
    assert "Martin" in page.text
    assert "colonne" in page.text
    assert gael.post(ADDRESS, {}).status_code == 422
    picture = SimpleUploadedFile("liste.csv", b"\x89PNG\r\n\x1a\n\x00\xff\xfe")
    assert gael.post(ADDRESS, {"file": picture}).status_code == 422


# Each line's fate -----------------------------------------------------------------------------------------


def test_each_line_has_its_fate_and_nothing_leaves(pdc, gael):
    invitations.invite(pdc, "deja@asso.example", [], by=person("gael"))
    mail.outbox.clear()
    page = gael.post(ADDRESS, {"file": SimpleUploadedFile("liste.csv", LIST.encode("cp1252"))})
    rows = BeautifulSoup(page.content, "html.parser").tbody.find_all("tr")
    assert [row.find_all(["td", "th"])[-1].get_text(strip=True) for row in rows] == [
        "À inviter", "Déjà membre", "Déjà invité", "Courriel invalide", "Doublon dans la liste", "À inviter",
    ]  # fmt: skip
    assert "Centre neuf" in page.text
    assert "Envoyer 2 invitations" in page.text
    assert mail.outbox == []
    assert not Arrival.objects.exists()


def test_what_was_shown_is_done_and_a_member_arrives_at_their_organisation(invite, pdc, pdc_client):
    _, page = invite()
    assert "3 invitations partent" in page.text
    assert len(mail.outbox) == 3
    pdc_client.post(path_in(letters_to(NORA)[0]), ACCOUNT)
    affiliation = Affiliation.objects.get(membership__user__email=NORA)
    assert (affiliation.organisation.name, affiliation.function) == ("Association d’insertion (exemple)", "Éducatrice")
    assert Organisation.objects.get(name="Centre neuf").is_proposed


def test_an_unknown_organisation_may_be_one_that_exists(invite, pdc):
    landlord = Organisation.objects.get(name="Bailleur social n° 1 (exemple)")
    invite(centre=landlord.pk)
    assert Arrival.objects.get(email="zoe@neuf.example").organisation == landlord
    assert not Organisation.objects.filter(name="Centre neuf").exists()


def test_an_organisation_of_the_neighbour_cannot_be_chosen(invite, pdc, casa):
    galice = Organisation.objects.get(name="GALICE")
    _, page = invite(centre=galice.pk)
    assert page.status_code == 422
    assert mail.outbox == []


def test_what_was_confirmed_twice_leaves_once(invite, pdc):
    invite()
    mail.outbox.clear()
    invite()
    assert mail.outbox == []
    for arrival in Arrival.objects.all():
        inviting.send_invitation.func(arrival.pk)
    assert mail.outbox == []


def test_a_list_that_was_tampered_with_or_is_somebody_else_s_is_refused(post, pdc, gael):
    lines = read(LIST)
    set_membership(person("iris"), pdc, ["administration"])
    iris = GuardedClient(PDC_HOST).login_as("iris")
    for client, sealed in [(gael, "faux"), (gael, inviting.seal(lines, pdc, person("gael")) + "x"),
                           (iris, inviting.seal(lines, pdc, person("gael")))]:  # fmt: skip
        assert "vérifiez-la de nouveau" in post(client, ADDRESS, {"sealed": sealed}, follow=True).text
    assert mail.outbox == []


def test_who_became_a_member_before_the_invitation_left_is_affiliated(pdc, django_capture_on_commit_callbacks):
    centre = Organisation.objects.get(name="Bailleur social n° 1 (exemple)")
    arrival = Arrival.objects.create(email=NORA, organisation=centre, invited_by=person("gael"))
    member = set_membership(make_user(NORA), pdc, [])
    inviting.send_invitation.func(arrival.pk)
    assert Affiliation.objects.get(membership=member).organisation == centre
    assert not Arrival.objects.exists()


def test_the_administration_alone_invites_lists(pdc, alice):
    assert alice.get(ADDRESS).status_code == 403
    assert alice.post(ADDRESS, {"text": LIST}).status_code == 403
    assert "Inviter une liste" not in alice.get("/extranet/gestion/demandes/").text


def test_two_hundred_lines_are_fast_and_take_no_more_queries_than_one(gael, pdc):
    def queries(count: int) -> int:
        with CaptureQueriesContext(connection) as taken:
            result = dry_run(read(many(count)), pdc)
        assert [line.fate for line in result.lines] == [Fate.INVITE] * count
        return len(taken)

    assert queries(1) == queries(1000)
    start = time.monotonic()
    assert "Envoyer 200 invitations" in gael.post(ADDRESS, {"text": many(200)}).text
    assert time.monotonic() - start < 5
    assert not Invitation.objects.exists()
