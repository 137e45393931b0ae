"""What the two authorities tell private owners and mayors.

Sources: their own pages. The CASA's tells of private owners, of mayors and of a training; the Pas-de-Calais's tells
of partners, of shared steps and of teams who prevent evictions, and says nothing of private owners.
"""

from home.contact.subjects import ContactSubject
from home.starter.audiences import MAYORS, OWNERS, awareness, owners_page, write_to_us
from home.starter.building import bullets, callout, heading, text

CASA = [
    owners_page()
    | {
        "lead": "Louer de façon sécurisée à un ménage en difficulté : la communauté d’agglomération vous y encourage.",
        "body": [
            callout(
                "info",
                "À Sophia Antipolis",
                "Augmenter l’offre de logements est l’une des actions du plan Logement d’abord : pensions de famille, "
                "logements au loyer très modéré, et logements privés loués en intermédiation locative.",
            ),
            *owners_page()["body"],
        ],
    },
    {
        "slug": MAYORS,
        "title": "Vous êtes maire ou élu",
        "lead": "Vingt-quatre communes, une plateforme : ce qu’elle apporte à la vôtre.",
        "body": [
            heading("Qui répond pour votre commune"),
            text(
                "La plateforme Logement d’abord coordonne les acteurs du logement et de l’hébergement. Elle cherche une "
                "issue aux situations complexes ou bloquées, pour entrer dans un logement ou pour y rester. "
                '<a href="/trouver/">Vérifiez que votre commune en relève</a>.'
            ),
            heading("Des logements privés, dans votre commune"),
            text(
                "La communauté d’agglomération encourage les propriétaires privés à louer à des ménages en difficulté "
                "par l’intermédiation locative, et fait connaître aux maires ce que leur commune y gagne. "
                f'<a href="/{OWNERS}/">La page des propriétaires</a> se donne telle quelle à vos administrés.'
            ),
            *awareness(has_trainings=True),
            text(
                "Une formation d’un à deux jours, assurée par l’IESTS, s’adresse aux travailleurs sociaux, aux bailleurs "
                "et aux élus : de la théorie, des exercices pratiques, de l’intelligence collective."
            ),
            write_to_us(ContactSubject.MAYOR),
        ],
    },
]

PAS_DE_CALAIS = [
    owners_page(),
    {
        "slug": MAYORS,
        "title": "Vous êtes maire ou élu",
        "lead": "Sept plateformes dans le département, et l’une d’elles répond pour votre commune.",
        "body": [
            heading("Qui répond pour votre commune"),
            text(
                "Chaque plateforme a son coordinateur, et tout partenaire peut la solliciter : une mairie aussi. "
                '<a href="/trouver/">Écrivez le nom de votre commune</a> : la page dit qui coordonne, et comment le '
                "joindre."
            ),
            heading("Ce que la plateforme peut faire avec vous"),
            text(
                bullets(
                    "Étudier la situation d’un ménage, avec les services qui la connaissent, puis mettre en place un "
                    "accompagnement renforcé quand elle le justifie.",
                    "Proposer une sous-location avec bail glissant : le ménage commence comme sous-locataire, puis le "
                    "bail passe à son nom.",
                    "Faire venir une équipe mobile de prévention des expulsions chez un locataire du parc privé en "
                    "impayé de loyer.",
                ),
                "Ne nommez personne dans un premier message : la suite se règle de vive voix.",
            ),
            *awareness(has_trainings=True),
            callout("urgent", "Une personne est sans abri ce soir ?", "Le 115 répond jour et nuit, gratuitement."),
            write_to_us(ContactSubject.MAYOR),
        ],
    },
]
