"""A file is judged by ClamAV where there is one; what is infected is served to nobody."""

import pytest

from portal.documents import services
from portal.documents.models import Document, Version
from portal.documents.perms import may_open
from portal.notifications.models import Mail
from tests.portal.documents.clamd import EICAR, Clamd
from tests.portal.documents.files import kept, pdf
from tests.portal.documents.making import make_document, make_folder, member, user

pytestmark = pytest.mark.django_db
Scan = Version.Scan


@pytest.fixture
def clamd(settings):
    server = Clamd()
    settings.CLAMAV_ADDRESS = server.address
    yield server
    server.close()


@pytest.fixture
def nobody_listens(settings):
    settings.CLAMAV_ADDRESS = "127.0.0.1:1"


def bob_opens(version: Version) -> bool:
    return may_open(user("bob"), member("bob"), version)


def test_without_an_antivirus_a_file_is_marked_and_served(pdc):
    version = make_document(make_folder()).current
    assert version.get_scan_display() == "non analysé"
    assert bob_opens(version)


def test_a_sound_file_is_given_whole_to_the_antivirus_and_served(pdc, clamd):
    large = pdf([f"Ligne {n}, " + "mot " * 40 for n in range(2000)])  # several pieces
    version = make_document(make_folder(), large).current
    assert clamd.received == [large]
    assert Version.objects.get(pk=version.pk).scan == Scan.CLEAN
    assert bob_opens(version)


def test_an_infected_file_is_served_to_nobody_and_its_author_is_told(pdc, clamd):
    document = make_document(make_folder(), pdf([EICAR]))
    version = document.versions.get()
    assert version.scan == Scan.INFECTED
    assert not bob_opens(version)
    assert not may_open(user("gael"), member("gael"), version)
    assert not Document.objects.visible_to(member("bob")).filter(pk=document.pk).exists()
    mail = Mail.objects.order_by("pk").last()
    assert (mail.to, "infecté" in mail.subject) == (["alice@demo.example"], True)
    assert version.content.text == ""


def test_an_infected_version_leaves_the_sound_one_in_its_place(pdc, clamd):
    document = make_document(make_folder())
    services.add_version(document, kept(pdf([EICAR])), by=user("alice"))
    assert Document.objects.get(pk=document.pk).current.number == 1


def test_a_file_that_nobody_judged_is_held_back_where_the_tenant_says_so(pdc, nobody_listens):
    services.hold_unscanned(True)
    document = make_document(make_folder())
    version = document.versions.get()
    assert version.scan == Scan.FAILED
    assert not bob_opens(version)
    assert not Document.objects.visible_to(member("bob")).filter(pk=document.pk).exists()


def test_what_is_held_back_comes_out_once_it_is_judged(pdc, clamd):
    clamd.says = b"INSTREAM size limit exceeded. ERROR\0"
    services.hold_unscanned(True)
    document = make_document(make_folder())
    assert document.versions.get().scan == Scan.FAILED
    clamd.says = None
    services.scan_waiting()
    assert Document.objects.visible_to(member("bob")).filter(pk=document.pk).exists()


def test_the_rule_counts_for_what_is_there_already(pdc, nobody_listens):
    version = make_document(make_folder()).current
    assert bob_opens(version)
    services.hold_unscanned(True)
    assert not bob_opens(version)
    services.hold_unscanned(False)
    assert bob_opens(version)
