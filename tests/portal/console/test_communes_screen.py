"""An operator brings in a new year's communes: sends, reads what it does to each tenant, applies, and may go back."""

import io
import shutil
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from extranet.solicitations.models import Solicitation
from portal.database import context
from portal.territories import renewal
from portal.territories.importing import DATA
from portal.territories.models import Commune, CoverageException, PlaceName, Platform, Renewal, ToCheck
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.portal.jobs.conftest import queue  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archives")]
ADDRESS = "/console/communes/"
CHECKLIST = "/admin/territoires/a-verifier/"
WISMES, LUMBRES = "62897", "62534"


@pytest.fixture(scope="module")
def next_year(tmp_path_factory):
    """The present files, but for a merger: Wismes is a part of Lumbres; Lens is the Pays de Lumbres's."""
    folder = shutil.copytree(DATA, tmp_path_factory.mktemp("year") / "data")
    for path in [*folder.glob("*.geojson"), folder / "finder_cases.csv", folder / "platform_communes.csv"]:
        path.unlink()
    for name in ("communes.csv", "communes_anciennes.csv", "noms_usuels.csv", "cedex.csv"):
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        if name == "communes.csv":
            lines = [line for line in lines if not line.startswith(WISMES)]
            lens = next(line for line in lines if line.startswith("62498,"))
            lines[lines.index(lens)] = lens.replace("246200364", "246201016")
        lines = [line.replace(WISMES, LUMBRES) for line in lines]
        if name == "communes_anciennes.csv":
            lines.append(f"Wismes,{WISMES},{LUMBRES},deleguee,2027-01-01")
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return zipped(folder)


def zipped(folder) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in folder.iterdir():
            archive.write(path, f"communes-2027/{path.name}")
    return made.getvalue()


@pytest.fixture
def olga(db):
    return GuardedClient("localhost").login_as("olga")


def sent(client, content: bytes):
    return client.post(ADDRESS, {"archive": SimpleUploadedFile("communes-2027.zip", content)}, follow=True)


def the_renewal() -> Renewal:
    with context.use(context.PLATFORM):
        return Renewal.objects.get()


def test_a_merger_is_read_without_writing_then_applied_and_each_tenant_has_it_to_check(olga, next_year, pdc):
    with context.use(context.PLATFORM):
        asked = Solicitation.objects.filter(tenant=pdc).exclude(commune=None).first()
        Solicitation.objects.filter(pk=asked.pk).update(commune=WISMES)
    page = sent(olga, next_year).text
    for said in ("Prêt à appliquer", f"Wismes ({WISMES}) → Lumbres ({LUMBRES})", "Fait maintenant partie de Lumbres"):
        assert said in page, (said, the_renewal().reason, the_renewal().told)
    assert "62498 : 246200364 → 246201016" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Département du Pas-de-Calais" in page
    assert "sollicitations" in page
    assert Commune.objects.filter(pk=WISMES).exists()  # nothing is written yet
    assert not ToCheck.objects.exists()

    address = f"{ADDRESS}{the_renewal().pk}/"
    page = olga.post(address, follow=True).text
    assert "Le référentiel est appliqué" in page
    assert not Commune.objects.filter(pk=WISMES).exists()
    assert PlaceName.objects.filter(commune=LUMBRES, name="Wismes").exists()
    asked.refresh_from_db()
    assert asked.commune_id == LUMBRES

    chloe = GuardedClient(PDC_HOST).login_as("chloe")
    listed = chloe.get(CHECKLIST).text
    assert "Fait maintenant partie de Lumbres" in listed
    assert "Passe de Lens-Hénin à Audomarois." in listed.replace("\N{NO-BREAK SPACE}", " ")
    with context.use(context.PLATFORM):
        assert set(ToCheck.objects.values_list("tenant__slug", flat=True)) == {
            "pas-de-calais"
        }  # nothing of theirs moved
    one = ToCheck.objects.get(subject__startswith="Wismes")
    assert GuardedClient(CASA_HOST).login_as("ezra").post(f"{CHECKLIST}{one.pk}/vu/").status_code == 404
    assert GuardedClient(PDC_HOST).login_as("iris").post(f"{CHECKLIST}{one.pk}/vu/").status_code in (302, 403)
    assert ToCheck.objects.filter(pk=one.pk).exists()
    chloe.post(f"{CHECKLIST}{one.pk}/vu/")
    assert not ToCheck.objects.filter(pk=one.pk).exists()


@pytest.mark.full
def test_what_stood_before_is_sent_again_and_all_is_as_it_was(olga, next_year):
    sent(olga, next_year)
    address = f"{ADDRESS}{the_renewal().pk}/"
    olga.post(address)
    assert not Commune.objects.filter(pk=WISMES).exists()
    before = b"".join(olga.get(f"{address}avant.zip").streaming_content)
    page = sent(olga, before).text
    assert f"Wismes ({WISMES})" in page
    with context.use(context.PLATFORM):
        back = Renewal.objects.get(state="pret")
    olga.post(f"{ADDRESS}{back.pk}/")
    assert Commune.objects.get(pk=WISMES).contour
    assert Commune.objects.get(pk="62498").intercommunality_id == "246200364"


def test_what_a_tenant_loses_is_named_and_accepted_or_nothing_is_applied(olga, next_year, pdc):
    artois = Platform.objects.get(slug="artois")
    kept = CoverageException.objects.create(commune_id=WISMES, platform=artois, reason="Convention de 2026")
    assert "Convention de 2026" in sent(olga, next_year).text
    address = f"{ADDRESS}{the_renewal().pk}/"
    page = olga.post(address, follow=True).text
    assert "acceptez leur suppression" in page
    assert CoverageException.objects.filter(pk=kept.pk).exists()
    assert "Le référentiel est appliqué" in olga.post(address, {"accept": "on"}, follow=True).text
    assert not CoverageException.objects.filter(pk=kept.pk).exists()
    assert ToCheck.objects.filter(words__startswith="exception de couverture").exists()


def test_a_commune_that_nothing_follows_and_that_a_row_names_stops_it_in_words(olga, next_year, pdc):
    with context.use(context.PLATFORM):
        asked = Solicitation.objects.filter(tenant=pdc).exclude(commune=None).first()
        Solicitation.objects.filter(pk=asked.pk).update(commune=WISMES)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(next_year)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            lines = old.read(name).decode().splitlines(keepends=True)
            new.writestr(name, "".join(line for line in lines if not line.startswith(f"Wismes,{WISMES}")))
    page = sent(olga, made.getvalue()).text
    assert "communes que rien ne remplace" in page
    assert "Appliquer ce référentiel" not in page
    olga.post(f"{ADDRESS}{the_renewal().pk}/")
    assert the_renewal().state == "refuse"
    assert Commune.objects.filter(pk=WISMES).exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"pas une archive", "pas une archive zip"),
        (None, "Il manque dans l’archive : departements.csv"),
    ],
)
def test_what_is_no_reference_is_refused_in_words(olga, content, said):
    if content is None:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("communes.csv", "code\n")
        content = made.getvalue()
    assert said in sent(olga, content).text.replace("\N{NO-BREAK SPACE}", " ")


def test_it_waits_for_a_worker_is_set_aside_and_never_applied_then(olga, next_year, archives, queue):  # noqa: F811
    page = sent(olga, next_year).text
    assert "En cours de lecture" in page
    address = f"{ADDRESS}{the_renewal().pk}/"
    assert "traitement est en cours" in olga.post(f"{address}ecarter/", follow=True).text
    with context.use(context.PLATFORM):
        Renewal.objects.update(state_since="2026-01-01T00:00Z")
        renewal.tidy()
    assert "interrompu" in olga.get(address).text
    assert "sont écartés" in olga.post(f"{address}ecarter/", follow=True).text
    assert [path for path in archives.rglob("*") if path.is_file()] == []
    olga.post(address)
    queue()
    assert the_renewal().state == "ecarte"
    assert Commune.objects.filter(pk=WISMES).exists()


def test_operators_alone_renew(next_year):
    assert GuardedClient("localhost").get(ADDRESS).status_code == 302
    assert GuardedClient("localhost").login_as("alice").get(ADDRESS).status_code == 403
    assert GuardedClient(PDC_HOST).login_as("gael").get(ADDRESS).status_code == 404
