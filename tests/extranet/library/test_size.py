"""The library at the size of a département: what a page costs does not grow with what it holds."""

import datetime

import pytest
from django.contrib.postgres.search import SearchVector
from django.db.models import Value
from django.utils import timezone

from portal.documents import services
from portal.documents.models import Content, Document, Reading, Version
from portal.organisations.models import Audience
from tests.conftest import PDC_HOST, GuardedClient
from tests.extranet.directory.people import many_members, many_organisations, queries_of
from tests.portal.documents.making import make_folder, member

pytestmark = pytest.mark.django_db
HOME = "/extranet/bibliotheque/"
SHOWN_AT_MOST = 100  # members of a list, on one page
sizes = pytest.mark.parametrize(
    ("documents", "members"), [(30, 30), pytest.param(5000, 1000, marks=pytest.mark.full)], ids=["thirty", "real"]
)


def put_in(tenant, folder, count: int, start: int = 0, **fields) -> list[Document]:
    """Put documents in, in bulk, each with its version and its words; one in three is « à lire »."""
    numbers = range(start, start + count)
    audiences = Audience.objects.bulk_create(Audience(tenant=tenant) for _ in numbers)
    documents = Document.objects.bulk_create(
        Document(
            tenant=tenant, title=f"Loyer {n:04}", folder=folder, audience=audience, is_to_read=n % 3 == 0, **fields
        )
        for n, audience in zip(numbers, audiences, strict=True)
    )
    versions = Version.objects.bulk_create(
        Version(tenant=tenant, document=each, number=1, is_current=True, file="x", name="x.pdf", kind="pdf", size=1,
                sha256="0" * 64) for each in documents
    )  # fmt: skip
    words = SearchVector(Value("Le loyer."), config="french_unaccent")
    Content.objects.bulk_create(Content(tenant=tenant, version=each, text="Le loyer.") for each in versions)
    Content.objects.filter(vector=None).update(vector=words)
    return documents


@sizes
def test_the_library_costs_the_same_whatever_it_holds(pdc, documents, members):
    folder = make_folder()
    archived = {"state": Document.State.ARCHIVED}
    people = {name: GuardedClient(PDC_HOST).login_as(name) for name in ("bob", "alice")}
    services.follow(member("bob"), folder)
    asked = [
        (who, address)
        for who in people
        for address in (HOME, f"{HOME}dossiers/vacance/", f"{HOME}recherche/?q=loyer", "/extranet/")
    ] + [("alice", f"{HOME}archives/")]
    put_in(pdc, folder, 1)
    put_in(pdc, folder, 1, start=1, **archived)
    before = {each: queries_of(people[each[0]], each[1]) for each in asked}
    put_in(pdc, folder, documents, start=2)
    put_in(pdc, folder, documents // 10 + 30, start=documents + 2, **archived)
    many_members(pdc, members, many_organisations(pdc, 10))
    assert {each: queries_of(people[each[0]], each[1]) for each in asked} == before
    assert max(count for (_, address), count in before.items() if address != "/extranet/") <= 14
    assert max(before.values()) <= 26
    page = people["bob"].get(f"{HOME}dossiers/vacance/").text
    assert page.count("papers__title") == 30
    assert "Page 1 sur " in page


def test_three_hundred_new_documents_hide_nothing_that_waits_to_be_read(pdc):
    asked, *others = put_in(pdc, make_folder(), 301)
    Document.objects.filter(pk__in=[each.pk for each in others]).update(is_to_read=False)
    Document.objects.filter(pk=asked.pk).update(published_at=timezone.now() - datetime.timedelta(days=30))
    page = GuardedClient(PDC_HOST).login_as("bob").get("/extranet/").text.replace("\N{NO-BREAK SPACE}", " ")
    assert f"À lire : {asked.title}" in page
    assert others[-1].title in page


@sizes
def test_who_has_opened_costs_the_same_for_a_thousand_members(pdc, documents, members):
    alice = GuardedClient(PDC_HOST).login_as("alice")
    (document,) = put_in(pdc, make_folder(), 1)
    address = f"{HOME}documents/{document.pk}/lectures/"
    organisations = many_organisations(pdc, 10)
    before = queries_of(alice, address)
    made = many_members(pdc, members + 220, organisations)
    now = timezone.now()
    Reading.objects.bulk_create(
        Reading(tenant=pdc, document=document, version=document.current, membership=each, first_at=now, last_at=now)
        for each in made[:110]
    )
    assert queries_of(alice, address) == before <= 15
    first = alice.get(address).text
    assert first.count("table__row") <= 2 * SHOWN_AT_MOST
    assert "Ont ouvert (110)" in first
    second = alice.get(f"{address}?p=2&ouverts=2").text
    assert second.count("version 1, le") == 10
    assert "?p=1&amp;ouverts=2" in second
