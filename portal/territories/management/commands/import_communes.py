from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.territories.importing import (
    DATA,
    Changes,
    ReferenceError,
    RemovalError,
    apply,
    compare,
    read_reference,
)

SHOWN = 20  # lines a list


class Command(BaseCommand):
    of_the_platform = True
    help = "Compare ou charge le référentiel annuel des communes, codes postaux et intercommunalités."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=DATA, help="dossier des fichiers")
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--dry-run", action="store_true", help="montrer seulement (par défaut)")
        mode.add_argument("--apply", action="store_true", help="écrire, en une transaction")
        parser.add_argument(
            "--accept-removals",
            action="store_true",
            help="supprimer aussi les règles et exceptions de couverture de ce qui disparaît",
        )

    def handle(self, *args, folder: Path, **options):
        try:
            reference = read_reference(folder)
        except ReferenceError as error:
            raise CommandError(f"Fichiers refusés, rien n’a été écrit. {error}") from error
        if not options["apply"]:
            changes = compare(reference)
            self._tell(changes)
            if not changes.is_empty:
                self.stdout.write("Rien n’a été écrit. Pour l’appliquer : import_communes --apply")
            return
        try:
            changes = apply(reference, accept_removals=options["accept_removals"])
        except RemovalError as error:
            self._tell(compare(reference))
            raise CommandError(
                f"{error} Rien n’a été écrit. Corrigez ces lignes dans l’administration, "
                "ou acceptez leur suppression : --accept-removals"
            ) from error
        self._tell(changes)
        if not changes.is_empty:
            self.stdout.write(self.style.SUCCESS("Référentiel à jour."))

    def _tell(self, changes: Changes) -> None:
        if changes.is_empty:
            self.stdout.write("Le référentiel est déjà à jour : rien à écrire.")
            return
        for model, table in changes.tables.items():
            if table.count:
                self.stdout.write(
                    f"{model._meta.verbose_name_plural} : {len(table.added)} à ajouter, "
                    f"{len(table.changed)} à modifier, {len(table.removed)} à supprimer"
                )
        self._list("Communes nouvelles", changes.added)
        self._list("Communes disparues", changes.removed)
        self._list("Communes renommées", [f"{code} : {old} → {new}" for code, old, new in changes.renamed])
        self._list(
            "Changements d’intercommunalité",
            [f"{code} : {old or 'aucune'} → {new or 'aucune'}" for code, old, new in changes.moved],
        )
        self._list("Codes postaux", [f"{code} : {old} → {new}" for code, old, new in changes.postal_codes])
        lost_rows = (*changes.lost_rules, *changes.lost_exceptions)
        lost = [f"{row.tenant} : {row} ({row.reason})" for row in lost_rows]
        self._list("Couverture touchée", lost, shown=len(lost))

    def _list(self, title: str, lines: list[str], shown: int = SHOWN) -> None:
        if not lines:
            return
        self.stdout.write(f"{title} ({len(lines)})")
        for line in lines[:shown]:
            self.stdout.write(f"  {line}")
        if len(lines) > shown:
            self.stdout.write(f"  … et {len(lines) - shown} autres")
