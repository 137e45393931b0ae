"""The portal's search finds what committees make public: extracts and their papers, and not a word more."""

import pytest

from extranet.committees import minutes as verbs
from extranet.committees import papers
from extranet.committees.models import Minutes
from portal.database import context
from portal.documents.models import Document
from portal.organisations.models import Audience
from portal.search.engine import search
from portal.search.indexing import read_all
from portal.search.models import Finding
from portal.search.spelling import vocabulary
from portal.tenancy.models import Tenant
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.extranet.committees.making_minutes import make_committee, make_meeting, make_minutes, open_module, passage_of
from tests.portal.documents.files import kept, pdf
from tests.portal.documents.making import member

pytestmark = pytest.mark.django_db
WORD = "trottinette"


@pytest.fixture
def tenant(pdc) -> Tenant:
    open_module(pdc)
    pdc.refresh_from_db()
    return pdc


@pytest.fixture
def minutes(tenant) -> Minutes:
    """Approved minutes whose two passages speak of it; nothing is chosen for everybody yet."""
    return make_minutes(make_meeting(make_committee()), state="approuve", text=f"On garera la {WORD} dehors.")


def found(tenant: Tenant, words: str = WORD, who=None) -> list[str]:
    tenant.refresh_from_db()
    return [result.url for result in search(words, tenant, who).page(1).object_list]


def address(minutes: Minutes) -> str:
    return f"/comites/extraits/{minutes.pk}/"


def choose(minutes: Minutes, *titles: str) -> None:
    chosen = [passage_of(minutes, title) for title in titles]
    verbs.choose_extract(minutes, chosen, by=member("alice"))


def add_paper(minutes: Minutes, text: str, *, reach: str):
    return papers.add_paper(
        minutes.meeting, kept(pdf([text]), "piece.pdf"), item=None, title=f"Pièce {reach}",
        audience=Audience.objects.create(reach=reach), by=member("alice").user,
    )  # fmt: skip


def test_an_extract_is_found_once_published_by_everybody_and_no_more_once_taken_back(tenant, minutes):
    choose(minutes, "Charte")
    assert found(tenant) == []
    verbs.publish(minutes, by=member("alice"))
    for who in (None, member("bob"), member("gael")):
        assert found(tenant, who=who) == [address(minutes)]
    assert GuardedClient(PDC_HOST).get(found(tenant)[0]).status_code == 200
    assert WORD in vocabulary(tenant)
    choose(minutes)
    assert found(tenant) == []
    assert WORD not in vocabulary(tenant)


def test_what_was_not_chosen_is_found_by_nobody_not_even_by_who_wrote_it(tenant, minutes):
    choose(minutes, "Charte")
    verbs.publish(minutes, by=member("alice"))
    assert found(tenant, "charte garera") == [address(minutes)]
    assert address(minutes) not in found(tenant, "vacance", member("alice"))
    assert not Finding.objects.filter(source="extraits", text__contains="Vacance des logements").exists()
    assert not Finding.objects.filter(source="extraits", text__contains="Alice").exists()


def test_what_is_put_right_is_found_with_it(tenant, minutes):
    choose(minutes, "Charte")
    minutes = verbs.publish(minutes, by=member("alice"))
    verbs.add_erratum(minutes, "Lire : patinette.", passage=passage_of(minutes), by=member("alice"))
    assert found(tenant, "patinette") == [address(minutes)]
    verbs.add_erratum(minutes, "Lire : luge.", passage=passage_of(minutes, "Vacance des logements"), by=member("alice"))
    assert found(tenant, "luge") == []


def test_a_paper_is_found_by_its_words_while_it_is_for_everybody(tenant, minutes):
    public = add_paper(minutes, "Le plan de la luge.", reach="public")
    add_paper(minutes, "La note de la patinette.", reach="professionnels")
    assert found(tenant, "luge") == found(tenant, "patinette") == []
    choose(minutes, "Charte")
    verbs.publish(minutes, by=member("alice"))
    paper = f"{address(minutes)}pieces/{public.pk}/"
    assert found(tenant, "luge") == [paper]
    assert found(tenant, "patinette") == found(tenant, "patinette", member("bob")) == []
    assert b"".join(GuardedClient(PDC_HOST).get(paper).streaming_content).startswith(b"%PDF")
    document = Document.objects.get(pk=public.document_id)
    document.state = Document.State.ARCHIVED
    document.save()
    assert found(tenant, "luge") == []
    assert "luge" not in vocabulary(tenant)


def test_each_night_reads_the_same(tenant, minutes):
    choose(minutes, "Charte")
    verbs.publish(minutes, by=member("alice"))
    rows = Finding.objects.filter(source__in=["extraits", "pieces"]).order_by("source", "key")
    before = list(rows.values_list("key", "title", "text", "url"))
    read_all()
    assert list(rows.values_list("key", "title", "text", "url")) == before


def test_without_committees_or_at_the_neighbour_s_nothing_is_found(tenant, minutes):
    choose(minutes, "Charte")
    verbs.publish(minutes, by=member("alice"))
    assert address(minutes) in GuardedClient(PDC_HOST).get(f"/recherche/?q={WORD}").text
    assert address(minutes) not in GuardedClient(CASA_HOST).get(f"/recherche/?q={WORD}").text
    with context.use(context.PLATFORM):
        Tenant.objects.filter(pk=tenant.pk).update(modules=[each for each in tenant.modules if each != "comites"])
    assert found(tenant) == []
