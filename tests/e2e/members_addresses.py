"""Pages behind the login: who opens them, where."""

from tests.e2e.addresses import PDC

MEMBERS_PAGES = [
    # (person, host, address)
    ("alice", PDC, "/extranet/"),
    ("diane", PDC, "/extranet/bibliotheque/"),
    ("alice", PDC, "/extranet/bibliotheque/"),
    ("alice", PDC, "/extranet/bibliotheque/dossiers/modeles/"),
    ("alice", PDC, "/extranet/bibliotheque/dossiers/modeles/modifier/"),
    ("alice", PDC, "/extranet/bibliotheque/dossiers/modeles/supprimer/"),
    ("alice", PDC, "/extranet/bibliotheque/dossiers/bailleurs/deposer/"),
    ("alice", PDC, "/extranet/bibliotheque/nouveau-dossier/"),
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
