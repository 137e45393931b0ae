"""One address of each page behind the login, and who opens it: (person, host, address)."""

from tests.e2e.addresses import CASA, PDC

PAGES = [
    ("alice", PDC, "/extranet/gestion/demandes/"),
    ("bob", PDC, "/extranet/gestion/demandes/"),
    ("gael", PDC, "/extranet/gestion/demandes/?q=personne"),
    ("gael", PDC, "/extranet/gestion/demandes/liste/"),
    ("ezra", CASA, "/extranet/gestion/demandes/?state=toutes"),
]
NAMES = [f"{person}-{host.partition('.')[0]}{address}" for person, host, address in PAGES]
