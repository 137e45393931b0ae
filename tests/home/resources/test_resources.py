"""« Pour en savoir plus »: documents and links by theme, for whoever may open them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import CollectionViewRestriction

from home.resources.attention import TO_PUBLISH, waiting_rows
from home.resources.models import Resource, ResourceTheme
from portal.tenancy.models import Membership
from tests.conftest import PDC_HOST, GuardedClient
from tests.factories import make_document

pytestmark = pytest.mark.django_db
ADDRESS = "/ressources/"


def read(client, query: str = "") -> str:
    return client.get(ADDRESS + query).text.replace("\xa0", " ").replace("\u202f", " ")


def link(title: str = "Un lien", *, is_shown: bool = True, **fields) -> Resource:
    return Resource.objects.create(title=title, url="https://www.exemple.fr/page", is_shown=is_shown, **fields)


def document(tenant, title: str = "Un document", **fields) -> Resource:
    return Resource.objects.create(title=title, document=make_document(tenant), is_shown=True, **fields)


def member(first_name: str) -> Membership:
    return Membership.objects.get(user__email=f"{first_name}@demo.example")


def test_documents_say_their_format_and_weight_and_links_their_site(pdc, pdc_client):
    document(pdc, publisher="Une association")
    link()
    page = read(pdc_client)
    assert "(PDF, 13 octets)" in page
    assert "(site externe : www.exemple.fr)" in page
    assert "Une association" in page
    assert "target=" not in page


def test_they_stand_by_theme_in_the_order_that_staff_gave(pdc, pdc_client):
    first, second = (ResourceTheme.objects.create(name=name, position=n) for n, name in enumerate(["Z", "A"], 50))
    for theme, title, position in ((second, "quatre", 1), (first, "deux", 2), (first, "un", 1), (None, "cinq", 0)):
        link(f"Essai {title}", theme=theme, position=position)
    page = read(pdc_client)
    places = [page.index(f"Essai {title}") for title in ("un", "deux", "quatre", "cinq")]
    assert places == sorted(places)
    assert "Autres ressources" in page


def test_one_narrows_them_by_nature_and_theme(pdc, pdc_client):
    theme = ResourceTheme.objects.create(name="Essais")
    link("Lien d’essai", theme=theme)
    document(pdc, "Document d’essai", theme=theme)
    assert "Lien d’essai" not in read(pdc_client, "?nature=document")
    page = read(pdc_client, f"?nature=lien&theme={theme.slug}")
    assert "1 ressource<" in page
    assert "Lien d’essai" in page
    assert "Document d’essai" not in page
    assert "Insee" not in page
    assert "Aucune ressource ne répond à ce choix" in read(pdc_client, "?nature=document&theme=chiffres")


@pytest.mark.parametrize("query", ["?theme=inconnu", "?nature=x", "?theme=%00", "?nature=&theme=", "?theme[]=1"])
def test_what_is_asked_badly_narrows_nothing(pdc_client, query):
    response = pdc_client.get(ADDRESS + query)
    assert response.status_code == 200
    assert "Insee" in response.text


def test_nothing_yet_is_said(pdc, pdc_client):
    Resource.objects.all().delete()
    assert "Aucune ressource pour l’instant" in read(pdc_client)


def test_what_is_prepared_is_shown_to_nobody(pdc, pdc_client):
    link("En préparation", is_shown=False)
    assert "En préparation" not in read(pdc_client)
    assert "En préparation" not in read(GuardedClient(PDC_HOST).login_as("gael"))


def test_the_neighbour_s_are_not_ours(pdc_client, casa_client):
    assert "pasdecalais.fr" in read(pdc_client)
    assert "pasdecalais.fr" not in read(casa_client)


@pytest.mark.parametrize(("kind", "is_for_bob"), [("login", True), ("groups", False), ("password", False)])
def test_a_document_of_a_private_collection_is_for_whoever_may_open_it(pdc, pdc_client, kind, is_for_bob):
    private = pdc.root_collection.add_child(name="Privé")
    deeper = private.add_child(name="Plus bas")
    row = document(pdc, "Réservé")
    row.document.collection = deeper
    row.document.save()
    restriction = CollectionViewRestriction.objects.create(collection=private, restriction_type=kind, password="mot")
    bob = GuardedClient(PDC_HOST).login_as("bob")
    assert "Réservé" not in read(pdc_client)
    assert ("Réservé" in read(bob)) is is_for_bob
    if kind != "password":  # which Wagtail asks on a page of its own
        answer = bob.get(row.document.url)
        assert (answer.getvalue() == b"%PDF-1.7 plan") is is_for_bob
    if kind == "groups":
        restriction.groups.set(member("gael").user.groups.all())
        assert "Réservé" in read(GuardedClient(PDC_HOST).login_as("gael"))


def test_a_document_that_is_deleted_takes_its_line_with_it(pdc, pdc_client):
    row = document(pdc, "Bientôt parti")
    row.document.delete()
    assert "Bientôt parti" not in read(pdc_client)


def test_a_resource_is_one_of_the_two(pdc):
    both = Resource(title="Les deux", document=make_document(pdc), url="https://www.exemple.fr/")
    for row in (both, Resource(title="Ni l’un ni l’autre")):
        with pytest.raises(ValidationError, match="l’un des deux"):
            row.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://exemple.fr/", "exemple"])
def test_an_address_that_a_reader_cannot_follow_is_refused(pdc, url):
    with pytest.raises(ValidationError):
        Resource(title="Ailleurs", url=url).full_clean()


def test_the_page_takes_the_same_queries_whatever_its_length(pdc, pdc_client):
    def count():
        read(pdc_client)
        with CaptureQueriesContext(connection) as queries:
            read(pdc_client)
        return len(queries)

    document(pdc, theme=ResourceTheme.objects.create(name="Essais"))
    before = count()
    for n in range(30):
        link(f"Lien {n}", theme=ResourceTheme.objects.create(name=f"Thème {n}"))
        document(pdc, f"Document {n}")
    assert count() == before <= 12


# Staff ------------------------------------------------------------------------------------------------------

FORM = {"title": "Ajouté", "document": "", "url": "https://www.exemple.fr/", "text": "", "publisher": "",
        "published_on": "", "theme": "", "review_on": "2027-01-31"}  # fmt: skip


@pytest.mark.parametrize(("person", "status"), [("chloe", 200), ("gael", 200), ("iris", 200), ("alice", 302)])
def test_whoever_writes_pages_keeps_them(pdc_client, person, status):
    pdc_client.login_as(person)
    for address in ("/admin/resource/", "/admin/resource/new/"):
        assert pdc_client.get(address).status_code == status


def test_who_publishes_shows_one_at_once(pdc, pdc_client):
    assert "Ajouté" not in read(pdc_client)
    GuardedClient(PDC_HOST).login_as("chloe").post("/admin/resource/new/", FORM | {"is_shown": "on"})
    assert "Ajouté" in read(pdc_client)
    assert str(Resource.objects.get(title="Ajouté").review_on) == "2027-01-31"


def test_redaction_prepares_and_changes_nothing_that_is_shown(pdc, pdc_client):
    iris = GuardedClient(PDC_HOST).login_as("iris")
    iris.post("/admin/resource/new/", FORM | {"is_shown": "on"})
    prepared = Resource.objects.get(title="Ajouté")
    assert not prepared.is_shown
    iris.post(f"/admin/resource/edit/{prepared.pk}/", FORM | {"title": "Repris", "is_shown": "on"})
    prepared.refresh_from_db()
    assert (prepared.title, prepared.is_shown) == ("Repris", False)
    shown = link("Déjà visible")
    for deed in ("edit", "delete"):
        assert iris.post(f"/admin/resource/{deed}/{shown.pk}/", FORM).status_code == 302
    shown.refresh_from_db()
    assert shown.title == "Déjà visible"
    listed = iris.get("/admin/resource/").text
    assert f"/admin/resource/edit/{prepared.pk}/" in listed
    assert f"/admin/resource/edit/{shown.pk}/" not in listed


def test_both_or_neither_comes_back_with_the_words_that_were_written(pdc, pdc_client):
    response = pdc_client.login_as("chloe").post("/admin/resource/new/", FORM | {"url": ""})
    assert "l’un des deux" in response.text
    assert "Ajouté" in response.text


def test_staff_put_them_in_order(pdc, pdc_client):
    Resource.objects.all().delete()
    rows = [link(f"Essai {n}", position=n) for n in range(1, 4)]
    pdc_client.login_as("chloe")
    assert "w-orderable" in pdc_client.get("/admin/resource/?ordering=position").text
    pdc_client.post(f"/admin/resource/reorder/{rows[2].pk}/?position=0")
    page = read(GuardedClient(PDC_HOST))
    places = [page.index(f"Essai {n}") for n in (3, 1, 2)]
    assert places == sorted(places)
    pdc_client.post("/admin/resource/new/", FORM)
    assert Resource.objects.last().title == "Ajouté"


def test_what_is_prepared_waits_for_those_who_publish(pdc, django_assert_num_queries):
    row = link("En préparation", is_shown=False)
    chloe, iris, bob = member("chloe"), member("iris"), member("bob")
    with django_assert_num_queries(1):
        assert list(waiting_rows(chloe)) == [(TO_PUBLISH, str(row.pk), "En préparation", row.created_at)]
    with django_assert_num_queries(0):
        assert waiting_rows(iris) is None
        assert waiting_rows(bob) is None
