"""What is in the agenda of each demonstration tenant. All dates follow the day of loading; all events are fictitious."""

from dataclasses import dataclass, field

from events.models import Event
from portal.demo.content.directory import IESTS
from portal.demo.people import ASSOCIATION, CASA, PDC

KIND = Event.Kind


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """``day``: how many days from today, or (month from now, nth, weekday) like (0, 2, 1) for the second Tuesday.

    ``hours``: « 9:30-12:00 », or « 2 » for two whole days. ``monthly``: how many times in all. ``cancelled``: the
    nth date and why. ``circle``: its members alone. ``coming``, ``perhaps``: who answered, in order.
    """

    title: str
    kind: str
    text: str
    day: int | tuple[int, int, int]
    hours: str
    platforms: str = ""
    organiser: str = ""
    contact: str = ""
    place: str = ""
    address: str = ""
    commune: str = ""
    remote_link: str = ""
    note: str = ""
    capacity: int | None = None
    monthly: int = 0
    cancelled: tuple[int, str] | None = None
    is_public: bool = False
    circle: str = ""
    takes_signups: bool = True
    documents: tuple[str, ...] = ()
    coming: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    is_draft: bool = False
    by: str = field(default="", repr=False)


MEETINGS = {
    PDC: [
        Meeting(
            title="Échanges de pratiques : logement et santé mentale", kind=KIND.EXCHANGE, by="alice",
            text="Un groupe de professionnels de terrain parle de situations rencontrées, sans nommer personne.\n\nChacun vient avec une question. On repart avec des pistes, et le nom de qui peut aider.",
            day=(-2, 2, 1), hours="9:30-12:00", monthly=8, platforms="lens-henin", contact="La coordination de Lens-Hénin",
            place="Salle de réunion (exemple)", address="Accès par la cour", commune="62498", note="Café à partir de 9 h 15.",
            cancelled=(5, "Salle indisponible ce jour-là."), documents=("Notes du groupe",),
            coming=("diane", "alice"), perhaps=("bob",),
        ),
        Meeting(
            title="Le Logement d’abord en une matinée", kind=KIND.AWARENESS, by="chloe", is_public=True,
            text="À qui s’adresse le Logement d’abord, ce que fait une plateforme, comment la solliciter : une matinée ouverte à toute personne qui accueille du public.\n\nVenez comme vous êtes : on part de vos questions.",
            day=12, hours="9:00-12:30", place="Maison des solidarités (exemple)", commune="62765", platforms="audomarois",
            capacity=40, coming=("diane",),
        ),
        Meeting(
            title="Bail glissant : répondre aux questions des bailleurs", kind=KIND.AWARENESS, by="alice",
            text="La sous-location avec bail glissant pas à pas : ce que le bailleur garde, ce que l’association garantit, quand le bail glisse.",
            day=6, hours="14:00-15:30", remote_link="https://visio.exemple.fr/bail-glissant", capacity=2,
            circle="information-des-bailleurs", coming=("bob", "fanny"), organiser=ASSOCIATION,
        ),
        Meeting(
            title="Journées d’étude des plateformes", kind=KIND.EVENT, by="gael",
            text="Deux jours pour comparer ce que font les sept plateformes et préparer l’année suivante.",
            day=33, hours="2", place="Espace de rencontre (exemple)", commune="62041", organiser="Département du Pas-de-Calais",
        ),
        Meeting(
            title="Porte ouverte de la plateforme du Calaisis", kind=KIND.EVENT, by="chloe", is_public=True, takes_signups=False,
            text="Rencontrez l’équipe et les associations qui accompagnent vers le logement. Entrée libre.",
            day=19, hours="10:00-17:00", place="Place du marché (exemple)", commune="62193", platforms="calaisis",
        ),
        Meeting(
            title="Prévenir les expulsions : qui fait quoi", kind=KIND.AWARENESS, by="alice",
            text="Du premier impayé à l’audience : qui prévenir, et quand.",
            day=-16, hours="14:00-16:00", place="Salle des fêtes (exemple)", commune="62427", platforms="lens-henin",
            documents=("Prévenir l’expulsion",), coming=("diane", "bob"),
        ),
        Meeting(
            title="Bilan annuel : première lecture", kind=KIND.OTHER, by="gael", is_draft=True, takes_signups=False,
            text="L’équipe relit le bilan avant de le partager.", day=40, hours="9:00-11:00",
        ),
    ],
    CASA: [
        Meeting(
            title="Le Logement d’abord avec les CCAS, la mission locale et les maisons des solidarités", kind=KIND.AWARENESS, by="ezra",
            text="Ce que change le Logement d’abord dans l’orientation d’un ménage, avec des cas travaillés en petits groupes.",
            day=9, hours="9:00-12:00", place="Salle du conseil (exemple)", commune="06152", platforms="casa",
            capacity=25, organiser=IESTS, coming=("hugo",),
        ),
        Meeting(
            title="Louer en confiance : rencontre avec les propriétaires", kind=KIND.EVENT, by="ezra", is_public=True,
            text="La location sécurisée par intermédiation locative expliquée aux propriétaires privés : loyer garanti, logement entretenu, fiscalité.",
            day=16, hours="18:00-20:00", place="Médiathèque (exemple)", commune="06004", platforms="casa", takes_signups=False,
        ),
        Meeting(
            title="Échanges de pratiques entre accompagnants", kind=KIND.EXCHANGE, by="ezra",
            text="Une rencontre chaque mois : une situation, une heure, toutes les expériences autour de la table.",
            day=(0, 3, 3), hours="14:00-16:00", monthly=6, place="Locaux de l’agglomération (exemple)", commune="06018",
            coming=("hugo", "fanny"),
        ),
        Meeting(
            title="Visite d’une pension de famille", kind=KIND.OTHER, by="ezra",
            text="Une heure sur place avec les hôtes et les résidents qui le souhaitent. Petit groupe.",
            day=23, hours="10:00-11:30", commune="06155", capacity=8, coming=("jeanne",),
        ),
    ],
}  # fmt: skip
