"""The committees of each demonstration tenant: who sits, and what their meetings hold.

Of the first meeting of Sophia Antipolis its page says the day, eleven landlords present, a diagnosis made beforehand,
and what the committee is for. All the rest is fictitious: landlords, people, hours and words.
"""

import datetime
from dataclasses import dataclass, field

from extranet.committees.models import Item, Meeting, Presence, Reply
from portal.demo.content.directory import STATE
from portal.demo.people import CASA, LANDLORD, OTHER_LANDLORD, PDC

Aim, Came, State = Item.Aim, Presence.State, Meeting.State
TREATED, MOVED = Item.State.TREATED, Item.State.MOVED
SOMEBODY = "Une personne de ce bailleur (exemple)"


def landlord(number: int) -> str:
    return f"Bailleur social n° {number} (exemple)"


@dataclass(frozen=True, kw_only=True)
class Seat:
    """``titular``, ``deputies``: members as the directory's content calls them."""

    organisation: str
    titular: str = ""
    deputies: tuple[str, ...] = ()
    is_observer: bool = False


@dataclass(frozen=True, kw_only=True)
class Point:
    """``papers``: how their titles begin. ``comes_from``: the title of a point of an earlier meeting."""

    title: str
    part: str = ""
    text: str = ""
    aim: str = Aim.INFORMATION
    presenter: str = ""
    minutes: int | None = None
    state: str = Item.State.PLANNED
    papers: tuple[str, ...] = ()
    comes_from: str = ""


@dataclass(frozen=True, kw_only=True)
class Here:
    """Who came: a member of the content (``who``), somebody by name, or nobody where ``by`` spoke for them."""

    organisation: str = ""
    state: str = Came.PRESENT
    who: str = ""
    name: str = ""
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """``on``: a date, or a number of days from the day of loading. ``answers``: who, what, who comes instead."""

    on: datetime.date | int
    hours: str
    state: str
    title: str = ""
    place: str = ""
    note: str = ""
    points: tuple[Point, ...] = ()
    came: tuple[Here, ...] = ()
    answers: tuple[tuple[str, str, str], ...] = ()
    proposed: tuple[tuple[str, str, str], ...] = ()
    """By whom, what, and why."""


@dataclass(frozen=True, kw_only=True)
class CommitteeContent:
    name: str
    aim: str
    secretary: str
    since: datetime.date | int
    quorum: int | None = None
    seats: tuple[Seat, ...] = ()
    meetings: tuple[Gathering, ...] = field(default_factory=tuple)


COMMITTEES = {
    CASA: [
        CommitteeContent(
            name="Comité inter-bailleurs", secretary="ezra", since=datetime.date(2020, 3, 5), quorum=6,
            aim="Un outil au service des bailleurs sociaux : harmoniser leurs pratiques professionnelles et travailler ensemble à ce qui leur est commun.",
            seats=(
                Seat(organisation=LANDLORD, titular="Lucie Garnier", deputies=("Pierre Olivier",)),
                Seat(organisation=OTHER_LANDLORD, titular="fanny"),
                Seat(organisation=landlord(3), titular="Marc Chevalier"),
                Seat(organisation=landlord(4), titular="Sonia Perrin"),
                Seat(organisation=landlord(5), titular="Denis Morel"),
                Seat(organisation=landlord(6), titular="Aline Masson"),
                Seat(organisation=landlord(7), titular="Benoît Leroux"),
                Seat(organisation=landlord(8), titular="Céline Vidal"),
                Seat(organisation=landlord(9), titular="David Fabre"),
                Seat(organisation=landlord(10), titular="Élise Rey"),
                Seat(organisation=landlord(11), titular="Franck Blanc"),
            ),
            meetings=(
                Gathering(
                    on=datetime.date(2020, 3, 5), hours="9:30-12:00", state=State.HELD, title="Première réunion",
                    note="Le jour, les onze bailleurs présents et les sujets sont ceux que dit le site de la Communauté d’agglomération ; l’heure et les personnes sont des exemples.",
                    points=(
                        Point(title="Le diagnostic et la comparaison faits avant le lancement", state=TREATED, text="Le prestataire qui assiste la Communauté d’agglomération présente ce qu’il a étudié."),
                        Point(title="À quoi sert le comité", state=TREATED, aim=Aim.DISCUSSION, text="Harmoniser les pratiques professionnelles, et travailler de concert sur ce qui est commun à la profession."),
                    ),
                    came=tuple(Here(organisation=landlord(number), name=SOMEBODY) for number in range(1, 12)),
                ),
                Gathering(
                    on=-61, hours="14:00-16:30", state=State.HELD, place="Salle du conseil (exemple)",
                    points=(
                        Point(part="Pratiques communes", title="Une fiche commune pour signaler un impayé", state=TREATED, aim=Aim.DECISION, presenter="Lucie Garnier (exemple)", minutes=40, text="Comparer les fiches de chacun et n’en garder qu’une."),
                        Point(part="Pratiques communes", title="Un interlocuteur par bailleur pour les ménages accompagnés", state=TREATED, aim=Aim.DISCUSSION, minutes=30),
                        Point(part="Logements", title="Les logements qui peuvent être proposés", state=MOVED, aim=Aim.DISCUSSION, presenter="Fanny (exemple)", minutes=30, text="Chaque bailleur dit ce qu’il prévoit de libérer dans les six mois."),
                    ),
                    came=(
                        Here(organisation=LANDLORD, who="Lucie Garnier"), Here(organisation=LANDLORD, who="Pierre Olivier"),
                        Here(organisation=OTHER_LANDLORD, who="fanny"), Here(organisation=landlord(3), who="Marc Chevalier"),
                        Here(organisation=landlord(4), who="Sonia Perrin", state=Came.EXCUSED), Here(organisation=landlord(5), who="Denis Morel"),
                        Here(organisation=landlord(6), state=Came.REPRESENTED, by=landlord(5)), Here(organisation=landlord(7), who="Benoît Leroux"),
                        Here(organisation=landlord(8), who="Céline Vidal", state=Came.ABSENT), Here(organisation=landlord(9), who="David Fabre"),
                        Here(organisation=landlord(10), who="Élise Rey"), Here(organisation=landlord(11), who="Franck Blanc", state=Came.EXCUSED),
                        Here(who="ezra"), Here(state=Came.GUEST, name="Une travailleuse sociale du CCAS (exemple)"),
                    ),
                ),
                Gathering(
                    on=20, hours="9:30-12:00", state=State.CONVOKED, place="Salle du conseil (exemple)", note="Parking gratuit derrière le bâtiment.",
                    points=(
                        Point(title="Retour sur la fiche commune d’impayé", presenter="Lucie Garnier (exemple)", minutes=20),
                        Point(part="Logements", title="Les logements qui peuvent être proposés", aim=Aim.DISCUSSION, presenter="Fanny (exemple)", minutes=30, text="Chaque bailleur dit ce qu’il prévoit de libérer dans les six mois.", comes_from="Les logements qui peuvent être proposés", papers=("Points à inscrire",)),
                        Point(part="Organisation", title="La charte du comité", aim=Aim.DECISION, presenter="Ezra (exemple)", minutes=45, text="Adopter le projet, ou dire ce qui doit y changer.", papers=("Charte du comité",)),
                    ),
                    answers=(("Lucie Garnier", Reply.Answer.PRESENT, ""), ("Marc Chevalier", Reply.Answer.EXCUSED, ""), ("Sonia Perrin", Reply.Answer.REPLACED, "Ma collègue de l’agence (exemple)"), ("Élise Rey", Reply.Answer.PRESENT, "")),
                    proposed=(("Denis Morel", "Les visites à deux avant l’entrée", "Nous les essayons depuis un mois, et nous voudrions savoir ce que font les autres."),),
                ),
            ),
        ),
    ],
    PDC: [
        CommitteeContent(
            name="Comité des bailleurs du Pas-de-Calais (exemple)", secretary="alice", since=-120,
            aim="Ce que les bailleurs préparent avec les plateformes : logements mobilisables, sous-location, bail glissant.",
            seats=(
                Seat(organisation=LANDLORD, titular="bob", deputies=("Sylvie Caron",)),
                Seat(organisation=OTHER_LANDLORD, titular="fanny", deputies=("Hervé Picard",)),
                Seat(organisation=STATE, titular="Claire Hubert", is_observer=True),
            ),
            meetings=(
                Gathering(
                    on=33, hours="14:00-16:00", state=State.PREPARING, place="Hôtel du Département, salle 2 (exemple)",
                    points=(
                        Point(title="La convention avec les bailleurs", aim=Aim.DECISION, presenter="Alice (exemple)", minutes=45, text="Relire le projet article par article.", papers=("Convention avec les bailleurs",)),
                        Point(title="Le bail glissant, six mois après", aim=Aim.DISCUSSION, minutes=30),
                    ),
                ),
            ),
        ),
    ],
}  # fmt: skip
