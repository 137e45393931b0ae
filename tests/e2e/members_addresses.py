"""Addresses of the members' space, each with somebody who has a use for it."""

from tests.e2e.addresses import CASA, PDC

LENS = "/extranet/annuaire/cercles/echanges-de-pratiques-lens-henin/"

# (person, host, address)
DIRECTORY = [
    ("diane", PDC, "/extranet/annuaire/"),
    ("diane", PDC, "/extranet/annuaire/?commune=Mericour"),
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
ADDRESSES = sorted([*DASHBOARD, *DIRECTORY, *ACCESS, *PERSONAL_DATA])
