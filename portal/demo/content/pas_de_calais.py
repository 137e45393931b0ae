"""Département du Pas-de-Calais. Source of the facts: its page « Le Logement d’abord dans le Pas-de-Calais »."""

import datetime

from home.starter.building import block, bullets, callout, heading, text, titled
from portal.demo.content import owners_and_mayors

TENANT = {
    "slug": "pas-de-calais",
    "name": "Département du Pas-de-Calais",
    "short_name": "Pas-de-Calais",
    "kind": "departement",
    "hosts": ["pas-de-calais.localhost", "62.localhost"],
    "modules": ["agenda", "formations", "comites"],
}

HOME = {
    "eyebrow": "Sept plateformes, un coordinateur dans chacune",
    "headline": "Un toit d’abord, le reste se construit ensuite.",
    "lead": (
        "Pour les personnes sans domicile et celles dont le parcours complique l’accès au logement : un logement "
        "durable, et un accompagnement qui s’ajuste."
    ),
    "finder_examples": "Par exemple : Lens, 62000 ou Hesdin",
}

FIGURES = block(
    "portal_figures",
    {
        "title": "Pourquoi ici",
        "figures": ["taux-de-pauvrete", "demandes-sans-logement-ou-mal-loges", "accompagnements-finances"],
    },
)

STEPS = block(
    "steps",
    {
        "title": "Comment une situation est suivie",
        "steps": [
            titled(
                "Un partenaire sollicite la plateforme",
                "Travailleur social, association, bailleur, mairie : tous les partenaires peuvent le faire.",
            ),
            titled(
                "Le coordinateur étudie la situation",
                "Il regarde, avec celles et ceux qui la connaissent, ce qui bloque.",
            ),
            titled(
                "Un accompagnement renforcé peut commencer",
                "Un référent est nommé : le ménage sait à qui parler, les partenaires aussi.",
            ),
            titled(
                "Le bail vient au ménage",
                "Au besoin par une sous-location : le bail glisse à son nom quand le moment est venu.",
            ),
        ],
    },
)

PRINCIPLES = block(
    "principles",
    {
        "title": "Trois principes pour accompagner",
        "principles": [
            titled(
                "Le rythme et le projet du ménage",
                "C’est lui qui fixe le cap et la cadence ; on ne lui demande pas d’être « prêt ».",
            ),
            titled(
                "Les compétences de chacun",
                "On part de ce que la personne sait faire, pas de ce qui lui manque.",
            ),
            titled("La souplesse", "L’accompagnement se renforce, s’allège ou change de forme selon les moments."),
        ],
    },
)

PUBLICS = block(
    "publics",
    {
        "title": "Pour qui",
        "text": (
            "<p>Des personnes sans domicile, et d’autres que leur parcours éloigne du logement ou menace d’en faire "
            "sortir. Les difficultés s’additionnent souvent : être parent seul, une addiction, un budget qui "
            "déborde, une santé fragile.</p>"
        ),
        "examples_title": "Des situations rencontrées",
        "examples": [
            "De jeunes adultes en grande vulnérabilité",
            "Des ménages menacés d’expulsion",
            "Des personnes isolées, en situation de marginalité",
            "Des personnes victimes de violences au sein de leur famille",
            "Des personnes en situation de handicap psychique",
        ],
    },
)

URGENT = callout(
    "urgent",
    "Sans abri ce soir ?",
    "Le 115 répond jour et nuit, gratuitement. Les plateformes, elles, préparent un logement durable : elles ne "
    "disposent pas de places d’hébergement d’urgence.",
)

HOME_BODY = [FIGURES, STEPS, PRINCIPLES]

PAGES = [
    {
        "slug": "le-principe",
        "title": "Le principe",
        "in_menu": True,
        "lead": "Le logement n’est pas une récompense au bout du chemin : c’est le point de départ.",
        "body": [
            text(
                "Il n’y a pas d’insertion durable sans logement. Le Département du Pas-de-Calais en fait le point de "
                "départ de son action, avec l’ensemble de ses partenaires : accéder à un logement, et y rester, doit "
                "être possible pour chacun.",
                "Le Logement d’abord oriente rapidement vers un logement durable les ménages dont le parcours rend "
                "l’accès ou le maintien difficile. Ce qui change : l’accompagnement vient avec le logement, et non "
                "avant lui. Il est adapté à la personne, modulable, et réunit plusieurs métiers.",
            ),
            STEPS,
            PRINCIPLES,
            callout(
                "info",
                "L’affaire de tous",
                "Chaque ménage a droit à un toit. Lever les difficultés qui l’en séparent demande des travailleurs "
                "sociaux, des soignants, des bailleurs, des élus : aucun n’y suffit seul.",
            ),
        ],
    },
    {
        "slug": "pour-qui",
        "title": "Pour qui",
        "in_menu": True,
        "in_footer": True,
        "lead": "Des personnes sans domicile, ou dont le logement ne tient plus qu’à un fil.",
        "body": [PUBLICS, URGENT],
    },
    {
        "slug": "comment",
        "title": "Comment ça marche",
        "in_menu": True,
        "in_footer": True,
        "lead": "Sept plateformes, chacune avec son coordinateur ; une porte à laquelle tout partenaire peut frapper.",
        "body": [
            STEPS,
            heading("Qui décide, qui suit"),
            text(
                "Le coordinateur de la plateforme étudie la situation. Lorsqu’elle le justifie, un accompagnement "
                "renforcé est mis en place, et un référent est nommé pour chaque accompagnement.",
                "Une sous-location avec bail glissant est possible : le ménage commence comme sous-locataire, puis le "
                "bail passe à son nom.",
            ),
            heading("Pour les professionnels"),
            text(
                bullets(
                    "<b>Des groupes d’échanges de pratiques</b>, selon les territoires : logement et santé mentale, "
                    "entre professionnels de terrain.",
                    "<b>Des équipes mobiles de prévention des expulsions</b>, qui vont vers les locataires du parc "
                    "privé en impayé de loyer.",
                ),
                "Pour y prendre part, écrivez au coordinateur de votre territoire.",
            ),
            block(
                "questions",
                {
                    "title": "Questions fréquentes",
                    "questions": [
                        {
                            "question": "Qui peut solliciter la plateforme ?",
                            "answer": "<p>Tout partenaire : travailleur social, association, bailleur, mairie, soignant. Le coordinateur étudie la situation avec celui qui la présente.</p>",
                        },
                        {
                            "question": "Qu’est-ce qu’un bail glissant ?",
                            "answer": "<p>Un organisme loue le logement et le sous-loue au ménage. Quand celui-ci est à l’aise, le bail « glisse » à son nom : il devient locataire en titre sans déménager.</p>",
                        },
                        {
                            "question": "Faut-il donner le nom du ménage au premier contact ?",
                            "answer": "<p>Non. Décrivez la situation sans nommer personne ; la suite se règle de vive voix.</p>",
                        },
                    ],
                },
            ),
            URGENT,
        ],
    },
    *owners_and_mayors.PAS_DE_CALAIS,
]

SERVICES = [
    {
        "slug": "equipes-mobiles-prevention-expulsions",
        "name": "Équipes mobiles de prévention des expulsions",
        "summary": "Elles se déplacent chez le locataire avant que l’impayé ne devienne une expulsion.",
        "for_whom": "Locataires du parc privé en impayé de loyer",
        "how": "Par le coordinateur de la plateforme du territoire.",
    },
    {
        "slug": "groupes-echanges-pratiques",
        "name": "Groupes d’échanges de pratiques logement et santé mentale",
        "summary": "Des professionnels de terrain confrontent leurs situations et leurs réponses.",
        "for_whom": "Professionnels de terrain du logement, du social et du soin",
        "who_may_ask": "Tout professionnel intéressé",
        "how": "Écrivez au coordinateur de votre territoire.",
        "coverage_note": "Selon les territoires",
    },
    {
        "slug": "sous-location-bail-glissant",
        "name": "Sous-location avec bail glissant",
        "summary": "Le ménage sous-loue d’abord ; le bail passe ensuite à son nom.",
        "for_whom": "Ménages suivis par une plateforme, quand un passage par la sous-location les aide",
        "how": "Parlez-en au coordinateur, ou au référent nommé pour l’accompagnement.",
    },
]

PLAN = None

NEWS_INDEX = {
    "title": "Actualités",
    "lead": "Ce qui change dans la démarche Logement d’abord du Pas-de-Calais.",
    "in_menu": True,
}
NEWS = [
    {
        "slug": "une-adresse-pour-trouver-sa-plateforme",
        "title": "Une adresse pour trouver sa plateforme",
        "date": datetime.date(2026, 11, 2),
        "lead": "Le nom d’une commune suffit désormais pour savoir qui coordonne, et comment le joindre. (exemple)",
        "body": [
            text(
                "Sept plateformes se partagent le département. Jusqu’ici, il fallait connaître leurs limites pour "
                "choisir la bonne adresse ; la recherche le fait maintenant, commune par commune, avec la raison de "
                "sa réponse.",
                "Cinq périmètres restent à confirmer : la page le dit quand c’est le cas.",
            ),
        ],
    },
    {
        "slug": "echanges-de-pratiques-comment-venir",
        "title": "Échanges de pratiques : comment venir",
        "date": datetime.date(2026, 11, 9),
        "lead": "Logement et santé mentale : les groupes accueillent les professionnels de terrain. (exemple)",
        "reach": "professionnels",
        "body": [
            text(
                "Chaque groupe réunit des professionnels d’un même territoire autour de situations de travail, sans "
                "nommer les personnes.",
                "Pour rejoindre celui de votre territoire, écrivez à la coordination de votre plateforme, ou demandez "
                "à entrer dans son cercle depuis l’annuaire.",
            ),
        ],
    },
]
EXPLANATIONS = []
