"""What a message is about: a closed list, chosen beforehand by a link, answered by somebody of its own or not."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail

from home.contact.subjects import ContactSubject
from home.models import ContactMessage, ContactRoute
from portal.tenancy.models import Tenant
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db


def chosen(page) -> str:
    return BeautifulSoup(page.content, "html.parser").find(id="id_subject").find("option", selected=True)["value"]


@pytest.mark.parametrize("subject", ContactSubject.written_about())
@pytest.mark.parametrize("address", ["/contact/", "/contact/lens-henin/"])
def test_a_link_chooses_the_subject_beforehand(pdc_client, address, subject):
    assert chosen(pdc_client.get(address, {"sujet": subject})) == subject


@pytest.mark.parametrize("subject", ["", "inconnu", "\0", "<script>"])
def test_a_subject_that_is_none_chooses_the_usual_one(pdc_client, subject):
    assert chosen(pdc_client.get("/contact/", {"sujet": subject})) == "information"


def test_the_subject_is_kept_and_told_to_who_answers(send, pdc, forwarded):
    send(subject="proprietaire")
    assert ContactMessage.objects.get().subject == "proprietaire"
    [letter] = forwarded()
    assert "Propriétaire privé" in letter.subject
    assert "Sujet : Propriétaire privé" in letter.body


@pytest.mark.parametrize("subject", ["", "inconnu"])
def test_a_subject_out_of_the_list_is_refused_at_the_field(send, subject):
    page = send(subject=subject)
    field = BeautifulSoup(page.content, "html.parser").find(id="id_subject")
    assert field["aria-invalid"] == "true"
    assert mail.outbox == []


def test_an_access_is_asked_for_elsewhere(pdc_client):
    assert pdc_client.get("/contact/", {"sujet": "acces"})["Location"] == "/demander-un-acces/"


def test_who_chose_an_access_after_writing_is_led_there_and_loses_nothing(send, pdc):
    page = send(subject="acces")
    notice = BeautifulSoup(page.content, "html.parser").select_one("form .notice a")
    assert notice["href"] == "/demander-un-acces/"
    assert "une situation bloque" in page.text
    assert not ContactMessage.objects.exists()


def test_a_subject_with_its_own_recipient_goes_there_whatever_the_commune(send, pdc_client, pdc, forwarded):
    ContactRoute.objects.create(subject="presse", email="presse@departement.example")
    answer = send(subject="presse")
    assert [letter.to for letter in forwarded()] == [["presse@departement.example"]]
    assert answer["Location"] == "/contact/message-envoye/?sujet=presse"
    assert "chargée de ce sujet" in pdc_client.get(answer["Location"]).text


def test_another_subject_still_goes_to_the_platform(send, pdc, forwarded):
    ContactRoute.objects.create(subject="presse", email="presse@departement.example")
    send(subject="mairie")
    assert [letter.to for letter in forwarded()] == [["coordinateurLDAlens@apsa62.fr"]]


def test_the_general_contact_comes_before_the_administrators(send, pdc, forwarded):
    Tenant.objects.filter(pk=pdc.pk).update(contact_email="accueil@departement.example")
    send("/contact/")
    assert [letter.to for letter in forwarded()] == [["accueil@departement.example"]]


def test_a_recipient_of_the_neighbour_counts_for_nothing_here(send, casa, forwarded):
    ContactRoute.objects.create(subject="presse", email="presse@casa.example")
    send(subject="presse")
    assert [letter.to for letter in forwarded()] == [["coordinateurLDAlens@apsa62.fr"]]


def test_the_administration_says_who_answers_a_subject_and_once(pdc):
    gael = GuardedClient(PDC_HOST).login_as("gael")
    fields = {"subject": "presse", "email": "presse@departement.example"}
    assert gael.post("/admin/contact_routes/new/", fields).status_code == 302
    assert "presse@departement.example" in gael.get("/admin/contact_routes/").text
    again = gael.post("/admin/contact_routes/new/", fields)
    assert "Ce sujet a déjà un destinataire." in again.text
    assert ContactRoute.objects.count() == 1
    bad = gael.post("/admin/contact_routes/new/", {"subject": "autre", "email": "pas une adresse"})
    assert bad.status_code == 200
    assert "Une adresse comme" in bad.text


@pytest.mark.parametrize(("host", "person"), [(PDC_HOST, "alice"), (PDC_HOST, "chloe"), (CASA_HOST, "ezra")])
@pytest.mark.parametrize("address", ["/admin/contact_routes/", "/admin/conservation-des-messages/"])
def test_nobody_else_changes_the_settings(db, host, person, address):
    browser = GuardedClient(host).login_as(person)
    assert browser.get(address).status_code in {302, 403}
