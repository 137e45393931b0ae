"""What the minutes of the demonstration say. Of the first meeting, its page tells the facts; all the rest is fictitious."""

from dataclasses import dataclass

OPENING, CLOSING = "ouverture", "divers"
"""What comes before the items, and after them."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """``passages``: by the beginning of an item's title, or OPENING and CLOSING. ``public``: those of the extract.

    ``drafts``: what a passage said before it was put right. ``remarks``: by whom, on what, what they say, and the answer.
    """

    at: str
    passages: dict[str, str]
    public: tuple[str, ...] = ()
    drafts: dict[str, str] | None = None
    remarks: tuple[tuple[str, str, str, str], ...] = ()
    is_published: bool = False
    erratum: str = ""


COMMITTEE = "Comité inter-bailleurs"
MINUTES = [
    Written(
        at="first", is_published=True, public=("À quoi sert",),
        passages={
            OPENING: "Onze bailleurs sociaux sont présents à cette première réunion.",
            "Le diagnostic": "Avant le lancement, un diagnostic et une comparaison avec d’autres territoires ont été faits. Le prestataire qui assiste la Communauté d’agglomération en présente les résultats.",
            "À quoi sert": "Le comité est un outil au service des bailleurs : il les aide à harmoniser leurs pratiques et à travailler ensemble à ce qui est commun à la profession.",
            CLOSING: "La date de la prochaine réunion sera proposée par le secrétariat.",
        },
        erratum="La comparaison porte aussi sur un territoire voisin, que le texte ne nomme pas (exemple).",
    ),
    Written(
        at="last",
        drafts={"Une fiche commune": "Chacun présente la fiche de son organisme."},
        passages={
            OPENING: "Le secrétariat rappelle l’ordre du jour. Un bailleur est représenté par un autre.",
            "Une fiche commune": "Chacun présente la fiche de son organisme. Une page suffit, la même pour tous : trois bailleurs en proposent un modèle, à envoyer dès le deuxième mois d’impayé.",
            "Un interlocuteur": "Les ménages accompagnés ne savent pas toujours qui appeler. Chaque bailleur désigne une personne ; les noms seront dans l’annuaire.",
            "Les logements": "Le temps a manqué : le point passe à la prochaine réunion.",
        },
        remarks=(
            ("Denis Morel", "Une fiche commune", "Il me semble que nous avions dit « dès le premier mois » pour les ménages déjà suivis.", ""),
            ("Lucie Garnier", "Un interlocuteur", "Notre interlocutrice est déjà désignée.", "Merci : son nom sera dans l’annuaire avec les autres."),
        ),
    ),
]  # fmt: skip
