"""The catalogue of each demonstration tenant. All dates follow the day of loading; all trainings are fictitious.

The CASA's page tells of one or two days by the IESTS for social workers, landlords and elected officials, with
theory, exercises and collective intelligence; the Pas-de-Calais's of gliding leases, mental health and evictions.
"""

from dataclasses import dataclass, field

from portal.demo.content.directory import IESTS, SCHOOL
from portal.demo.people import CASA, PDC
from portal.organisations.models import Organisation
from trainings.models import Session
from trainings.models.evaluations import Pace

KIND = Organisation.Kind
STATE = Session.State
DAY = ("9:00-12:30", "13:45-17:00")
MORNING = ("9:00-12:00",)
SOCIAL_WORK = (KIND.ASSOCIATION, KIND.CCAS, KIND.MSD, KIND.MISSION_LOCALE, KIND.SIAO, KIND.HEALTH)


@dataclass(frozen=True, kw_only=True)
class Held:
    """``days``: how many days from today each day of the session is; ``hours``, those of each.

    ``coming``: who asked, in order: those for whom there is no seat wait. ``kept``: kind, how many, until how many
    days before it begins. ``trainer``: « hugo » for a member, or a name. ``opens``, ``closes``: days from today, days
    before it begins. ``opinions``, ``later``: how many of those who came, the last ones, said what they thought of it
    at once, and two months after.
    """

    days: tuple[int, ...]
    hours: tuple[str, ...] = DAY
    state: str = STATE.OPEN
    capacity: int = 12
    least: int | None = None
    most_per_organisation: int | None = None
    place: str = ""
    address: str = ""
    commune: str = ""
    note: str = ""
    trainer: str = ""
    coming: tuple[str, ...] = ()
    kept: tuple[tuple[str, int, int], ...] = ()
    opens: int | None = None
    closes: int = 3
    needs_approval: bool = False
    reason: str = ""
    opinions: int = 0
    later: int = 0


@dataclass(frozen=True, kw_only=True)
class Course:
    """``kinds``: the organisations whose members may sign up; none: all members. ``by``: who wrote it."""

    title: str
    slug: str
    summary: str
    aims: str
    programme: str
    method: str
    for_whom: str
    prerequisites: str = ""
    hours: int
    institute: str
    contact: str
    accessibility: str
    kinds: tuple[str, ...] = ()
    is_public: bool = True
    is_published: bool = True
    documents: tuple[str, ...] = ()
    by: str
    sessions: tuple[Held, ...] = field(default=(), repr=False)


ACCESS = "Salle de plain-pied, boucle magnétique sur demande.\n\nPour un aménagement (transcription, supports agrandis, pauses), dites-le en vous inscrivant ou appelez la personne qui renseigne."

TRAININGS = {
    PDC: [
        Course(
            title="La sous-location avec bail glissant", slug="bail-glissant", by="alice", institute=SCHOOL, hours=7,
            summary="Proposer un bail glissant au bon moment, le suivre, et le faire glisser.",
            aims="- Dire à un ménage et à un bailleur à quoi chacun s’engage.\n- Repérer quand le bail peut glisser, et le demander.\n- Prévenir l’échec : impayé, voisinage, départ.",
            programme="Le matin, le cadre : qui signe quoi, qui garantit quoi, combien de temps.\n\nL’après-midi, trois situations travaillées en petits groupes, puis la rencontre avec un bailleur.",
            method="Apports courts, situations écrites par les participants, fiches à emporter.",
            for_whom="Travailleurs sociaux et bailleurs qui accompagnent des ménages vers leur logement.",
            contact="La coordination de Lens-Hénin", accessibility=ACCESS, documents=("Guide du bail glissant",),
            sessions=(
                Held(days=(20,), capacity=12, least=6, place="Salle de réunion (exemple)", address="Accès par la cour",
                     commune="62498", trainer="Une formatrice de l’institut (exemple)", coming=("diane", "bob", "Nadia Lefebvre"),
                     kept=((KIND.LANDLORD, 4, 8),), note="Repas sur place, à la charge de chacun."),
                Held(days=(41,), capacity=4, place="Maison des solidarités (exemple)", commune="62193",
                     trainer="Une formatrice de l’institut (exemple)", state=STATE.CONFIRMED,
                     coming=("Léo Fontaine", "Yann Prévost", "Karim Dubois", "Rose Delattre", "Omar Vasseur", "fanny")),
                Held(days=(-80,), state=STATE.DONE, place="Maison des solidarités (exemple)", commune="62193",
                     trainer="Une formatrice de l’institut (exemple)", opinions=4, later=3,
                     coming=("Nadia Lefebvre", "Inès Marchand", "Claire Hubert", "Hervé Picard", "Karim Dubois")),
                Held(days=(-45,), state=STATE.DONE, place="Salle de réunion (exemple)", commune="62498",
                     trainer="Une formatrice de l’institut (exemple)", opinions=3,
                     coming=("diane", "Sylvie Caron", "Paul Bonnet", "Maud Legrand", "Léo Fontaine")),
                Held(days=(27,), state=STATE.CANCELLED, place="Espace de rencontre (exemple)", commune="62041",
                     coming=("Claire Hubert",), reason="La formatrice n’est pas disponible ; la session suivante reste ouverte."),
            ),
        ),
        Course(
            title="Logement et santé mentale : se comprendre", slug="logement-et-sante-mentale", by="alice", institute=SCHOOL, hours=14,
            summary="Accompagner une personne qui souffre de troubles psychiques chez elle, avec les soignants.",
            aims="- Reconnaître une souffrance sans poser de diagnostic.\n- Savoir qui appeler, et ce que chacun peut faire.\n- Tenir dans la durée : relais, absences, crises.",
            programme="Premier jour : ce que vivent les personnes, ce que voient les voisins, ce que peut le soin.\n\nSecond jour : l’accord entre une équipe mobile, un bailleur et un accompagnant, à partir de situations.",
            method="Une équipe mobile et une formatrice animent ensemble ; chacun repart avec la carte des relais de son territoire.",
            for_whom="Professionnels de terrain du logement, du social et du soin.", kinds=SOCIAL_WORK,
            prerequisites="Accompagner au moins une personne chez elle.",
            contact="La coordination de Lens-Hénin", accessibility=ACCESS,
            sessions=(
                Held(days=(34, 35), capacity=15, place="Maison des solidarités (exemple)", commune="62765", opens=6,
                     trainer="Une formatrice de l’institut (exemple)", most_per_organisation=3),
                Held(days=(62, 69), capacity=15, place="Salle de réunion (exemple)", commune="62498", needs_approval=True,
                     trainer="Une formatrice de l’institut (exemple)", coming=("Inès Marchand",)),
                Held(days=(-13, -12), state=STATE.DONE, capacity=15, place="Maison des solidarités (exemple)", commune="62765",
                     trainer="Une formatrice de l’institut (exemple)", opinions=4,
                     coming=("diane", "Paul Bonnet", "Rose Delattre", "Omar Vasseur", "Yann Prévost", "Karim Dubois")),
            ),
        ),
        Course(
            title="Impayés : agir dès le premier mois", slug="impayes-agir-des-le-premier-mois", by="gael", institute=SCHOOL, hours=3,
            summary="Une demi-journée pour savoir qui prévenir, et quand.", aims="- Réagir au premier impayé.\n- Orienter vers l’équipe mobile.",
            programme="Le calendrier d’un impayé, du premier rappel à l’audience ; qui fait quoi à chaque étape.",
            method="Un jeu de cartes, une frise, des questions.", for_whom="Toute personne qui reçoit du public.",
            contact="L’équipe du Département", accessibility=ACCESS, is_published=False,
            sessions=(Held(days=(55,), hours=MORNING, state=STATE.DRAFT, capacity=20, commune="62427"),),
        ),
    ],
    CASA: [
        Course(
            title="Le Logement d’abord : deux journées pour les professionnels", slug="logement-d-abord-professionnels", by="ezra",
            institute=IESTS, hours=14, kinds=SOCIAL_WORK,
            summary="Partir du logement, accompagner au rythme de la personne, s’appuyer sur ses choix.",
            aims="- Expliquer ce que change le Logement d’abord.\n- Évaluer une situation à partir des choix de la personne.\n- Construire un accompagnement modulable avec les partenaires du territoire.",
            programme="Premier jour : l’origine et les preuves, les idées reçues, le parcours en escalier et ce qui le remplace.\n\nSecond jour : exercices sur des situations du territoire, puis un temps d’intelligence collective : ce que l’on essaie dès demain.",
            method="Théorie, exercices pratiques et intelligence collective.",
            for_whom="Travailleurs sociaux des CCAS, des maisons des solidarités, de la mission locale et des associations.",
            contact="La coordination de la plateforme", accessibility=ACCESS, documents=("Support",),
            sessions=(
                Held(days=(11, 12), capacity=5, place="Salle du conseil (exemple)", commune="06152", trainer="hugo",
                     state=STATE.CONFIRMED, note="Repas partagé le premier jour.",
                     coming=("Anaïs Roux", "Farah Colin", "Gilles Renaud", "Hélène Brun", "Ivan Schmitt", "Bruno Girard")),
                Held(days=(46, 53), capacity=15, least=8, most_per_organisation=4, place="Locaux de l’agglomération (exemple)",
                     commune="06018", trainer="hugo", coming=("Bruno Girard",)),
                Held(days=(-30, -29), state=STATE.DONE, place="Salle du conseil (exemple)", commune="06152", trainer="hugo",
                     coming=("Anaïs Roux", "Gilles Renaud", "Farah Colin"), opinions=2),
            ),
        ),
        Course(
            title="Le Logement d’abord pour les bailleurs", slug="logement-d-abord-bailleurs", by="ezra", institute=IESTS, hours=7,
            kinds=(KIND.LANDLORD,), summary="Attribuer, accueillir, prévenir : une journée entre bailleurs sociaux.",
            aims="- Situer le rôle du bailleur dans l’accompagnement.\n- Lire une évaluation sociale et poser les bonnes questions.\n- Prévenir l’impayé et les troubles de voisinage avec le référent.",
            programme="Le matin : ce que la plateforme propose, ce qu’elle attend.\n\nL’après-midi : cas pratiques d’attribution et de prévention.",
            method="Théorie, exercices pratiques et intelligence collective.",
            for_whom="Chargés d’attribution, conseillers sociaux et responsables de secteur.",
            contact="La coordination de la plateforme", accessibility=ACCESS,
            sessions=(
                Held(days=(25,), capacity=11, most_per_organisation=2, place="Locaux de l’agglomération (exemple)", commune="06018",
                     trainer="hugo", coming=("fanny", "Lucie Garnier", "Marc Chevalier")),
                Held(days=(-68,), state=STATE.DONE, place="Locaux de l’agglomération (exemple)", commune="06018", trainer="hugo",
                     coming=("Lucie Garnier", "Marc Chevalier", "Sonia Perrin", "Denis Morel", "fanny"), opinions=4, later=3),
                Held(days=(18,), state=STATE.CANCELLED, place="Locaux de l’agglomération (exemple)", commune="06018", trainer="hugo",
                     coming=("Sonia Perrin",), reason="Trop peu d’inscriptions ; la session suivante est ouverte."),
            ),
        ),
        Course(
            title="Le Logement d’abord en une matinée, pour les élus", slug="logement-d-abord-elus", by="ezra", institute=IESTS, hours=3,
            kinds=(KIND.AUTHORITY,), summary="Ce que la politique change pour une commune, et ce qu’une mairie peut faire.",
            aims="- Savoir à qui s’adresse le Logement d’abord, et qui appeler.\n- Connaître l’intermédiation locative et ce qu’elle apporte à la commune.",
            programme="Une heure d’exposé, une heure d’exercices, une heure d’échanges entre communes.",
            method="Théorie, exercices pratiques et intelligence collective.", for_whom="Maires, adjoints et agents des communes.",
            contact="La coordination de la plateforme", accessibility=ACCESS,
            sessions=(Held(days=(30,), hours=MORNING, capacity=20, place="Salle du conseil (exemple)", commune="06152",
                           trainer="hugo", coming=("jeanne",), closes=7),),
        ),
    ],
}  # fmt: skip

SAID = (
    {"overall": 5, "aims": 5, "pace": Pace.RIGHT, "useful": 5, "served": "Les situations travaillées à plusieurs (exemple).", "missed": ""},
    {"overall": 4, "aims": 4, "pace": Pace.RIGHT, "useful": 5, "served": "", "missed": "Un temps avec un bailleur (exemple)."},
    {"overall": 4, "aims": 5, "pace": Pace.FAST, "useful": 4, "served": "Savoir qui appeler (exemple).", "missed": ""},
    {"overall": 3, "aims": 3, "pace": Pace.SLOW, "useful": 4, "served": "", "missed": "Des fiches à emporter (exemple)."},
)  # fmt: skip
"""What those who came thought, one after the other."""
SAID_LATER = (
    {"useful": 5, "practised": "Une visite avec le gardien avant la signature (exemple)."},
    {"useful": 4, "practised": ""},
    {"useful": 3, "practised": "Un appel dès le premier impayé (exemple)."},
)
