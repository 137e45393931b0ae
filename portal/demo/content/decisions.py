"""What the committee of the demonstration decided. All of it is fictitious."""

from dataclasses import dataclass

from extranet.committees.models import Decision
from portal.demo.people import CASA

State = Decision.State
FIRST, LAST = "first", "last"


@dataclass(frozen=True, kw_only=True)
class Decided:
    """``at``: the first meeting that was held, or the last. ``landlords``: which seats, in order; ``person``: whether
    the first of their people is named. ``due``: days from the decision, or from the day of loading (``due_from_now``).
    ``steps``: state, days after the decision, note. ``replaced_by``: the title of another.
    """

    title: str
    text: str = ""
    at: str = LAST
    landlords: tuple[int, ...] = ()
    person: bool = False
    due: int | None = None
    due_from_now: int | None = None
    steps: tuple[tuple[str, int, str], ...] = ()
    replaced_by: str = ""


REPLACING = "Essayer les visites à deux dans trois résidences"
DECISIONS = {
    CASA: [
        Decided(
            title="Se réunir deux fois par an", at=FIRST, due=300,
            steps=((State.DONE, 200, "Le rythme est pris."),),
        ),
        Decided(
            title="Adopter une fiche commune pour signaler un impayé", landlords=(0, 1, 2), person=True, due=30,
            text="Une page, la même pour tous, envoyée dès le deuxième mois.",
            steps=((State.DOING, 8, "Le modèle circule."), (State.DONE, 21, "La fiche est en service.")),
        ),
        Decided(
            title="Désigner un interlocuteur par bailleur pour les ménages accompagnés", landlords=(3, 4), due=20,
            steps=((State.DONE, 34, "Les noms sont dans l’annuaire."),),
        ),
        Decided(
            title="Recenser les logements qui se libèrent dans les six mois", landlords=(1, 5), person=True,
            due_from_now=12, steps=((State.DOING, 15, "La moitié des résidences ont répondu."),),
        ),
        Decided(
            title="Transmettre la liste des gardiens à inviter aux rencontres", landlords=(0,), due_from_now=-6,
        ),
        Decided(title="Relire le projet de charte du comité", landlords=(2, 6), text="Remarques à envoyer au secrétariat."),
        Decided(
            title="Ouvrir une messagerie commune", landlords=(7,), due=40,
            steps=((State.ABANDONED, 30, "Les cercles du portail suffisent."),),
        ),
        Decided(
            title="Visiter à deux chaque logement avant l’entrée", landlords=(4,), due=45,
            steps=((State.REPLACED, 40, "Trop lourd partout : commençons par un essai."),), replaced_by=REPLACING,
        ),
        Decided(title=REPLACING, landlords=(4, 5), person=True, due_from_now=40),
    ],
}  # fmt: skip
