"""Nobody finds, counts or is suggested what is not for them; what may be shown is asked each time."""

import pytest
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from events.models import Event, Occurrence
from home.models import ServicesPage
from portal.database import context
from portal.organisations.models import Audience
from portal.pages.audiences import show_to_everyone
from portal.pages.models import PortalDocument
from portal.search.indexing import read_all
from portal.search.models import Finding
from portal.search.spelling import vocabulary
from portal.tenancy.models import Membership, Module, Tenant
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.factories import make_document
from tests.portal.search.making import ask, keep_for, make_page, member, titles
from trainings.models import Training

pytestmark = pytest.mark.django_db

SECRET = "Trottinette"
NEARLY = "trotinette"  # a spelling that only the secret would correct


def see_nothing(tenant, who: Membership | None) -> None:
    for query in (SECRET, NEARLY, f"{SECRET} logement"):
        answer = ask(tenant, query, who)
        assert SECRET.lower() not in answer.meant.lower()
        assert not [each for each in answer.page(1).object_list if SECRET in each.title or SECRET in each.extract]
    assert ask(tenant, SECRET, who).total == 0


def test_a_page_for_landlords_is_found_by_them_alone(pdc):
    keep_for(make_page(pdc, SECRET, "Un mot."), "choisis", kinds=["bailleur"])
    assert titles(pdc, SECRET, member("bob")) == [SECRET]
    for who in (None, member("diane"), member("gael")):
        see_nothing(pdc, who)


def test_what_stands_below_a_page_for_members_is_for_them_too(pdc):
    above = make_page(pdc, "Au-dessus", "Un mot.")
    make_page(pdc, SECRET, "Un mot.", parent=above)
    assert titles(pdc, SECRET) == [SECRET]
    assert SECRET.lower() in vocabulary(pdc)
    keep_for(above)
    pdc.refresh_from_db()
    see_nothing(pdc, None)
    assert titles(pdc, SECRET, member("bob")) == [SECRET]
    show_to_everyone(above)
    assert titles(pdc, SECRET) == [SECRET]


@pytest.mark.parametrize("kind", ["password", "groups", "login"])
def test_a_restriction_of_wagtail_s_own_keeps_everybody_out(pdc, kind):
    page = make_page(pdc, SECRET, "Un mot.")
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
    see_nothing(pdc, None)
    see_nothing(pdc, member("bob"))


def test_a_draft_is_found_by_nobody(pdc):
    make_page(pdc, SECRET, "Un mot.", live=False)
    page = make_page(pdc, "Publiée", "Un mot.")
    page.title = SECRET
    page.save_revision()
    read_all()
    see_nothing(pdc, None)
    see_nothing(pdc, member("gael"))


def test_events_and_trainings_are_found_by_those_they_are_for(pdc):
    training = Training.objects.filter(is_published=True).first()
    event = Event.objects.filter(occurrences__isnull=False, is_published=True).first()
    for row in (event, training):
        Audience.objects.filter(pk=row.audience_id).update(reach="professionnels", kinds=[])
        row.title = f"{SECRET} {row._meta.verbose_name}"
        row.save()
    Training.objects.filter(pk=training.pk).update(is_public=False)
    see_nothing(pdc, None)
    assert len(titles(pdc, SECRET, member("bob"))) == 2
    Event.objects.filter(pk=event.pk).update(is_published=False)
    assert titles(pdc, SECRET, member("bob")) == [training.title]


def test_an_event_without_a_date_has_no_page_and_is_not_found(pdc):
    event = Event.objects.filter(occurrences__isnull=False).first()
    event.title = SECRET
    event.save()
    Occurrence.objects.filter(event=event).delete()
    see_nothing(pdc, member("bob"))


def test_a_module_that_is_switched_off_hides_what_it_holds(pdc):
    Audience.objects.filter(pk__in=Training.objects.values("audience")).update(reach="public", kinds=[])
    training = Training.objects.filter(is_published=True).first()
    training.title = SECRET
    training.save()
    assert titles(pdc, SECRET) == [SECRET]
    Tenant.objects.filter(pk=pdc.pk).update(modules=[each for each in pdc.modules if each != Module.TRAININGS])
    pdc.refresh_from_db()
    see_nothing(pdc, member("bob"))


def test_services_are_found_while_their_page_is_public(pdc):
    assert "Sous-location avec bail glissant" in titles(pdc, "sous-location")
    keep_for(ServicesPage.objects.get())
    assert "Sous-location avec bail glissant" not in titles(pdc, "sous-location")
    assert "Sous-location avec bail glissant" in titles(pdc, "sous-location", member("bob"))


def test_documents_of_a_private_collection_are_found_by_nobody(pdc):
    above = pdc.root_collection.add_child(instance=Collection(name="Dossier"))
    below = above.add_child(instance=Collection(name="Dessous"))
    document = make_document(pdc)
    document.title, document.collection = SECRET, below
    document.save()
    assert titles(pdc, SECRET) == [SECRET]
    pdc.refresh_from_db()
    assert SECRET.lower() in vocabulary(pdc)
    CollectionViewRestriction.objects.create(collection=above, restriction_type="login")
    pdc.refresh_from_db()
    assert SECRET.lower() not in vocabulary(pdc)
    see_nothing(pdc, None)
    see_nothing(pdc, member("gael"))
    assert PortalDocument.objects.filter(title=SECRET).exists()


def test_the_neighbour_s_words_are_not_there(pdc):
    make_page(pdc, SECRET, "Un mot.")
    with context.use(context.PLATFORM):
        casa = Tenant.objects.get(slug="casa")
    with context.use(casa.context):
        see_nothing(casa, None)
        see_nothing(casa, member("fanny", "casa"))
        assert not Finding.objects.filter(title=SECRET).exists()


@pytest.mark.parametrize("address", ["/recherche/?q={}", "/recherche/?q={}&type=pages", "/recherche/?q={}&page=2"])
def test_nothing_printed_says_what_is_kept(pdc, address):
    """Neither title, nor extract, nor number, nor suggestion."""
    keep_for(make_page(pdc, f"{SECRET} confidentielle", f"Le texte de la {SECRET}."), "choisis", kinds=["bailleur"])
    people = [(PDC_HOST, None), (PDC_HOST, "diane"), (PDC_HOST, "gael"), (CASA_HOST, None), (CASA_HOST, "fanny")]
    for host, person in people:
        client = GuardedClient(host)
        client = client.login_as(person) if person else client
        for query in (NEARLY, "confidentiele", "confidentielle", "texte+confidentielle"):
            page = client.get(address.format(query)).text
            assert "Trottinette" not in page and "trottinette" not in page
            assert "confidentielle</a>" not in page
            assert "<mark>confidentielle" not in page
