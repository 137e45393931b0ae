"""The files of the reference in one archive: read from a zip that somebody sent, written from what stands here."""

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from portal.territories.models import Cedex, Commune, Departement, Intercommunality, PlaceName

NEEDED = ("departements.csv", "epci.csv", "communes.csv", "communes_anciennes.csv", "noms_usuels.csv", "cedex.csv")
CONTOURS = ("contours-", ".geojson")
LARGEST = 200 * 1024 * 1024  # bytes, unpacked: the whole country with its contours has a quarter of it


class ArchiveError(ValueError):
    """What was sent is not the reference in a zip; says why, in French."""


@contextmanager
def unpacked(file) -> Iterator[Path]:
    """Give a folder with the files of the reference, for as long as the block lasts. Raises ArchiveError."""
    with TemporaryDirectory(prefix="communes-") as folder:
        try:
            with zipfile.ZipFile(file) as archive:
                _unpack(archive, Path(folder))
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
            raise ArchiveError("Ce n’est pas une archive zip lisible.") from error
        if missing := [name for name in NEEDED if not (Path(folder) / name).exists()]:
            raise ArchiveError(f"Il manque dans l’archive : {', '.join(missing)}.")
        yield Path(folder)


def _unpack(archive: zipfile.ZipFile, folder: Path) -> None:
    """Write the files that are known by their name, wherever they are in the archive; leave the rest."""
    left = LARGEST
    for entry in archive.infolist():
        name = PurePosixPath(entry.filename).name
        if entry.is_dir() or not (name in NEEDED or (name.startswith(CONTOURS[0]) and name.endswith(CONTOURS[1]))):
            continue
        if (folder / name).exists():
            raise ArchiveError(f"« {name} » est deux fois dans l’archive.")
        left -= entry.file_size  # zipfile gives no more than what is said here
        if left < 0:
            raise ArchiveError("Une fois ouverte, l’archive est trop grande.")
        with archive.open(entry) as source, open(folder / name, "xb") as target:
            shutil.copyfileobj(source, target)


def write_present(file) -> None:
    """Write what stands here as such an archive: sent again, it brings it all back."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, header, rows in _tables():
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\n")
            writer.writerows([header, *rows])
            archive.writestr(name, text.getvalue())
        drawn = Commune.objects.filter(contour__isnull=False).order_by("pk").values_list("pk", "contour")
        features = [
            {
                "type": "Feature", "properties": {"code": code},
                "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]},
            }
            for code, rings in drawn
            if rings
        ]  # fmt: skip
        archive.writestr("contours-avant.geojson", json.dumps({"type": "FeatureCollection", "features": features}))


def _tables() -> Iterator[tuple[str, tuple[str, ...], list]]:
    departements = Departement.objects.order_by("pk").values_list("code", "name", "region_name")
    yield "departements.csv", ("code", "name", "region_name"), list(departements)
    epci = Intercommunality.objects.order_by("pk").values_list("siren", "name", "kind")
    yield "epci.csv", ("siren", "name", "type"), list(epci)
    columns = ("code", "name", "departement_id", "intercommunality_id", "population", "postal_codes")
    communes = [(*row[:-1], " ".join(row[-1])) for row in Commune.objects.order_by("pk").values_list(*columns)]
    yield "communes.csv", ("code", "name", "departement", "epci_siren", "population", "postal_codes"), communes
    names = PlaceName.objects.order_by("commune", "name")
    old = names.filter(kind=PlaceName.Kind.OLD).values_list("name", "commune", "commune")
    yield "communes_anciennes.csv", ("name", "old_code", "current_code"), list(old)
    everyday = names.filter(kind=PlaceName.Kind.EVERYDAY).values_list("name", "commune")
    yield "noms_usuels.csv", ("name", "current_code"), list(everyday)
    cedex = [(code, label, " ".join(of)) for code, label, of in Cedex.objects.order_by("pk").values_list()]
    yield "cedex.csv", ("cedex", "label", "codes"), cedex
