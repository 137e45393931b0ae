"""One address of each type of page, for each tenant."""

PDC, CASA, OPERATOR = "pas-de-calais.localhost", "casa.localhost", "localhost"

COMMON = [
    "/",
    "/trouver/",
    "/trouver/?q=",
    "/trouver/?q=zzzzz",
    "/trouver/?q=Lille",
    "/le-principe/",
    "/plateformes/",
    "/services/",
    "/contact/",
    "/contact/message-envoye/",
    "/agenda/",
    "/agenda/mois/2026-12/",
    "/agenda/semaine/2026-S50/",
    "/agenda/passes/",
    "/donnees-ouvertes/",
    "/accessibilite/",
    "/boite-aux-lettres/",
    "/compte/connexion/",
    "/compte/connexion/code/",
    "/compte/mot-de-passe/oublie/",
    "/compte/adresses/confirmation/inconnue/",
    "/invitation/inconnue/",
    "/demander-un-acces/",
    "/demander-un-acces/confirmer/",
    "/demander-un-acces/suivi/inconnu/",
    "/desabonnement/inconnu/",
    "/nulle-part/",
]
OWN = {
    PDC: [
        "/trouver/?q=Lens",
        "/trouver/?q=Hesdin",
        "/trouver/?q=62130",
        "/trouver/?q=62580",
        "/trouver/?q=Arras",
        "/trouver/?q=Mericour",
        "/trouver/62058-avesnes-le-comte/",
        "/pour-qui/",
        "/comment/",
        "/plateformes/lens-henin/",
        "/plateformes/calaisis/",
        "/contact/lens-henin/",
    ],
    CASA: [
        "/trouver/?q=juan%20les%20pins",
        "/trouver/?q=06140",
        "/trouver/?q=valbone",
        "/plan-d-action/",
        "/plan-d-action/comite-inter-bailleurs/",
        "/plateformes/casa/",
        "/contact/casa/",
    ],
}
PAGES = [
    *[(host, address) for host in (PDC, CASA) for address in [*COMMON, *OWN[host]]],
    (OPERATOR, "/"),
    (OPERATOR, "/trouver/?q=Lens"),
    (OPERATOR, "/trouver/?q=Antibes"),
    (OPERATOR, "/trouver/?q=Paris"),
]
NAMES = [f"{host.partition('.')[0]}{address}" for host, address in PAGES]
