"""The glossary of the demonstration: the terms of the two authorities' pages, explained in our own words."""

COMMON = [
    (
        "bail-glissant", "bail glissant", ["baux glissants"],
        "Un bail qui commence au nom d’une association, laquelle sous-loue au ménage, puis « glisse » au nom du ménage "
        "quand il est prêt à le reprendre.",
        "Le ménage reste dans le même logement : seul le nom du locataire change.",
    ),
    (
        "siao", "SIAO", ["service intégré d’accueil et d’orientation"],
        "Service intégré d’accueil et d’orientation : dans chaque département, il reçoit les demandes d’hébergement et "
        "oriente vers une solution.",
        "",
    ),
    (
        "ccas", "CCAS", ["centre communal d’action sociale"],
        "Centre communal d’action sociale : le service de la commune qui aide ses habitants en difficulté.",
        "",
    ),
    (
        "iml", "IML", ["intermédiation locative"],
        "Intermédiation locative : une association agréée loue ou gère un logement privé, et s’en porte garante auprès "
        "du propriétaire.",
        "Le propriétaire est assuré du loyer ; le ménage paie ce qu’il peut, et il est accompagné.",
    ),
    (
        "pension-de-famille", "pension de famille", [],
        "Un petit immeuble de logements individuels avec des espaces communs et un hôte, où l’on reste sans limite de "
        "durée.",
        "",
    ),
    (
        "referent", "référent", ["référente"],
        "La personne nommée pour suivre un accompagnement : celle à qui le ménage et les partenaires s’adressent.",
        "",
    ),
    (
        "bailleur-social", "bailleur social", ["bailleurs sociaux"],
        "Un organisme qui construit et loue des logements à loyer modéré.",
        "",
    ),
]  # fmt: skip

TERMS = {
    "pas-de-calais": [
        *COMMON,
        (
            "sous-location", "sous-location", [],
            "Une association loue le logement et le donne en location au ménage, qu’elle accompagne.",
            "",
        ),
        (
            "impaye", "impayé de loyer", ["impayés de loyers", "impayé"],
            "Un loyer qui n’est pas réglé à sa date. Plus on en parle tôt, plus il est simple d’éviter l’expulsion.",
            "",
        ),
    ],
    "casa": [
        *COMMON,
        (
            "plai-adapte", "PLAI adapté", ["PLAI"],
            "Un logement social au loyer très modéré, financé par un prêt locatif aidé d’intégration, avec une gestion "
            "au plus près du ménage.",
            "",
        ),
        (
            "housing-first", "Housing First", [],
            "« Un logement d’abord » en anglais : la méthode qui donne tout de suite un logement, et l’accompagnement "
            "avec.",
            "",
        ),
        (
            "msd", "MSD", ["maison des solidarités départementales"],
            "Maison des solidarités départementales : l’accueil social du Département, au plus près des habitants.",
            "",
        ),
        (
            "mission-locale", "mission locale", ["missions locales"],
            "Une structure qui aide les jeunes de 16 à 25 ans dans leurs démarches d’emploi, de formation et de vie "
            "quotidienne.",
            "",
        ),
    ],
}  # fmt: skip
