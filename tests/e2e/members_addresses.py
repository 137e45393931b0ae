"""Addresses of the members' space, each with somebody who has a use for it."""

from tests.e2e.addresses import CASA, PDC

LENS = "/extranet/annuaire/cercles/echanges-de-pratiques-lens-henin/"

# (person, host, address)
DIRECTORY = [
    ("diane", PDC, "/extranet/annuaire/"),
    ("diane", PDC, "/extranet/annuaire/?commune=Mericour"),
    ("diane", PDC, "/extranet/annuaire/?kind=bailleur"),
    ("diane", PDC, "/extranet/annuaire/personnes/"),
    ("diane", PDC, "/extranet/annuaire/mon-profil/"),
    ("diane", PDC, "/extranet/annuaire/cercles/"),
    ("diane", PDC, LENS),
    ("diane", PDC, LENS + "quitter/"),
    ("diane", PDC, "/extranet/mon-equipe/"),
    ("bob", PDC, LENS + "rejoindre/"),
    ("alice", PDC, LENS),
    ("alice", PDC, LENS + "membres/?q=bob"),
    ("alice", PDC, LENS + "confier/"),
    ("alice", PDC, LENS + "confier/?q=nadia"),
    ("alice", PDC, LENS + "confier/?q=personne"),
    ("ezra", CASA, "/extranet/annuaire/"),
]
ACCESS = [
    ("alice", PDC, "/extranet/gestion/demandes/"),
    ("bob", PDC, "/extranet/gestion/demandes/"),
    ("gael", PDC, "/extranet/gestion/demandes/?q=personne"),
    ("gael", PDC, "/extranet/gestion/demandes/liste/"),
    ("ezra", CASA, "/extranet/gestion/demandes/?state=toutes"),
]
PERSONAL_DATA = [
    ("diane", PDC, "/extranet/mes-donnees/"),
]
DASHBOARD = [
    ("diane", PDC, "/extranet/"),
    ("fanny", CASA, "/extranet/"),
    ("diane", PDC, "/extranet/notifications/"),
]
CALENDAR_FEEDS = [
    ("diane", PDC, "/extranet/abonnements/"),
]
# « documents/1/ » stands for a document that the test looks for.
LIBRARY = [
    ("diane", PDC, "/extranet/bibliotheque/"),
    ("alice", PDC, "/extranet/bibliotheque/"),
    ("alice", PDC, "/extranet/bibliotheque/dossiers/modeles/"),
    ("alice", PDC, "/extranet/bibliotheque/dossiers/modeles/modifier/"),
    ("alice", PDC, "/extranet/bibliotheque/dossiers/modeles/supprimer/"),
    ("alice", PDC, "/extranet/bibliotheque/dossiers/bailleurs/deposer/"),
    ("alice", PDC, "/extranet/bibliotheque/nouveau-dossier/"),
    ("alice", PDC, "/extranet/bibliotheque/nouveau-dossier/?cercle=echanges-de-pratiques-lens-henin"),
    ("diane", PDC, "/extranet/bibliotheque/dossiers/groupe-lens-henin/"),
    ("alice", PDC, "/extranet/bibliotheque/archives/"),
    ("alice", PDC, "/extranet/bibliotheque/recherche/?q=bail"),
    ("alice", PDC, "/extranet/bibliotheque/recherche/?q=zzzz"),
    ("alice", PDC, "/extranet/bibliotheque/documents/1/"),
    ("alice", PDC, "/extranet/bibliotheque/documents/1/modifier/"),
    ("alice", PDC, "/extranet/bibliotheque/documents/1/nouvelle-version/"),
    ("alice", PDC, "/extranet/bibliotheque/documents/1/supprimer/"),
    ("alice", PDC, "/extranet/bibliotheque/documents/1/lectures/"),
    ("gael", PDC, "/extranet/bibliotheque/regles/"),
]
SIGN_UPS = [
    ("alice", PDC, "/extranet/gestion/agenda/"),
    ("ezra", CASA, "/extranet/gestion/agenda/"),
]
AGENDA = [
    ("diane", PDC, "/agenda/"),
    ("diane", PDC, "/agenda/?commune=zzzzzz"),
    ("diane", PDC, "/agenda/mois/2026-12/"),
    ("diane", PDC, "/agenda/semaine/2026-S50/"),
    ("diane", PDC, "/agenda/passes/"),
]
TRAININGS = [
    ("alice", PDC, "/formations/"),
    ("alice", PDC, "/extranet/gestion/formations/import/"),
    ("alice", PDC, "/extranet/gestion/formations/avis/bail-glissant/"),
    ("alice", PDC, "/extranet/gestion/formations/bilan/2026/"),
    ("alice", PDC, "/extranet/gestion/formations/bilan/2011/"),
    ("jeanne", CASA, "/extranet/chiffres-des-formations/2026/"),
    ("diane", PDC, "/formations/?commune=zzzzzz"),
    ("diane", PDC, "/formations/bail-glissant/"),
    ("hugo", CASA, "/formations/logement-d-abord-professionnels/"),
    ("diane", PDC, "/extranet/mes-formations/"),
    ("alice", PDC, "/extranet/gestion/formations/"),
    ("alice", PDC, "/extranet/gestion/formations/?quand=passees"),
    ("hugo", CASA, "/extranet/gestion/formations/"),
]
COMITE, COMITE_PDC = (
    "/extranet/comites/comite-inter-bailleurs/",
    ("/extranet/comites/comite-des-bailleurs-du-pas-de-calais-exemple/"),
)
# « reunions/premiere/ » and the like stand for a meeting that the test looks for.
COMMITTEES = [
    ("fanny", CASA, "/extranet/comites/"),
    ("fanny", CASA, COMITE),
    ("fanny", CASA, f"{COMITE}reunions/"),
    ("fanny", CASA, f"{COMITE}decisions/"),
    ("fanny", CASA, f"{COMITE}decisions/?q=zzzz"),
    ("fanny", CASA, f"{COMITE}chiffres/"),
    ("fanny", CASA, "/extranet/comites/decisions/1/"),
    ("fanny", CASA, "/extranet/comites/reunions/premiere/"),
    ("fanny", CASA, "/extranet/comites/reunions/premiere/compte-rendu/"),
    ("fanny", CASA, "/extranet/comites/reunions/derniere/"),
    ("fanny", CASA, "/extranet/comites/reunions/derniere/compte-rendu/"),
    ("fanny", CASA, "/extranet/comites/reunions/prochaine/"),
    ("fanny", CASA, "/extranet/comites/reunions/prochaine/repondre/"),
    ("fanny", CASA, "/extranet/comites/reunions/prochaine/proposer/"),
    ("ezra", CASA, COMITE),
    ("ezra", CASA, f"{COMITE}membres/"),
    ("ezra", CASA, f"{COMITE}modifier/"),
    ("ezra", CASA, f"{COMITE}clore/"),
    ("ezra", CASA, f"{COMITE}nouvelle-reunion/"),
    ("ezra", CASA, "/extranet/comites/creer/nouveau/"),
    ("ezra", CASA, "/extranet/comites/decisions/1/modifier/"),
    ("ezra", CASA, "/extranet/comites/reunions/derniere/decisions/nouvelle/"),
    ("ezra", CASA, "/extranet/comites/reunions/derniere/compte-rendu/"),
    ("ezra", CASA, "/extranet/comites/reunions/derniere/compte-rendu/brouillon/"),
    ("ezra", CASA, "/extranet/comites/reunions/derniere/compte-rendu/approbation/"),
    ("ezra", CASA, "/extranet/comites/reunions/premiere/compte-rendu/erratum/"),
    ("ezra", CASA, "/extranet/comites/reunions/premiere/compte-rendu/extrait/"),
    ("ezra", CASA, "/extranet/comites/reunions/derniere/presences/"),
    ("ezra", CASA, "/extranet/comites/reunions/prochaine/preparer/"),
    ("ezra", CASA, "/extranet/comites/reunions/prochaine/modifier/"),
    ("ezra", CASA, "/extranet/comites/reunions/prochaine/points/ajouter/"),
    ("ezra", CASA, "/extranet/comites/reunions/prochaine/parties/ajouter/"),
    ("ezra", CASA, "/extranet/comites/reunions/prochaine/pieces/deposer/"),
    ("ezra", CASA, "/extranet/comites/reunions/prochaine/pieces/joindre/"),
    ("ezra", CASA, "/extranet/comites/reunions/prochaine/convoquer/"),
    ("ezra", CASA, "/extranet/comites/reunions/prochaine/etat/annuler/"),
    ("ezra", CASA, "/extranet/comites/reunions/prochaine/ouvertures/"),
    ("bob", PDC, COMITE_PDC),
    ("bob", PDC, f"{COMITE_PDC}decisions/"),
]
ASK, KEPT = "/extranet/solliciter/", "/extranet/gestion/sollicitations/"
SUPPORT = f"{ASK}S-DEM0-00A5/accompagnement/"
SOLICITATIONS = [
    ("diane", PDC, ASK),
    ("diane", PDC, f"{ASK}nouvelle/"),
    ("diane", PDC, f"{ASK}S-DEM0-00AB/situation/"),
    ("diane", PDC, f"{ASK}S-DEM0-00AB/demande/"),
    ("diane", PDC, f"{ASK}S-DEM0-00AB/relire/"),
    ("diane", PDC, f"{ASK}S-DEM0-00AB/supprimer/"),
    ("diane", PDC, f"{ASK}S-DEM0-00A1/"),
    ("diane", PDC, f"{ASK}S-DEM0-00A1/envoyee/"),
    ("diane", PDC, f"{ASK}S-DEM0-00A1/retirer/"),
    ("diane", PDC, f"{ASK}S-DEM0-00A3/"),
    ("diane", PDC, f"{ASK}S-DEM0-00A3/completer/"),
    ("diane", PDC, f"{ASK}S-DEM0-00A8/"),
    ("diane", PDC, f"{ASK}accompagnements/"),
    ("bob", PDC, f"{ASK}S-DEM0-00A4/"),
    ("bob", PDC, f"{ASK}S-DEM0-00A6/"),
    ("bob", PDC, f"{ASK}fiches/S-DEM0-00A1/"),
    ("bob", PDC, f"{ASK}comites/comite-des-bailleurs-du-pas-de-calais-exemple/"),
    ("alice", PDC, f"{ASK}plateforme/"),
    ("alice", PDC, f"{ASK}plateforme/?commune=zzzz"),
    ("alice", PDC, f"{ASK}chiffres/"),
    ("alice", PDC, f"{ASK}S-DEM0-00A1/"),
    ("alice", PDC, f"{ASK}S-DEM0-00A1/demander-un-complement/"),
    ("alice", PDC, f"{ASK}S-DEM0-00A1/etudier/"),
    ("alice", PDC, f"{ASK}S-DEM0-00A1/reorienter/"),
    ("alice", PDC, f"{ASK}S-DEM0-00A1/refuser/"),
    ("alice", PDC, f"{ASK}S-DEM0-00A1/clore/"),
    ("alice", PDC, f"{ASK}S-DEM0-00A1/inviter/"),
    ("alice", PDC, f"{ASK}S-DEM0-00A1/comites/"),
    ("alice", PDC, f"{ASK}S-DEM0-00A4/"),
    ("alice", PDC, f"{ASK}S-DEM0-00A4/reunion/"),
    ("alice", PDC, f"{ASK}S-DEM0-00A4/accompagnement/mettre-en-place/"),
    ("alice", PDC, f"{ASK}S-DEM0-00A5/"),
    ("alice", PDC, f"{SUPPORT}relais/referent/"),
    ("alice", PDC, f"{SUPPORT}modifier/"),
    ("alice", PDC, f"{SUPPORT}etapes/"),
    ("alice", PDC, f"{SUPPORT}bail-glissant/"),
    ("alice", PDC, f"{SUPPORT}bail-glissant/bilan/retirer/"),
    ("alice", PDC, f"{SUPPORT}terminer/"),
    ("gael", PDC, KEPT),
    ("gael", PDC, f"{KEPT}analyse-d-impact/"),
    ("gael", PDC, f"{KEPT}fermer/"),
    ("gael", PDC, f"{KEPT}effacements/"),
    ("gael", PDC, f"{KEPT}journal/"),
    ("gael", PDC, f"{ASK}chiffres/?annee=2019"),
    ("jeanne", CASA, f"{ASK}chiffres/"),
    ("ezra", CASA, f"{ASK}plateforme/"),
]
ADDRESSES = sorted([
    *DASHBOARD, *AGENDA, *CALENDAR_FEEDS, *DIRECTORY, *ACCESS, *PERSONAL_DATA, *SIGN_UPS, *TRAININGS, *SOLICITATIONS,
])  # fmt: skip
