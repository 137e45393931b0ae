"""The report of an erasure as a workbook: references and counts, no word of what was erased."""

from extranet.solicitations.models import ErasureReport
from portal.design.spreadsheets import Sheet, write_xlsx
from portal.design.typography import french


def as_workbook(report: ErasureReport) -> bytes:
    ended = set(report.ended)
    summary = [
        ["Compte rendu d’effacement", ""],
        ["Date", report.at],
        ["Durée consignée, en mois", report.retention_months],
        ["Sollicitations dont les textes sont effacés", len(report.erased)],
        [french("dont sans réponse, closes sans suite ce jour-là"), len(ended)],
        ["Effacements annoncés, trente jours avant", len(report.warned)],
        ["Brouillons supprimés", report.drafts],
        ["Lignes du journal supprimées", report.journal_lines],
    ]
    lines = [
        *([reference, "textes effacés", "oui" if reference in ended else "non"] for reference in report.erased),
        *([reference, "effacement annoncé", ""] for reference in report.warned),
    ]
    heads = ["Référence", "Quoi", "Close sans suite ce jour-là"]
    return write_xlsx([Sheet("Compte rendu", summary), Sheet("Références", [heads, *lines])])
