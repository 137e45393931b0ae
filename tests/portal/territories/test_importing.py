"""The yearly refresh: shown first, written whole, never at the cost of a tenant's decisions."""

import shutil

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.database import context
from portal.tenancy.models import Tenant
from portal.territories.importing import DATA, RemovalError, apply, compare, read_reference
from portal.territories.models import Commune, CoverageException, CoverageRule, PlaceName, Platform


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(DATA, tmp_path / "data")


@pytest.fixture
def run(platform_context, db, capsys):
    def command(*arguments):
        call_command("import_communes", *map(str, arguments))
        return capsys.readouterr().out

    return command


def edit(folder, name, *changes):
    """Change lines that begin so; None takes the line away."""
    text = (folder / name).read_text(encoding="utf-8").splitlines()
    for start, new in changes:
        [index] = [i for i, line in enumerate(text) if line.startswith(start)]
        text[index : index + 1] = [] if new is None else [new]
    (folder / name).write_text("\n".join(text) + "\n", encoding="utf-8")


def without_commune(folder, code):
    """Take a commune away from every file."""
    for path in folder.glob("*.csv"):
        kept = [line for line in path.read_text(encoding="utf-8").splitlines() if code not in line]
        path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    for path in folder.glob("*.geojson"):
        path.unlink()


def test_the_same_reference_again_writes_nothing_and_says_so(run):
    version = Tenant.objects.get(slug="casa").version
    with CaptureQueriesContext(connection) as captured:
        said = run("--apply")
    assert said == "Le référentiel est déjà à jour : rien à écrire.\n"
    assert not [q for q in captured if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE", "COPY")]
    assert Tenant.objects.get(slug="casa").version == version


def test_a_new_year_is_shown_and_written_only_when_asked(run, folder):
    edit(
        folder, "communes.csv",
        ("62498,", "62498,Lens-la-Neuve,62,246200299,40000,62300 62399"),
        ("62001,", "62001,Ablain-Saint-Nazaire,62,246200364,1764,62153\n62999,Ville-Neuve,62,246200364,12,62998"),
    )  # fmt: skip
    for arguments in ((folder,), (folder, "--dry-run")):
        said = run(*arguments)
        assert "Communes nouvelles (1)\n  62999\n" in said
        assert "62498 : Lens → Lens-la-Neuve" in said
        assert "62498 : 246200364 → 246200299" in said
        assert "62498 : 62300 → 62300 62399" in said
        assert "Rien n’a été écrit" in said
        assert Commune.objects.get(pk="62498").name == "Lens"
    assert "Référentiel à jour" in run(folder, "--apply")
    lens = Commune.objects.get(pk="62498")
    assert (lens.name, lens.population, lens.postal_codes) == ("Lens-la-Neuve", 40000, ["62300", "62399"])
    assert lens.contour
    current = PlaceName.objects.filter(commune=lens, kind=PlaceName.Kind.CURRENT)
    assert list(current.values_list("normalised", "bare")) == [("lens la neuve", "lens la neuve")]
    assert "déjà à jour" in run(folder, "--apply")


def test_a_faulty_folder_is_refused_and_nothing_is_written(run, folder):
    edit(folder, "communes.csv", ("62498,", "62498,Lens,62,246200299,40000,6230"))
    with pytest.raises(CommandError, match=r"rien n’a été écrit.*communes\.csv, ligne \d+"):
        run(folder, "--apply")
    assert Commune.objects.get(pk="62498").postal_codes == ["62300"]


def test_a_vanished_commune_goes(platform_context, db, folder):
    without_commune(folder, "62001")
    changes = apply(read_reference(folder))
    assert changes.removed == ["62001"]
    assert not Commune.objects.filter(pk="62001").exists()
    assert not PlaceName.objects.filter(commune="62001").exists()
    assert Commune.objects.get(pk="62498").contour  # a folder without contours takes none away


@pytest.fixture
def exception(pdc):
    platform = Platform.objects.get(slug="artois")
    return CoverageException.objects.create(commune_id="62001", platform=platform, reason="Convention de 2026")


def test_a_vanished_commune_that_an_exception_names_stops_the_import(exception, run, folder):
    without_commune(folder, "62001")
    with context.use(context.PLATFORM):
        with pytest.raises(RemovalError):
            apply(read_reference(folder))
        assert Commune.objects.filter(pk="62001").exists()
        assert CoverageException.objects.filter(pk=exception.pk).exists()
        assert compare(read_reference(folder)).lost_exceptions == [exception]


def test_the_command_lists_what_stops_it_and_takes_it_away_when_told(exception, run, folder, capsys):
    without_commune(folder, "62001")
    with context.use(context.PLATFORM):
        with pytest.raises(CommandError, match="--accept-removals"):
            run(folder, "--apply")
        assert "Convention de 2026" in capsys.readouterr().out
        assert "Convention de 2026" in run(folder, "--apply", "--accept-removals")
        assert not CoverageException.objects.filter(pk=exception.pk).exists()


def test_a_vanished_intercommunality_that_a_rule_names_stops_the_import(platform_context, db, folder):
    text = (folder / "communes.csv").read_text(encoding="utf-8").replace(",246200364,", ",246200299,")
    (folder / "communes.csv").write_text(text, encoding="utf-8")
    edit(folder, "epci.csv", ("246200364,", None))
    reference = read_reference(folder)
    [rule] = compare(reference).lost_rules
    assert rule.intercommunality.pk == "246200364"
    with pytest.raises(RemovalError):
        apply(reference)
    apply(reference, accept_removals=True)
    assert not CoverageRule.objects.filter(pk=rule.pk).exists()
