"""What the directory of each demonstration tenant holds, in order: organisations, colleagues, profiles, circles."""

from dataclasses import dataclass, field

from portal.demo.people import ASSOCIATION, CASA, LANDLORD, OTHER_LANDLORD, PDC
from portal.organisations.models import Organisation

KIND = Organisation.Kind
IESTS = "Institut d’enseignement supérieur de travail social (IESTS)"
SCHOOL = "Institut de formation en travail social (exemple)"
COMMUNE = "Commune du territoire (exemple)"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """``platforms``: slugs in one string; « * »: the whole territory. ``seat``: an INSEE code."""

    name: str
    kind: str
    mission: str = ""
    platforms: str = ""
    seat: str = ""
    phone: str = ""
    email: str = ""
    internal_contact: str = ""
    domains: list[str] = field(default_factory=list)
    is_proposed: bool = False


@dataclass(frozen=True, kw_only=True)
class Colleague:
    first_name: str
    last_name: str
    organisation: str
    function: str
    is_referent: bool = False
    phone: str = ""
    mission: str = ""
    shows_email: bool = False
    is_listed: bool = True
    is_confirmed: bool = True
    """Somebody said so at the last review; else theirs is due."""


@dataclass(frozen=True, kw_only=True)
class CircleContent:
    name: str
    purpose: str
    platform: str = ""
    owner: str = ""
    members: tuple[str, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()
    is_listed: bool = True
    takes_requests: bool = True


CCAS, MISSION, MSD = "CCAS d’une ville (exemple)", "Mission locale (exemple)", "Maison des solidarités (exemple)"
SIAO, HEALTH = "SIAO du département (exemple)", "Établissement de santé mentale (exemple)"
STATE, MOBILE = "Service de l’État pour l’hébergement (exemple)", "Équipe mobile de prévention (exemple)"

ORGANISATIONS = {
    PDC: [
        Sheet(name="Département du Pas-de-Calais", kind=KIND.AUTHORITY, platforms="*", seat="62041",
              mission="Porte la politique du Logement d’abord avec sept plateformes, chacune confiée à un coordinateur, et finance plus de 250 accompagnements au logement par an."),
        Sheet(name=ASSOCIATION, kind=KIND.ASSOCIATION, platforms="lens-henin artois", seat="62498",
              phone="03 21 00 00 01", email="accueil@association.exemple.fr", domains=["association.exemple.fr"],
              mission="Accompagne des ménages vers et dans leur logement, à leur rythme, et prend des logements en sous-location avec bail glissant.",
              internal_contact="Permanence du lundi au vendredi, de 9 h à 12 h. Écrire à equipe@association.exemple.fr."),
        Sheet(name=LANDLORD, kind=KIND.LANDLORD, platforms="lens-henin artois calaisis", seat="62119",
              phone="03 21 00 00 02", mission="Loge, prévient les impayés et propose des logements aux candidats que présentent les plateformes.",
              internal_contact="Attributions : demander le pôle social."),
        Sheet(name=OTHER_LANDLORD, kind=KIND.LANDLORD, platforms="boulonnais montreuillois", seat="62160",
              mission="Loge dans le Boulonnais et le Montreuillois ; un chargé de secteur suit chaque entrée."),
        Sheet(name=CCAS, kind=KIND.CCAS, platforms="lens-henin", seat="62427", phone="03 21 00 00 03",
              mission="Domicilie, instruit les demandes d’aide et repère les ménages en difficulté de logement."),
        Sheet(name=MISSION, kind=KIND.MISSION_LOCALE, platforms="calaisis", seat="62193",
              mission="Accompagne les jeunes de 16 à 25 ans, jusqu’à leur premier logement."),
        Sheet(name=MSD, kind=KIND.MSD, platforms="audomarois", seat="62765", phone="03 21 00 00 04",
              mission="Accueille toute personne du territoire : travailleurs sociaux, protection de l’enfance, insertion."),
        Sheet(name=SIAO, kind=KIND.SIAO, platforms="*", email="contact@siao.exemple.fr", domains=["siao.exemple.fr"],
              mission="Oriente vers l’hébergement et le logement accompagné ; le 115 en fait partie."),
        Sheet(name=STATE, kind=KIND.STATE, platforms="*", mission="Suit le plan du Logement d’abord et les commissions de prévention des expulsions."),
        Sheet(name=HEALTH, kind=KIND.HEALTH, platforms="boulonnais calaisis", seat="62160",
              mission="Une équipe mobile rencontre les personnes chez elles ; elle participe aux échanges de pratiques en santé mentale."),
        Sheet(name=MOBILE, kind=KIND.ASSOCIATION, platforms="sud-arrageois-ternois montreuillois",
              mission="Se déplace chez les locataires du parc privé en impayé de loyers, avant l’expulsion."),
        Sheet(name=SCHOOL, kind=KIND.INSTITUTE, platforms="*", seat="62041",
              mission="Forme les travailleurs sociaux du département, en formation initiale et tout au long de la vie."),
        Sheet(name="Association de quartier (exemple)", kind=KIND.ASSOCIATION, is_proposed=True),
    ],
    CASA: [
        Sheet(name="Communauté d’agglomération Sophia Antipolis", kind=KIND.AUTHORITY, platforms="*", seat="06004",
              mission="Porte la plateforme Logement d’abord, la plateforme hébergement-logement et les guichets de proximité pour les demandeurs de logement social."),
        Sheet(name="GALICE", kind=KIND.ASSOCIATION, platforms="casa",
              mission="Porte l’appui au diagnostic, un service du SIAO : il aide les travailleurs sociaux à évaluer la situation des ménages orientés vers le Logement d’abord."),
        Sheet(name=IESTS, kind=KIND.INSTITUTE, platforms="*",
              mission="Assure la formation au Logement d’abord des travailleurs sociaux, des bailleurs et des élus : une à deux journées, théorie, exercices et intelligence collective."),
        Sheet(name=COMMUNE, kind=KIND.AUTHORITY, platforms="casa", seat="06152", mission="Informe ses habitants et les propriétaires de l’intermédiation locative."),
        Sheet(name="CCAS de la commune (exemple)", kind=KIND.CCAS, platforms="casa", seat="06155", phone="04 93 00 00 01",
              mission="Accueille, domicilie et instruit les demandes d’aide."),
        Sheet(name=MISSION, kind=KIND.MISSION_LOCALE, platforms="casa", seat="06004", mission="Accompagne les jeunes vers l’emploi et un logement."),
        Sheet(name=MSD, kind=KIND.MSD, platforms="casa", seat="06018", mission="Le service social de proximité du Département."),
        Sheet(name="Pension de famille (exemple)", kind=KIND.ASSOCIATION, platforms="casa", mission="Un logement durable et une présence quotidienne pour des personnes longtemps isolées."),
        Sheet(name="Cabinet de conseil aux bailleurs (exemple)", kind=KIND.OTHER, is_proposed=True),
    ],
}  # fmt: skip

COLLEAGUES = {
    PDC: [
        Colleague(first_name="Nadia", last_name="Lefebvre", organisation=ASSOCIATION, function="Accompagnatrice au logement", phone="06 00 00 00 11", mission="J’accompagne les sorties d’hôtel.", is_confirmed=False),
        Colleague(first_name="Karim", last_name="Dubois", organisation=ASSOCIATION, function="Éducateur spécialisé", is_confirmed=False),
        Colleague(first_name="Sylvie", last_name="Caron", organisation=LANDLORD, function="Conseillère sociale", is_referent=True, shows_email=True, mission="Je suis les entrées difficiles et les impayés."),
        Colleague(first_name="Paul", last_name="Bonnet", organisation=CCAS, function="Assistant social", is_referent=True, phone="06 00 00 00 12"),
        Colleague(first_name="Inès", last_name="Marchand", organisation=CCAS, function="Chargée d’accueil"),
        Colleague(first_name="Léo", last_name="Fontaine", organisation=MISSION, function="Conseiller en insertion", is_referent=True, shows_email=True),
        Colleague(first_name="Rose", last_name="Delattre", organisation=MSD, function="Assistante sociale de secteur", is_referent=True),
        Colleague(first_name="Omar", last_name="Vasseur", organisation=SIAO, function="Coordinateur des orientations", is_referent=True, phone="06 00 00 00 13"),
        Colleague(first_name="Claire", last_name="Hubert", organisation=STATE, function="Chargée de mission"),
        Colleague(first_name="Yann", last_name="Prévost", organisation=HEALTH, function="Infirmier en équipe mobile", is_referent=True, mission="Je rencontre les personnes chez elles."),
        Colleague(first_name="Maud", last_name="Legrand", organisation=MOBILE, function="Juriste", shows_email=True, mission="Je vois les locataires avant l’audience.", is_confirmed=False),
        Colleague(first_name="Hervé", last_name="Picard", organisation=OTHER_LANDLORD, function="Gardien", is_listed=False),
    ],
    CASA: [
        Colleague(first_name="Anaïs", last_name="Roux", organisation="GALICE", function="Appui au diagnostic", shows_email=True, mission="J’aide à écrire une évaluation qui ouvre une porte."),
        Colleague(first_name="Bruno", last_name="Girard", organisation="GALICE", function="Chef de service", is_referent=True, phone="06 00 00 00 21"),
        Colleague(first_name="Lucie", last_name="Garnier", organisation=LANDLORD, function="Responsable des attributions", is_referent=True),
        Colleague(first_name="Marc", last_name="Chevalier", organisation="Bailleur social n° 3 (exemple)", function="Directeur d’agence", is_referent=True),
        Colleague(first_name="Sonia", last_name="Perrin", organisation="Bailleur social n° 4 (exemple)", function="Conseillère sociale", phone="06 00 00 00 22"),
        Colleague(first_name="Denis", last_name="Morel", organisation="Bailleur social n° 5 (exemple)", function="Chargé de recouvrement"),
        Colleague(first_name="Pierre", last_name="Olivier", organisation=LANDLORD, function="Conseiller logement"),
        Colleague(first_name="Aline", last_name="Masson", organisation="Bailleur social n° 6 (exemple)", function="Responsable d’agence", is_referent=True),
        Colleague(first_name="Benoît", last_name="Leroux", organisation="Bailleur social n° 7 (exemple)", function="Responsable des attributions"),
        Colleague(first_name="Céline", last_name="Vidal", organisation="Bailleur social n° 8 (exemple)", function="Conseillère sociale"),
        Colleague(first_name="David", last_name="Fabre", organisation="Bailleur social n° 9 (exemple)", function="Chargé de recouvrement"),
        Colleague(first_name="Élise", last_name="Rey", organisation="Bailleur social n° 10 (exemple)", function="Directrice de la clientèle", is_referent=True),
        Colleague(first_name="Franck", last_name="Blanc", organisation="Bailleur social n° 11 (exemple)", function="Responsable de secteur"),
        Colleague(first_name="Farah", last_name="Colin", organisation="CCAS de la commune (exemple)", function="Travailleuse sociale", is_referent=True, shows_email=True),
        Colleague(first_name="Gilles", last_name="Renaud", organisation=MISSION, function="Conseiller", mission="Je cherche des colocations pour les jeunes."),
        Colleague(first_name="Hélène", last_name="Brun", organisation=MSD, function="Assistante sociale"),
        Colleague(first_name="Ivan", last_name="Schmitt", organisation="Pension de famille (exemple)", function="Hôte", is_referent=True, phone="06 00 00 00 23"),
        Colleague(first_name="Julie", last_name="Aubert", organisation=IESTS, function="Responsable de formation", is_referent=True),
        Colleague(first_name="Noé", last_name="Barbier", organisation=COMMUNE, function="Agent d’accueil", is_listed=False),
    ],
}  # fmt: skip

PROFILES = {
    PDC: {
        "diane": {
            "mission": "J’accompagne des familles jusqu’à la signature du bail.",
            "phone": "06 00 00 00 10",
            "shows_phone": True,
        }
    },
    CASA: {"hugo": {"mission": "J’anime les journées sur le Logement d’abord.", "shows_email": True}},
}

EXCHANGE = "Une fois par mois, des professionnels de terrain parlent de situations, sans nommer personne : logement, santé mentale, ce qui marche et ce qui bloque."
CIRCLES = {
    PDC: [
        CircleContent(name="Échanges de pratiques – Lens-Hénin", purpose=EXCHANGE, platform="lens-henin", owner="alice", members=("alice", "diane", "Nadia Lefebvre", "Paul Bonnet", "Omar Vasseur"), asked=(("Inès Marchand", "Je reçois chaque semaine des ménages menacés d’expulsion, et j’aimerais en parler avec d’autres."),)),
        CircleContent(name="Échanges de pratiques – Boulonnais", purpose=EXCHANGE, platform="boulonnais", members=("Yann Prévost",)),
        CircleContent(name="Information des bailleurs", purpose="Ce que les plateformes proposent aux bailleurs : sous-location, bail glissant, un référent pour chaque ménage.", owner="gael", members=("gael", "bob", "fanny", "Sylvie Caron")),
        CircleContent(name="Préparation du bilan annuel", purpose="Un groupe de travail de l’équipe.", owner="gael", members=("gael", "alice", "chloe"), is_listed=False, takes_requests=False),
    ],
    CASA: [
        CircleContent(name="Comité inter-bailleurs", purpose="Les bailleurs sociaux du territoire y accordent leurs pratiques et travaillent ensemble à ce qui leur est commun. Première réunion le 5 mars 2020, avec onze bailleurs.", platform="casa", owner="ezra", members=("ezra", "fanny", "Lucie Garnier", "Marc Chevalier", "Sonia Perrin", "Denis Morel"), takes_requests=False),
        CircleContent(name="Information des maires", purpose="Ce que l’intermédiation locative apporte à une commune, et les rendez-vous de sensibilisation.", platform="casa", owner="ezra", members=("ezra", "jeanne")),
        CircleContent(name="Propriétaires : louer en confiance", purpose="Pour qui informe les propriétaires privés de la location sécurisée, par intermédiation locative.", platform="casa", owner="ezra", members=("ezra", "Farah Colin"), asked=(("Ivan Schmitt", "Plusieurs résidents cherchent un logement dans le parc privé."),)),
    ],
}  # fmt: skip
