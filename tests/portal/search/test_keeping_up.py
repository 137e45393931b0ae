"""What changes is found as it is now, at once; each night puts right what was not said."""

import pytest
from django.core.management import call_command

from home.models import ContentPage, NewsIndexPage, NewsPage, PlatformPage, Service
from portal.database import context
from portal.search.indexing import read_all
from portal.search.models import Finding
from portal.tenancy.models import Tenant
from portal.territories.models import Platform
from tests.portal.search.making import make_page, results, titles

pytestmark = pytest.mark.django_db


def test_a_page_is_found_once_published_and_no_more_once_withdrawn(pdc):
    page = make_page(pdc, "Trottinette", "Un mot.", live=False)
    assert titles(pdc, "trottinette") == []
    page.save_revision().publish()
    assert titles(pdc, "trottinette") == ["Trottinette"]
    ContentPage.objects.get(pk=page.pk).unpublish()
    assert titles(pdc, "trottinette") == []


def test_a_new_title_is_found_and_a_draft_of_one_is_not(pdc):
    page = make_page(pdc, "Trottinette", "Un mot.")
    page.title = "Patinette"
    revision = page.save_revision()
    assert titles(pdc, "patinette") == []
    revision.publish()
    assert titles(pdc, "patinette") == ["Patinette"]
    assert titles(pdc, "trottinette") == []


def test_a_page_that_is_deleted_leaves_nothing(pdc):
    above = make_page(pdc, "Au-dessus", "Un mot.")
    make_page(pdc, "Trottinette", "Un mot.", parent=above)
    ContentPage.objects.get(pk=above.pk).delete()
    assert not Finding.objects.filter(title__in=["Au-dessus", "Trottinette"]).exists()


def test_addresses_follow_a_page_that_moves_and_those_below(pdc, django_capture_on_commit_callbacks):
    above = make_page(pdc, "Au-dessus", "Un mot.")
    make_page(pdc, "Trottinette", "Un mot.", parent=above)
    above = ContentPage.objects.get(pk=above.pk)
    above.slug = "ailleurs"
    with django_capture_on_commit_callbacks(execute=True):
        above.save_revision().publish()
    assert [result.url for result in results(pdc, "trottinette")] == ["/ailleurs/trottinette/"]
    other = make_page(pdc, "Autre", "Un mot.")
    with django_capture_on_commit_callbacks(execute=True):
        ContentPage.objects.get(pk=above.pk).move(other, pos="last-child")
    assert [result.url for result in results(pdc, "trottinette")] == ["/autre/ailleurs/trottinette/"]


def test_news_are_a_kind_of_their_own(pdc):
    NewsIndexPage.objects.get().add_child(instance=NewsPage(title="Trottinette"))
    assert [result.source.name for result in results(pdc, "trottinette")] == ["actualites"]


def test_a_platform_is_found_by_its_carrier_and_by_the_services_that_are_its_own(pdc):
    platform = Platform.objects.get(slug="lens-henin")
    platform.carrier = "Association Trottinette"
    platform.save()
    assert [result.url for result in results(pdc, "trottinette")] == ["/plateformes/lens-henin/"]
    service = Service.objects.create(name="Atelier patinette", slug="atelier", summary="…", for_whom="…")
    assert [result.source.name for result in results(pdc, "patinette")] == ["services"]
    service.platforms.add(platform)
    assert {result.source.name for result in results(pdc, "patinette")} == {"services", "plateformes"}
    service.platforms.clear()
    assert [result.source.name for result in results(pdc, "patinette")] == ["services"]
    service.delete()
    assert titles(pdc, "patinette") == []


def test_a_platform_that_goes_is_found_no_more(pdc):
    platform = Platform.objects.create(name="Trottinette", slug="trottinette", title="plateforme Trottinette")
    assert PlatformPage.objects.filter(platform=platform).exists()
    assert titles(pdc, "trottinette") == ["Plateforme Trottinette"]
    platform.delete()
    assert titles(pdc, "trottinette") == []


def test_each_night_reads_everything_again(pdc):
    service = Service.objects.create(name="Atelier", slug="atelier", summary="…", for_whom="…")
    Service.objects.filter(pk=service.pk).update(name="Trottinette")
    Finding.objects.create(source="inconnue", key=1, title="Reste")
    assert titles(pdc, "trottinette") == []
    with context.use(context.PLATFORM):
        call_command("scheduler", now="search.read")
    assert titles(pdc, "trottinette") == ["Trottinette"]
    assert not Finding.objects.filter(source="inconnue").exists()
    before = sorted(Finding.objects.values_list("source", "key", "title", "text", "url"))
    read_all()
    assert sorted(Finding.objects.values_list("source", "key", "title", "text", "url")) == before


def test_a_tenant_of_which_nothing_was_read_is_read_after_a_migration(pdc):
    from portal.search.receivers import read_those_of_which_nothing_is_read

    Finding.objects.all().delete()
    with context.use(context.PLATFORM):
        read_those_of_which_nothing_is_read(sender=None)
        assert Finding.objects.filter(tenant=Tenant.objects.get(slug="pas-de-calais")).exists()
