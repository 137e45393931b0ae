"""What the reading of documents keeps of people."""

from portal.documents.models.readings import KEPT_FOR
from portal.tenancy.processing import Processing, declare, in_words

declare(
    Processing(
        code="readings", order=150, title="La lecture des documents réservés",
        data="qui a ouvert quel document, la première et la dernière fois",
        purpose="que la personne qui publie un document sache qui ne l’a pas encore lu",
        recipients="les personnes qui tiennent le dossier",
        kept=f"{in_words(KEPT_FOR)} après la dernière ouverture",
    ),
)  # fmt: skip
