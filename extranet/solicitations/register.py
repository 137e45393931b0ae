"""The entry of solicitations in the authority’s record of processing activities (RGPD, article 30, 1), a to g.

Made of what the tenant recorded and of the code’s own constants, so that it tells what the portal does.
"""

import datetime

from django.utils.formats import date_format

from extranet.solicitations.grounds import grounds_of
from extranet.solicitations.models import ImpactAssessment
from extranet.solicitations.models.erasures import REPORTS_KEPT_FOR
from extranet.solicitations.models.journal import JOURNAL_KEPT_FOR
from extranet.solicitations.models.solicitations import DRAFTS_KEPT_FOR
from extranet.solicitations.terms import WARNED_BEFORE
from portal.design.papers import print_paper
from portal.design.spreadsheets import Sheet, write_xlsx
from portal.design.typography import french, french_date
from portal.pages.pictures import letterhead_of
from portal.tenancy.models import Module, Tenant
from portal.tenancy.processing import in_words

TITLE = "Registre des activités de traitement : sollicitations de la plateforme"
HOUSEHOLD = (
    "composition et tranches d’âge du ménage, commune, situation de logement, difficultés, étape d’une procédure "
    "d’expulsion, démarches tentées, suite attendue, urgence : des listes fermées, et de courts textes dont le portail "
    "refuse ce qui désigne quelqu’un"
)
NEVER = (
    "nom, date de naissance, adresse, téléphone, courriel, numéro de sécurité sociale, pièce jointe : une référence "
    "tirée au hasard en tient lieu, et la correspondance avec le ménage reste chez le partenaire"
)
SECURITY = (
    "accès ligne par ligne, jamais par le rôle seul ; double authentification de l’équipe ; séparation des "
    "collectivités dans la base de données ; journal de chaque lecture et de chaque acte, que la base refuse de "
    "modifier ; courriels réduits à la référence ; effacement automatique à terme, avec compte rendu ; effectifs de "
    "moins de 5 masqués dans les chiffres"
)


def entry_of(tenant: Tenant, assessment: ImpactAssessment) -> list[tuple[str, str]]:
    """Return the entry, a heading and its words each, in the order of the article."""
    grounds = grounds_of(tenant)
    return [(heading, french(words)) for heading, words in [
        ("Traitement", "Sollicitations de la plateforme territoriale du Logement d’abord"),
        ("Responsable de traitement", _lines(assessment.controller, grounds.address)),
        ("Délégué ou déléguée à la protection des données", _lines(*grounds.dpo_lines)),
        ("Finalités", "étudier une situation complexe ou bloquée qu’un partenaire apporte, y répondre à une date, "
                      "mettre en place un accompagnement renforcé ; compter, sans désigner personne"),
        ("Base légale", _lines(assessment.get_legal_basis_display(), assessment.basis_note)),
        ("Analyse d’impact (article 35)", f"{assessment.reference}, faite le {_day(assessment.carried_out_on)} par "
                                          f"{assessment.carried_out_by}, à relire le {_day(assessment.review_on)}"),
        ("Personnes concernées", "les ménages dont la situation est apportée, sans identité ; les professionnels qui "
                                 "sollicitent, étudient et accompagnent"),
        ("Données des ménages", HOUSEHOLD),
        ("Données qui ne sont jamais recueillies", NEVER),
        ("Données des professionnels", "nom, organisation, ce qu’ils ont écrit, fait et lu, et quand"),
        ("Destinataires", "qui a sollicité ; la coordination de la plateforme et qui la supplée ; le référent de "
                          "l’accompagnement et qui le supplée ; les partenaires invités par leur nom. "
                          "L’administration et les élus ne lisent que des chiffres ; un comité, une fiche sans texte"),
        ("Transferts hors de l’Union européenne", "aucun"),
        ("Durées de conservation", _durations(assessment)),
        ("Information des ménages", "par le partenaire, avant l’envoi : la date et la façon sont notées, une notice "
                                    "s’imprime"),
        ("Droits des personnes", f"{assessment.basis.rights} ; un ménage les exerce par le partenaire, qui seul sait "
                                 "quelle référence est la sienne, ou auprès du délégué ou de la déléguée"),
        ("Mesures de sécurité", SECURITY),
        ("État", "ouvert" if tenant.has_module(Module.SOLICITATIONS) else "fermé"),
    ]]  # fmt: skip


def as_workbook(tenant: Tenant, assessment: ImpactAssessment, *, at: datetime.datetime) -> bytes:
    rows = [["Rubrique", "Contenu"], *entry_of(tenant, assessment), ["Édité le", at]]
    return write_xlsx([Sheet("Registre", rows, widths=(38, 100))])


def as_paper(tenant: Tenant, assessment: ImpactAssessment, *, at: datetime.datetime) -> bytes:
    """Print the entry (PDF/UA-1)."""
    parts = [{"title": heading, "text": words} for heading, words in entry_of(tenant, assessment)]
    return print_paper("solicitations/register", {"parts": parts}, look=letterhead_of(tenant), title=TITLE, at=at)


def _durations(assessment: ImpactAssessment) -> str:
    return (
        f"textes : {assessment.retention_months} mois après le dernier échange, annoncés {WARNED_BEFORE.days} jours "
        "avant, jamais pendant un accompagnement en cours ; des lignes sans texte, sans commune et sans auteur restent "
        f"pour les chiffres ; brouillons : {in_words(DRAFTS_KEPT_FOR)} ; journal : {in_words(JOURNAL_KEPT_FOR)} ; "
        f"comptes rendus d’effacement : {in_words(REPORTS_KEPT_FOR)}"
    )


def _lines(*lines: str) -> str:
    return "\n".join(line.strip() for line in lines if line.strip()) or "à compléter dans les mentions légales"


def _day(day: datetime.date) -> str:
    return french_date(date_format(day, "j F Y"))
