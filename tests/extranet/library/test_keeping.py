"""Those who publish keep the library: they put in, change, move, take away, and see who has opened."""

import pytest
from bs4 import BeautifulSoup

from portal.database import context
from portal.documents.models import Document, FilePolicy, Folder
from portal.organisations.models import Circle
from tests.conftest import PDC_HOST, GuardedClient
from tests.extranet.directory.people import many_members, organisation, queries_of
from tests.portal.documents import files
from tests.portal.documents.making import make_document, make_folder, member

pytestmark = pytest.mark.django_db
HOME = "/extranet/bibliotheque/"
EVERYONE = {"audience-reach": "professionnels"}


@pytest.fixture
def alice(db):
    return GuardedClient(PDC_HOST).login_as("alice")


def test_a_folder_is_made_and_changed(pdc, alice):
    fields = {"name": "Aller vers", "description": "Des notes.", "position": 5}
    alice.post(
        f"{HOME}nouveau-dossier/", fields | {"audience-reach": "choisis", "audience-kinds": ["bailleur", "ccas"]}
    )
    folder = Folder.objects.get(name="Aller vers")
    assert (folder.slug, folder.audience.kinds) == ("aller-vers", ["bailleur", "ccas"])
    response = alice.post(f"{HOME}dossiers/aller-vers/modifier/", fields | EVERYONE | {"name": "L’aller vers"})
    assert response.url == f"{HOME}dossiers/aller-vers/"
    folder.refresh_from_db()
    assert (folder.name, folder.audience.reach, folder.audience.kinds) == ("L’aller vers", "professionnels", [])


def test_two_folders_have_two_names_and_two_addresses(pdc, alice):
    make_folder("L’été", "l-ete")
    refused = alice.post(f"{HOME}nouveau-dossier/", {"name": "l’été", "position": 5} | EVERYONE)
    assert "Un dossier porte déjà ce nom" in refused.text
    alice.post(f"{HOME}nouveau-dossier/", {"name": "L ete", "position": 5} | EVERYONE)
    assert Folder.objects.get(name="L ete").slug == "l-ete-2"


def test_nobody_chosen_is_refused_beside_its_field(pdc, alice):
    response = alice.post(f"{HOME}nouveau-dossier/", {"name": "X", "position": 5, "audience-reach": "choisis"})
    assert "Choisissez au moins une nature" in response.text
    assert not Folder.objects.filter(name="X").exists()
    assert "tout le monde" not in response.text  # nothing here is the public's


def test_several_files_each_have_their_fate(pdc, alice):
    make_folder()
    sent = [files.uploaded(files.pdf(), "guide.pdf"), files.uploaded(b"<html>", "page.pdf"),
            files.uploaded(files.GOOD["odt"], "note.odt")]  # fmt: skip
    response = alice.post(f"{HOME}dossiers/vacance/deposer/", {"files": sent} | EVERYONE)
    assert "2 documents déposés sur 3" in response.text
    assert "page.pdf" in response.text
    assert "n’est pas accepté" in response.text
    assert set(Document.objects.filter(folder__slug="vacance").values_list("title", flat=True)) == {"Guide", "Note"}


def test_files_take_the_audience_that_was_chosen(pdc, alice):
    make_folder()
    circle = Circle.objects.create(name="Échanges", slug="echanges")
    chosen = {"audience-reach": "choisis", "audience-circles": [circle.pk], "audience-people": [member("bob").pk]}
    sent = {"files": [files.uploaded(files.pdf())], "is_to_read": "on"}
    assert alice.post(f"{HOME}dossiers/vacance/deposer/", sent | chosen).status_code == 302
    document = Document.objects.get(folder__slug="vacance")
    assert (list(document.audience.circles.all()), list(document.audience.people.all())) == ([circle], [member("bob")])
    assert document.is_to_read


def test_files_are_asked_for_again_by_their_names_when_something_else_is_wrong(pdc, alice):
    make_folder()
    sent = {"files": [files.uploaded(files.pdf(), "guide.pdf"), files.uploaded(files.pdf(), "charte.pdf")],
            "is_to_read": "on", "audience-reach": "choisis"}  # fmt: skip
    page = BeautifulSoup(alice.post(f"{HOME}dossiers/vacance/deposer/", sent).content, "html.parser")
    (summary,) = page.select(".error-summary")
    said = summary.find("a", href="#id_files").text
    assert "Choisissez de nouveau vos fichiers" in said
    assert "guide.pdf, charte.pdf" in said
    assert "Choisissez au moins une nature" in summary.text
    assert "guide.pdf" in page.find(id=page.find(id="id_files")["aria-describedby"].split()[0]).text
    assert page.find("input", {"name": "is_to_read"}).has_attr("checked")
    assert page.find("input", {"name": "audience-reach", "value": "choisis"}).has_attr("checked")
    assert not Document.objects.filter(folder__slug="vacance").exists()


def test_a_version_s_file_is_asked_for_again_and_its_comment_stays(pdc, alice):
    document = make_document(make_folder())
    sent = {"file": files.uploaded(files.pdf(["Corrigé"]), "corrigé.pdf"), "comment": "x" * 301}
    page = alice.post(f"{HOME}documents/{document.pk}/nouvelle-version/", sent).text
    assert "Choisissez de nouveau votre fichier" in page
    assert "corrigé.pdf" in page
    assert "x" * 301 in page
    assert document.versions.count() == 1


def test_the_neighbour_s_people_cannot_be_chosen(pdc, alice):
    make_folder()
    with context.use(context.PLATFORM):
        ezra = member("ezra", "casa")
    theirs = {"audience-reach": "choisis", "audience-people": [ezra.pk]}
    response = alice.post(f"{HOME}dossiers/vacance/deposer/", {"files": [files.uploaded(files.pdf())]} | theirs)
    assert response.status_code == 200
    assert not Document.objects.filter(folder__slug="vacance").exists()


def test_no_file_or_too_many_is_said(pdc, alice, settings):
    make_folder()
    settings.DOCUMENTS_AT_ONCE = 1
    assert "Choisissez un fichier" in alice.post(f"{HOME}dossiers/vacance/deposer/", EVERYONE).text
    sent = {"files": [files.uploaded(files.pdf()), files.uploaded(files.pdf())]}
    assert "1 fichiers au plus" in alice.post(f"{HOME}dossiers/vacance/deposer/", sent | EVERYONE).text


def test_a_new_version_says_what_changes_or_why_it_is_refused(pdc, alice):
    document = make_document(make_folder())
    address = f"{HOME}documents/{document.pk}/nouvelle-version/"
    refused = alice.post(address, {"file": files.uploaded(b"MZ" + bytes(90)), "comment": "Mon commentaire"})
    assert "n’est pas accepté" in refused.text
    assert "Mon commentaire" in refused.text
    alice.post(address, {"file": files.uploaded(files.pdf(["Deux"])), "comment": "Page 2"})
    assert Document.objects.get(pk=document.pk).current.comment == "Page 2"
    same = alice.post(address, {"file": files.uploaded(files.pdf(["Deux"]))}, follow=True)
    assert "déjà le dernier déposé" in same.text
    assert document.versions.count() == 2


def test_a_document_is_changed_moved_archived_and_put_back(pdc, alice):
    document, other = make_document(make_folder()), make_folder("Autre", "autre")
    fields = {"title": "Nouveau titre", "description": "", "folder": other.pk, "is_to_read": "on"}
    alice.post(f"{HOME}documents/{document.pk}/modifier/", fields | EVERYONE)
    document.refresh_from_db()
    assert (document.title, document.folder, document.is_to_read) == ("Nouveau titre", other, True)
    for word, state in [("oui", "archive"), ("oui", "archive"), ("non", "publie")]:
        alice.post(f"{HOME}documents/{document.pk}/archiver/", {"archiver": word})
        document.refresh_from_db()
        assert document.state == state


def test_deleting_asks_first_and_a_full_folder_stays(pdc, alice):
    document = make_document(make_folder())
    alice.get(f"{HOME}documents/{document.pk}/supprimer/")
    assert Document.objects.filter(pk=document.pk).exists()
    assert "contient 1 document" in alice.post(f"{HOME}dossiers/vacance/supprimer/").text
    assert alice.post(f"{HOME}documents/{document.pk}/supprimer/").url == f"{HOME}dossiers/vacance/"
    assert not Document.objects.filter(pk=document.pk).exists()
    assert alice.post(f"{HOME}dossiers/vacance/supprimer/").url == HOME
    assert not Folder.objects.filter(slug="vacance").exists()


@pytest.mark.parametrize("person", ["bob", "diane", "iris"])
def test_a_member_without_the_right_gets_403(pdc, person):
    document = make_document(make_folder())
    client = GuardedClient(PDC_HOST).login_as(person)
    assert client.get(f"{HOME}documents/{document.pk}/").status_code == 200
    for name in ("modifier/", "nouvelle-version/", "supprimer/", "lectures/", "lectures.csv"):
        assert client.get(f"{HOME}documents/{document.pk}/{name}").status_code == 403
        if name != "lectures/" and name != "lectures.csv":
            assert client.post(f"{HOME}documents/{document.pk}/{name}").status_code == 403
    assert client.post(f"{HOME}documents/{document.pk}/archiver/").status_code == 403
    assert client.post(f"{HOME}dossiers/vacance/deposer/").status_code == 403
    assert Document.objects.get(pk=document.pk).state == "publie"


def test_who_has_opened_and_who_has_not(pdc, alice):
    document = make_document(make_folder(reach="choisis", kinds=["bailleur"]))
    others = document.audience.members().count() - 1
    GuardedClient(PDC_HOST).login_as("bob").get(f"{HOME}documents/{document.pk}/telecharger/").getvalue()
    page = alice.get(f"{HOME}documents/{document.pk}/lectures/").text
    not_opened, opened = page.split("Ont ouvert (1)")
    assert f"N’ont pas ouvert ({others})" in not_opened
    assert "Fanny" in not_opened
    assert "Bob" in opened
    assert "Diane" not in page  # it is not for her
    table = alice.get(f"{HOME}documents/{document.pk}/lectures.csv").content.decode("utf-8-sig").splitlines()
    assert table[1].startswith("Bob (exemple);Bailleur social n° 1 (exemple);oui;1;")
    assert table[2] == "Fanny (exemple);Bailleur social n° 2 (exemple);non;;"


def test_a_name_that_a_spreadsheet_would_run_is_text(pdc, alice):
    member("bob").user.__class__.objects.filter(email="bob@demo.example").update(first_name="=1+1")
    document = make_document(make_folder())
    assert "'=1+1" in alice.get(f"{HOME}documents/{document.pk}/lectures.csv").content.decode()


def test_the_rule_on_files_is_the_administration_s_and_needs_an_antivirus(pdc, alice, settings):
    assert alice.get(f"{HOME}regles/").status_code == 403
    gael = GuardedClient(PDC_HOST).login_as("gael")
    assert "Aucun antivirus" in gael.post(f"{HOME}regles/", {"holds_unscanned": "on"}).text
    assert not FilePolicy.objects.filter(holds_unscanned=True).exists()
    settings.CLAMAV_ADDRESS = "127.0.0.1:1"
    assert gael.post(f"{HOME}regles/", {"holds_unscanned": "on"}).status_code == 302
    assert FilePolicy.objects.get().holds_unscanned


def test_a_member_is_named_while_typing_by_who_keeps_the_library_alone(pdc, alice):
    answer = alice.get(f"{HOME}personnes/?q=dian").json()["suggestions"]
    assert answer == [
        {"label": "Diane (exemple)", "note": "Association d’insertion (exemple)", "value": member("diane").pk}
    ]
    assert alice.get(f"{HOME}personnes/?q=hugo").json() == {"suggestions": []}  # the neighbour's
    assert alice.get(f"{HOME}personnes/?q=%00").status_code == 200
    assert GuardedClient(PDC_HOST).login_as("bob").get(f"{HOME}personnes/?q=dian").status_code == 403


def test_the_form_shows_the_chosen_and_not_every_member(pdc, alice):
    folder = make_folder("Travail", "travail", reach="choisis")
    folder.audience.people.add(member("bob"))
    page = BeautifulSoup(alice.get(f"{HOME}dossiers/travail/modifier/").text, "html.parser")
    assert [box["value"] for box in page.select('input[name="audience-people"][value]')] == [str(member("bob").pk)]
    assert page.select_one('input[name="audience-names"]')["data-suggest-url"] == f"{HOME}personnes/"


def test_without_script_a_full_name_is_enough_and_a_likeness_is_only_proposed(pdc, alice):
    make_folder("Travail", "travail")
    address = f"{HOME}dossiers/travail/modifier/"
    fields = {"name": "Travail", "position": "1", "audience-reach": "choisis"}
    refused = alice.post(address, fields | {"audience-names": "Bob (exemple), Dian"})
    page = BeautifulSoup(refused.text, "html.parser")
    boxes = {box["value"]: box.has_attr("checked") for box in page.select('input[name="audience-people"][value]')}
    assert boxes[str(member("diane").pk)] is False
    assert "«\xa0Dian\xa0»\xa0: cochez" in page.get_text()
    assert not Folder.objects.get(slug="travail").audience.people.exists()
    ticked = {"audience-people": [member("diane").pk], "audience-names": "Bob (exemple), Dian"}
    assert alice.post(address, fields | ticked).status_code == 302
    assert set(Folder.objects.get(slug="travail").audience.people.all()) == {member("bob"), member("diane")}


@pytest.mark.parametrize("names", ["Zzzz", "Hugo (exemple)", "\0"])
def test_a_name_of_nobody_here_is_said(pdc, alice, names):
    make_folder("Travail", "travail")
    fields = {"name": "Travail", "position": "1", "audience-reach": "choisis", "audience-names": names}
    answer = alice.post(f"{HOME}dossiers/travail/modifier/", fields)
    assert answer.status_code == 200
    assert "Hugo (exemple)," not in answer.text
    assert not Folder.objects.get(slug="travail").audience.people.exists()


def test_the_form_takes_a_flat_number_of_queries(pdc, alice):
    folder = make_folder("Travail", "travail", reach="choisis")
    folder.audience.people.add(member("bob"))
    address = f"{HOME}dossiers/travail/modifier/"
    before = queries_of(alice, address)
    folder.audience.people.add(*many_members(pdc, 30, [organisation("CCAS")]))
    assert queries_of(alice, address) == before
