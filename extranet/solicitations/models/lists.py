"""What a solicitation is told with: closed lists, in the words of the field. Nothing in them says who it is about."""

from django.db import models


class Household(models.TextChoices):
    ALONE = "seule", "personne seule"
    COUPLE = "couple", "couple sans enfant"
    COUPLE_WITH_CHILDREN = "couple_enfants", "couple avec enfant"
    PARENT = "parent", "un parent avec enfant"
    ADULTS = "adultes", "plusieurs adultes, autres qu’un couple"


class Age(models.TextChoices):
    """Bands, never a date of birth."""

    UNDER_3 = "0-2", "moins de 3 ans"
    CHILD = "3-17", "3 à 17 ans"
    YOUNG = "18-25", "18 à 25 ans"
    ADULT = "26-59", "26 à 59 ans"
    SENIOR = "60", "60 ans et plus"


class Situation(models.TextChoices):
    """Where the household lives today, grouped as ETHOS does (FEANTSA): roofless, houseless, insecure, inadequate."""

    STREET = "rue", "sans abri : rue, voiture, lieu public"
    EMERGENCY = "urgence", "hébergement d’urgence, hôtel compris"
    SHELTER = "insertion", "hébergement d’insertion (CHRS, stabilisation)"
    TEMPORARY = "temporaire", "logement temporaire ou accompagné (résidence sociale, pension de famille)"
    LEAVING = "sortie", "sortie prochaine d’institution (hôpital, détention, aide sociale à l’enfance)"
    GUEST = "tiers", "hébergement chez un proche ou un tiers"
    PRECARIOUS = "precaire", "habitat précaire (squat, caravane, local non prévu pour y vivre)"
    SOCIAL_TENANT = "social", "locataire du parc social"
    PRIVATE_TENANT = "prive", "locataire du parc privé"
    OWNER = "proprietaire", "propriétaire"


class Difficulty(models.TextChoices):
    ACCESS = "acces", "accéder à un logement"
    KEEPING = "maintien", "garder son logement"
    EVICTION = "expulsion", "procédure d’expulsion"
    ARREARS = "impayes", "impayés de loyer ou de charges"
    HEALTH = "sante", "santé et logement"
    AUTONOMY = "autonomie", "handicap ou perte d’autonomie"
    UNFIT = "indigne", "logement indigne, inadapté ou suroccupé"
    VIOLENCE = "violences", "mise à l’abri, violences"
    RIGHTS = "droits", "droits ou ressources à ouvrir"
    NEIGHBOURS = "voisinage", "conflit de voisinage"


class EvictionStage(models.TextChoices):
    """Stages of the procedure, in its order (Code des procédures civiles d’exécution, livre IV; loi n° 89-462)."""

    SUMMONS_TO_PAY = "commandement_payer", "commandement de payer"
    SUED = "assignation", "assignation au tribunal"
    JUDGED = "jugement", "jugement d’expulsion"
    TOLD_TO_LEAVE = "commandement_quitter", "commandement de quitter les lieux"
    FORCE_ASKED = "concours_demande", "concours de la force publique demandé"
    FORCE_GRANTED = "concours_accorde", "concours de la force publique accordé"


class Tried(models.TextChoices):
    HOUSING_REQUEST = "demande", "demande de logement social déposée"
    SIAO = "siao", "demande auprès du SIAO"
    DALO = "dalo", "recours DALO"
    FUND = "fsl", "fonds de solidarité logement (FSL)"
    COMMISSION = "ccapex", "CCAPEX saisie"
    PLAN = "apurement", "plan d’apurement ou échéancier"
    LANDLORD = "bailleur", "échange avec le bailleur"
    SUPPORT = "accompagnement", "accompagnement social en cours"
    OVER_INDEBTEDNESS = "surendettement", "dossier de surendettement"
    HEALTH_CARE = "soins", "relais de soins sollicité"


class Hope(models.TextChoices):
    ADVICE = "avis", "un avis sur la situation"
    STUDY = "etude", "une étude à plusieurs partenaires"
    SUPPORT = "renforce", "un accompagnement renforcé"
    DWELLING = "logement", "un logement"
    SLIDING_LEASE = "bail_glissant", "une sous-location avec bail glissant"
    MEDIATION = "mediation", "une médiation avec le bailleur"


class Urgency(models.TextChoices):
    DAYS = "jours", "sous quelques jours"
    MONTH = "mois", "dans le mois"
    USUAL = "normale", "sans échéance proche"


class InformedHow(models.TextChoices):
    SPOKEN = "oral", "de vive voix"
    NOTICE = "notice", "de vive voix, et la notice lui a été remise"
    PHONE = "telephone", "par téléphone"
    INTERPRETED = "interprete", "avec l’aide d’un interprète"


class RefusalReason(models.TextChoices):
    ELSEWHERE = "territoire", "la commune relève d’un autre territoire"
    NOT_CONCERNED = "public", "la situation ne relève pas de la plateforme"
    KNOWN = "doublon", "la situation est déjà suivie ici"
    TOO_LITTLE = "elements", "les éléments ne suffisent pas pour l’étudier"
    NO_PLACE = "capacite", "aucun accompagnement n’est disponible"
    OTHER = "autre", "un autre motif, dit ci-dessous"


class EndReason(models.TextChoices):
    """Why a solicitation ended without anything that follows."""

    WITHDRAWN = "retiree", "retirée par le partenaire"
    SOLVED = "resolue", "la situation s’est résolue"
    SILENT = "silence", "sans nouvelles après une demande de complément"
    DECLINED = "refus_menage", "le ménage ne souhaite pas de suite"
