"""Who keeps the library."""

from portal.tenancy.capabilities import Capability, declare
from portal.tenancy.models import Role

KEEP = "documents.keep_library"

declare(
    Capability(
        code="keep_library", area="Bibliothèque", permissions=(KEEP,),
        label="tenir les dossiers, déposer des documents, voir qui les a ouverts",
        roles=frozenset({Role.ADMINISTRATION, Role.COORDINATION, Role.COMMUNICATION}),
    ),
    Capability(
        code="hold_files", area="Bibliothèque", permissions=("documents.change_filepolicy",),
        label="retenir les fichiers tant que l’antivirus ne les a pas analysés",
        roles=frozenset({Role.ADMINISTRATION}),
    ),
)  # fmt: skip
