"""All papers of a meeting as one archive."""

import io
import zipfile

import pytest

from extranet.committees import agenda
from portal.documents import services
from portal.documents.models import Reading, Version
from portal.organisations.models import Audience
from tests.conftest import PDC_HOST, GuardedClient
from tests.extranet.committees import making_reading as making
from tests.extranet.committees.making_reading import HOME, item, meet, member, paper
from tests.portal.documents.files import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private_root(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def meeting(pdc):
    making.switch_on(pdc)
    committee = making.found()
    making.give(making.seat(committee, "Toit d’Artois"), member("bob"))
    return meet(committee)


def unpacked(response) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(response.getvalue()))
    assert archive.testzip() is None
    return archive


def test_papers_are_named_in_the_order_of_the_agenda_each_once(meeting):
    part = agenda.add_section(meeting, "Partie")
    second, first = item(meeting, "Deux", section=part), item(meeting, "Un")
    paper(meeting, "Budget", second)
    paper(meeting, "budget", second)
    paper(meeting, "Bilan : 2026/27", first)
    paper(meeting, "Calendrier")
    response = GuardedClient(PDC_HOST).login_as("bob").get(f"{HOME}reunions/{meeting.pk}/pieces.zip")
    assert response["Content-Type"] == "application/zip"
    assert f"{meeting.committee.slug}-{making.on(20)}-pieces.zip" in response["Content-Disposition"]
    archive = unpacked(response)
    assert archive.namelist() == [
        "00 – Calendrier.pdf", "01 – Bilan 2026 27.pdf", "02 – Budget.pdf", "02 – budget (2).pdf",
    ]  # fmt: skip
    assert archive.read("02 – Budget.pdf") == pdf(["Les mots de Budget"])


def test_each_paper_counts_as_opened_and_no_other(meeting):
    mine = paper(meeting, "Budget")
    hidden = paper(meeting, "Bureau", audience=Audience.objects.create(reach="choisis", kinds=["ccas"]))
    bob = GuardedClient(PDC_HOST).login_as("bob")
    assert bob.head(f"{HOME}reunions/{meeting.pk}/pieces.zip").status_code == 200
    assert not Reading.objects.filter(membership=member("bob")).exists()
    archive = unpacked(bob.get(f"{HOME}reunions/{meeting.pk}/pieces.zip"))
    assert archive.namelist() == ["00 – Budget.pdf"]
    assert [each.document for each in Reading.objects.filter(membership=member("bob"))] == [mine]
    assert hidden.title in "".join(
        unpacked(GuardedClient(PDC_HOST).login_as("alice").get(f"{HOME}reunions/{meeting.pk}/pieces.zip")).namelist()
    )


def test_an_infected_or_lost_paper_is_left_out(meeting):
    kept, lost, infected = (paper(meeting, title) for title in ("Bon", "Perdu", "Infecté"))
    services.keep_verdict(infected.versions.get(), Version.Scan.INFECTED)
    version = lost.versions.get()
    version.file.storage.delete(version.file.name)
    bob = GuardedClient(PDC_HOST).login_as("bob")
    assert unpacked(bob.get(f"{HOME}reunions/{meeting.pk}/pieces.zip")).namelist() == ["00 – Bon.pdf"]
    assert [each.document for each in Reading.objects.filter(membership=member("bob"))] == [kept]


def test_there_is_no_convocation_before_members_were_called(meeting):
    bob = GuardedClient(PDC_HOST).login_as("bob")
    assert bob.get(f"{HOME}reunions/{meeting.pk}/convocation.pdf").status_code == 404


def test_a_meeting_without_papers_has_no_archive(meeting):
    bob = GuardedClient(PDC_HOST).login_as("bob")
    assert bob.get(f"{HOME}reunions/{meeting.pk}/pieces.zip").status_code == 404
