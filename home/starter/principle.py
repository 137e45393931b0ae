"""Housing First in words that are true of every territory: what the staff of a new tenant start from."""

from home.starter.building import block, bullets, heading, text, titled

PRINCIPLES = [
    titled(
        "Un logement d’abord",
        "Un logement à soi, durable, sans passer par des étapes à franchir pour le mériter.",
    ),
    titled(
        "Un accompagnement qui s’ajuste",
        "Il vient au domicile, dure le temps qu’il faut, se renforce ou s’allège selon la personne.",
    ),
    titled(
        "Le choix de la personne",
        "C’est elle qui dit où elle veut vivre, et quelle aide elle accepte.",
    ),
]
HOME_BODY = [block("principles", {"title": "Le Logement d’abord, en bref", "principles": PRINCIPLES})]


def principle_page() -> dict:
    return {
        "slug": "le-principe",
        "title": "Le principe",
        "lead": "Un logement durable d’abord, et un accompagnement autour : c’est l’ordre qui change.",
        "in_menu": True,
        "body": [
            heading("Ce qui change"),
            text(
                "Longtemps, une personne sans domicile devait monter un escalier : la rue, l’urgence, le foyer, puis "
                "un logement si tout s’était bien passé. Beaucoup restaient sur une marche.",
                "Le Logement d’abord commence par la fin : un logement ordinaire, avec un bail, le plus tôt possible. "
                "Le reste, santé, droits, travail, se construit à partir de là.",
            ),
            block("principles", {"title": "Trois idées", "principles": PRINCIPLES}),
            heading("Qui fait quoi"),
            text(
                bullets(
                    "La <b>plateforme</b> de votre territoire reçoit les situations et réunit ceux qui peuvent agir.",
                    "Les <b>bailleurs</b> proposent des logements, et préviennent tôt quand un loyer n’est plus payé.",
                    "Les <b>travailleurs sociaux et les associations</b> accompagnent la personne chez elle.",
                )
            ),
        ],
    }
