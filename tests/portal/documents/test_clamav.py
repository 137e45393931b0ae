"""A real ClamAV judges: by its socket or by its port, what it takes and what it does not, there or away."""

import pytest

from portal.documents import antivirus, services
from portal.documents.models import Document, Version
from portal.documents.perms import may_open
from portal.notifications.models import Mail
from tests.counterparts import folder
from tests.counterparts.clamd import EICAR, LARGEST, ClamAV
from tests.portal.documents.files import pdf
from tests.portal.documents.making import make_document, make_folder, member, user

pytestmark = pytest.mark.django_db
Scan = Version.Scan
INFECTED = f"Un mot\n{EICAR}\n".encode()


@pytest.fixture(scope="module")
def server():
    with folder() as path:
        clamav = ClamAV(path).start()
        yield clamav
        clamav.stop()


@pytest.fixture(params=["tcp", "socket"])
def clamav(request, server, settings):
    settings.CLAMAV_ADDRESS = getattr(server, request.param)
    return server


def judged(document: Document) -> str:
    return document.versions.get().scan


def test_a_sound_file_is_served(pdc, clamav):
    document = make_document(make_folder(), pdf(["mot " * 40 for _ in range(500)]))
    assert judged(document) == Scan.CLEAN
    assert may_open(user("bob"), member("bob"), document.current)


def test_an_infected_file_is_served_to_nobody_and_its_author_is_told(pdc, clamav):
    document = make_document(make_folder(), INFECTED, name="notes.txt")
    assert judged(document) == Scan.INFECTED
    assert document.current is None
    assert not may_open(user("alice"), member("alice"), document.versions.get())
    mail = Mail.objects.order_by("pk").last()
    assert (mail.to, "infecté" in mail.subject) == (["alice@demo.example"], True)


def test_its_verdict_names_what_was_found(clamav, tmp_path):
    (tmp_path / "notes.txt").write_bytes(INFECTED)
    with (tmp_path / "notes.txt").open("rb") as file:
        assert antivirus.scan(file).signature.startswith("Essai.Eicar")


def test_what_it_does_not_take_is_not_called_sound(pdc, clamav):
    services.hold_unscanned(True)
    document = make_document(make_folder(), b"mot " * LARGEST, name="long.txt")
    assert judged(document) == Scan.FAILED
    assert document.versions.get().get_scan_display() == "non analysé : l’antivirus n’a pas répondu"
    assert document.current is None


def test_while_it_is_away_files_wait_and_are_judged_once_it_is_back(pdc, server, settings):
    settings.CLAMAV_ADDRESS = server.tcp
    services.hold_unscanned(True)
    server.stop()
    sound, infected = make_document(make_folder()), make_document(content=INFECTED, name="notes.txt")
    assert (judged(sound), judged(infected)) == (Scan.FAILED, Scan.FAILED)
    assert not Document.objects.visible_to(member("bob")).filter(pk=sound.pk).exists()
    server.start()
    services.scan_waiting()
    assert (judged(sound), judged(infected)) == (Scan.CLEAN, Scan.INFECTED)
    assert Document.objects.visible_to(member("bob")).filter(pk=sound.pk).exists()
