"""Each release says what changed for staff, and to operators how to go back; without that it is none."""

import datetime

import pytest
from django.utils import timezone

from extranet.dashboard.models import Visit
from portal.operations import releases
from portal.operations.releases import NOTES, ReleaseError, last_out, present, read
from portal.tenancy.models import Membership
from tests.conftest import PDC_HOST, GuardedClient

ADDRESS = "/admin/nouveautes/"


def written(tmp_path, old: str, new: str):
    text = (NOTES / "0.2.0.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "0.2.0.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_every_release_is_whole_and_this_code_is_one_of_them():
    found = releases.releases()
    assert [one.version for one in found] == sorted((one.version for one in found), reverse=True)
    assert present() in found
    assert last_out().migrations  # what the linter starts from
    assert not [one for one in found if one.number < last_out().number and not one.is_out]


def test_a_version_without_its_release_is_refused(settings, tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "9.9.9"\n')
    settings.BASE_DIR = tmp_path
    with pytest.raises(ReleaseError, match=r"write .*9\.9\.9\.toml"):
        present()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("rollback = [", "nothing = [", "say the way back"),
        ("Redémarrer les processus avec", 'Rien.",\n"Redémarrer avec', "say the way back"),
        ("[[changes]]", "[[other]]\n[[changes]]", None),
        ('version = "0.2.0"', 'version = "0.3.0"', r"speaks of version 0\.3\.0"),
        ("date = 2026-11-24", 'date = "bientôt"', "no day"),
        ('for = ["administration"', 'for = ["magicien"', "magicien"),
        ("database = ", "base = ", "database"),
        ("title = ", "titre = ", "title"),
        ("date = 2026-11-24", "date = ", "TOMLDecodeError"),
    ],
)
def test_a_release_that_is_not_whole_is_refused_by_name(tmp_path, old, new, said):
    path = written(tmp_path, old, new)
    if said is None:
        assert read(path).version == "0.2.0"
        return
    with pytest.raises(ReleaseError, match=rf"0\.2\.0\.toml: .*{said}"):
        read(path)


@pytest.mark.django_db
def test_staff_read_what_is_new_for_their_roles_first():
    page = GuardedClient(PDC_HOST).login_as("iris").get(ADDRESS).text
    assert page.index("Pour vous") < page.index("Pour d’autres rôles")
    mine, others = page.split("Pour d’autres rôles", 1)
    assert "« Aide › Nouveautés »" in mine.replace("\N{NO-BREAK SPACE}", " ")
    assert "découpage des communes" in others
    assert "Nouveau depuis" not in page  # she never came before
    assert ADDRESS in GuardedClient(PDC_HOST).login_as("gael").get("/admin/").text


@pytest.mark.django_db
def test_what_came_since_their_last_visit_is_marked(pdc):
    iris = Membership.objects.get(tenant=pdc, user__email="iris@demo.example")
    now = timezone.now()
    long_ago = now - datetime.timedelta(days=10_000)
    Visit.objects.create(membership=iris, previous_at=long_ago, seen_at=now)
    client = GuardedClient(PDC_HOST).login_as("iris")
    assert client.get(ADDRESS).text.count("Nouveau depuis votre dernière visite") == len(releases.releases())
    Visit.objects.update(previous_at=now + datetime.timedelta(days=400), seen_at=now + datetime.timedelta(days=400))
    assert "Nouveau depuis" not in client.get(ADDRESS).text


@pytest.mark.django_db
def test_it_is_the_staff_s():
    assert GuardedClient(PDC_HOST).get(ADDRESS).status_code == 302
    assert GuardedClient(PDC_HOST).login_as("bob").get(ADDRESS).status_code in (302, 403)


@pytest.mark.django_db
def test_operators_read_how_to_go_back():
    page = GuardedClient("localhost").login_as("olga").get("/console/versions/").text
    assert "Installée ici" in page
    for release in releases.releases():
        assert release.rollback[0] in page.replace("&#x27;", "'")
    assert GuardedClient("localhost").login_as("alice").get("/console/versions/").status_code == 403
