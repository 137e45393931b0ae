"""Communauté d’agglomération Sophia Antipolis. Source of the facts: its page « Logement d’Abord »."""

import datetime

from home.starter.building import block, bullets, callout, heading, text, titled
from portal.demo.content import owners_and_mayors

TENANT = {
    "slug": "casa",
    "name": "Communauté d’agglomération Sophia Antipolis",
    "short_name": "Sophia Antipolis",
    "kind": "agglomeration",
    "hosts": ["casa.localhost"],
    "modules": ["agenda", "formations", "comites"],
    "contact_name": "Coordinatrice de la plateforme Logement d’abord",
    "contact_email": "plateforme.lda@agglo-casa.fr",
    "brand_deep": "#1d2354",
    "brand": "#37429b",
    "brand_soft": "#dfe2f6",
    "brand_pale": "#f2f3fb",
    "spark": "#ffc845",
    "signal": "#b0402c",
}

HOME = {
    "eyebrow": "Vingt-quatre communes, une plateforme",
    "headline": "Les clés d’abord, l’escalier attendra.",
    "lead": (
        "À Sophia Antipolis, un logement durable est la première marche de l’insertion, et non la dernière. "
        "L’accompagnement se compose ensuite, à la carte."
    ),
    "finder_examples": "Par exemple : Antibes, 06560 ou Juan-les-Pins",
}

STEPS = block(
    "steps",
    {
        "title": "Comment la plateforme aide",
        "steps": [
            titled(
                "Une situation bloque",
                "Un professionnel la présente : accès au logement impossible, ou maintien menacé.",
            ),
            titled(
                "Les acteurs se réunissent",
                "Logement, hébergement, santé, social : chacun dit ce qu’il peut faire.",
            ),
            titled(
                "Une réponse se construit",
                "Un accompagnement sur mesure, monté à plusieurs, plutôt qu’un dispositif de plus.",
            ),
        ],
    },
)

PRINCIPLES = block(
    "principles",
    {
        "title": "Ce qui change",
        "principles": [
            titled(
                "Le logement tout de suite",
                "Proposer directement un logement pérenne réduit mieux le sans-abrisme qu’un parcours par étapes.",
            ),
            titled(
                "Un accompagnement à la carte",
                "Pluridisciplinaire, il se déclenche si besoin, pour réussir l’entrée dans le logement et y rester.",
            ),
            titled(
                "La prévention aussi",
                "Agir avant l’expulsion, quand un ménage ne parvient plus à payer, et contre le mal-logement.",
            ),
        ],
    },
)

HOME_BODY = [
    PRINCIPLES,
    STEPS,
    block(
        "questions",
        {
            "title": "Vous êtes…",
            "questions": [
                {
                    "question": "… propriétaire d’un logement",
                    "answer": "<p>Avec l’intermédiation locative, une association s’interpose entre vous et le ménage : "
                    "le loyer est sécurisé. Écrivez à la plateforme, elle vous dira à qui vous adresser.</p>",
                },
                {
                    "question": "… élue ou élu d’une commune",
                    "answer": "<p>La CASA informe les maires des avantages de l’intermédiation locative pour leur "
                    "commune et mène des actions de sensibilisation.</p>",
                },
                {
                    "question": "… bailleur social",
                    "answer": "<p>Le comité inter-bailleurs réunit les organismes du territoire depuis le "
                    "5 mars 2020.</p>",
                },
            ],
        },
    ),
]

PAGES = [
    {
        "slug": "le-principe",
        "title": "Le principe",
        "in_menu": True,
        "lead": "Donner d’abord les clés d’un logement durable : le reste tient mieux ensuite.",
        "body": [
            text(
                "La CASA est l’un des vingt-trois territoires choisis pour mettre en œuvre de façon accélérée le plan "
                "quinquennal pour le Logement d’abord et la lutte contre le sans-abrisme, sur la période 2018-2022.",
                "La méthode « Housing First » a fait ses preuves à l’étranger, puis en France. Le constat est simple : "
                "pour réduire le sans-abrisme, mieux vaut proposer directement un logement pérenne que le promettre au "
                "bout d’un parcours en escalier. Le logement devient la première étape de l’insertion, au lieu d’en "
                "être l’objectif final.",
            ),
            PRINCIPLES,
            block(
                "publics",
                {
                    "title": "Pour qui",
                    "text": "<p>Des personnes privées de domicile, et des ménages que leurs difficultés financières "
                    "menacent d’expulsion. Certaines sont très éloignées de tout.</p>",
                    "examples_title": "Par exemple",
                    "examples": [
                        "Des personnes désocialisées après des années de rue",
                        "Des personnes atteintes de troubles psychiatriques",
                        "Des personnes victimes de violences familiales",
                        "Des ménages qui ne parviennent plus à payer leur loyer",
                    ],
                },
            ),
            heading("Pourquoi la CASA"),
            text(
                "Le territoire a été retenu pour son engagement ancien en faveur d’un logement pour tous, et pour ce "
                "qu’il avait déjà construit :",
                bullets(
                    "la plateforme hébergement-logement ;",
                    "les guichets de proximité pour les demandeurs de logement social.",
                ),
            ),
            callout(
                "urgent",
                "Sans abri ce soir ?",
                "Le 115 répond jour et nuit, gratuitement. La plateforme, elle, prépare un logement durable.",
            ),
        ],
    },
    {
        "slug": "professionnels",
        "in_footer": True,
        "title": "Professionnels",
        "in_menu": True,
        "lead": "Un extranet réservé aux professionnels est adossé au site de la CASA.",
        "body": [
            text(
                "On y trouve les actions du plan, le calendrier des rendez-vous à venir et les informations liées au "
                "Logement d’abord. L’adresse historique est "
                '<a href="https://www.logementdabord-casa.fr/">www.logementdabord-casa.fr</a>.',
                "Pour obtenir des identifiants, écrivez à la coordinatrice de la plateforme : "
                "plateforme.lda [arobase] agglo-casa.fr, ou par le formulaire de contact.",
            )
        ],
    },
    *owners_and_mayors.CASA,
]

PLAN = {
    "slug": "plan-d-action",
    "in_footer": True,
    "title": "Le plan d’action",
    "lead": "Ce que la CASA a engagé, avec ses partenaires, contre le sans-abrisme et le mal-logement.",
    "body": [
        text(
            "Territoire de mise en œuvre accélérée, la CASA mène plusieurs actions de front. Chacune a son but, ses "
            "partenaires et son avancement ; ce que nos sources datent garde sa date."
        )
    ],
    "actions": [
        {
            "slug": "acces-direct-logement",
            "title": "Service accès direct logement",
            "lead": "Aider les travailleurs sociaux à évaluer une situation en détail.",
            "aim": "Définir, pour chaque ménage orienté vers le Logement d’abord, un projet de logement et d’accompagnement qui lui ressemble.",
            "partners": "SIAO, association GALICE, travailleurs sociaux",
            "state": "en_cours",
            "as_of": "2020",
            "body": [
                text(
                    "Le service Appui au diagnostic, un service du SIAO porté par l’association GALICE, épaule les "
                    "travailleurs sociaux : ensemble, ils dressent une évaluation détaillée de la situation du ménage.",
                    "C’est aussi une manière d’accompagner le changement des pratiques professionnelles.",
                )
            ],
        },
        {
            "slug": "comite-inter-bailleurs",
            "in_footer": True,
            "title": "Comité inter-bailleurs",
            "lead": "Les bailleurs sociaux autour d’une même table.",
            "aim": "Donner aux bailleurs sociaux un outil commun : harmoniser leurs pratiques et travailler ensemble sur des questions partagées.",
            "partners": "Bailleurs sociaux du territoire, un prestataire pour le diagnostic et la comparaison",
            "state": "perenne",
            "as_of": "mars 2020",
            "body": [
                text(
                    "La première réunion s’est tenue le 5 mars 2020, avec 11 bailleurs présents : un succès. "
                    "Un prestataire avait préparé le terrain par un diagnostic et une comparaison avec d’autres "
                    'territoires. <a href="/comites/extraits/">Ce que le comité rend public de ses comptes rendus</a>.'
                )
            ],
        },
        {
            "slug": "plateforme",
            "title": "Plateforme Logement d’abord",
            "lead": "Un lieu pour les situations complexes ou bloquées.",
            "aim": "Débloquer les situations d’accès ou de maintien dans le logement, et construire à plusieurs un accompagnement sur mesure.",
            "partners": "État, CASA, réseau de partenaires du logement, de l’hébergement, du social et du soin",
            "state": "en_cours",
            "as_of": "2020",
            "body": [
                text(
                    "Les démarches sont cloisonnées, les dispositifs nombreux, chaque financeur a les siens : à la fin, "
                    "qui coordonne ? L’État et la CASA ont créé la plateforme pour cela.",
                    "Elle s’appuie sur un réseau pluridisciplinaire, pour que chacun connaisse les autres et que "
                    "l’information circule entre logement et hébergement.",
                ),
                STEPS,
            ],
        },
        {
            "slug": "accroissement-de-l-offre",
            "title": "Accroissement de l’offre",
            "lead": "Davantage de logements, dans le parc social comme dans le parc privé.",
            "aim": "Répondre à l’ensemble des besoins : pensions de famille, loyers très modérés, logements privés loués de façon sécurisée.",
            "partners": "Bailleurs sociaux, propriétaires privés, maires",
            "state": "en_cours",
            "as_of": "2020",
            "body": [
                text(
                    bullets(
                        "<b>Deux pensions de famille</b> encouragées sur le territoire, dont l’ouverture était "
                        "attendue fin 2020 ou début 2021.",
                        "<b>Des PLAI adaptés</b>, logements sociaux au loyer très modéré, dans tous les nouveaux "
                        "programmes importants, attribués en priorité au public Logement d’abord.",
                        "<b>L’intermédiation locative</b> : des propriétaires privés louent en sécurité à des ménages "
                        "en difficulté ; les maires sont informés de ce que leur commune y gagne.",
                    )
                )
            ],
        },
        {
            "slug": "formation",
            "in_footer": True,
            "title": "Formation",
            "lead": "Une à deux journées pour apprendre ensemble.",
            "aim": "Former travailleurs sociaux, bailleurs et élus au Logement d’abord.",
            "partners": "Institut d’enseignement supérieur de travail social (IESTS)",
            "state": "prevue",
            "as_of": "automne 2020",
            "body": [
                text(
                    "La formation, assurée par l’IESTS à partir de l’automne 2020, dure une à deux journées. Elle mêle "
                    "théorie, exercices pratiques et intelligence collective."
                )
            ],
        },
        {
            "slug": "sensibilisation",
            "title": "Sensibilisation",
            "lead": "Aller expliquer le Logement d’abord là où l’on travaille.",
            "aim": "Faire connaître le Logement d’abord à tous les acteurs du territoire.",
            "partners": "CCAS, mission locale, MSD, associations, bailleurs",
            "state": "en_cours",
            "as_of": "2020",
            "body": [
                text(
                    "La CASA mène ces rencontres auprès des CCAS, de la mission locale, des MSD, des associations et des bailleurs."
                )
            ],
        },
        {
            "slug": "communication",
            "title": "Communication",
            "lead": "Un extranet pour les professionnels, adossé au site de la CASA.",
            "aim": "Donner aux professionnels les explications sur les actions, le calendrier des rendez-vous et les informations utiles.",
            "partners": "Professionnels du territoire",
            "state": "perenne",
            "as_of": "2020",
            "body": [
                text(
                    "Les identifiants s’obtiennent auprès de la coordinatrice de la plateforme : "
                    "plateforme.lda [arobase] agglo-casa.fr."
                )
            ],
        },
    ],
}

SERVICES = [
    {
        "slug": "appui-au-diagnostic",
        "name": "Service accès direct logement et appui au diagnostic",
        "summary": "Une évaluation détaillée de la situation du ménage, menée avec son travailleur social.",
        "for_whom": "Ménages orientés vers le Logement d’abord",
        "who_may_ask": "Les travailleurs sociaux",
        "carrier": "SIAO, service porté par l’association GALICE",
        "how": "Par la plateforme Logement d’abord.",
    },
    {
        "slug": "plateforme-hebergement-logement",
        "name": "Plateforme hébergement-logement",
        "summary": "Un appui ancien de la CASA pour passer de l’hébergement au logement.",
        "for_whom": "Ménages hébergés ou sans domicile, et ceux qui les accompagnent",
        "carrier": "Communauté d’agglomération Sophia Antipolis",
        "how": "Par la plateforme Logement d’abord.",
    },
    {
        "slug": "guichets-de-proximite",
        "name": "Guichets de proximité",
        "summary": "Un accueil pour constituer et suivre une demande de logement social.",
        "for_whom": "Demandeurs de logement social",
        "carrier": "Communauté d’agglomération Sophia Antipolis",
        "how": "Renseignez-vous auprès de la plateforme, qui vous indiquera le guichet le plus proche.",
    },
    {
        "slug": "intermediation-locative",
        "name": "Intermédiation locative",
        "summary": "Louer son bien de façon sécurisée à un ménage en difficulté.",
        "for_whom": "Propriétaires privés et ménages en difficulté",
        "how": "Écrivez à la plateforme Logement d’abord.",
    },
]

NEWS_INDEX = {
    "title": "Actualités",
    "lead": "Ce qui avance dans le plan d’action de Sophia Antipolis.",
    "in_menu": True,
}
NEWS = [
    {
        "slug": "le-plan-d-action-se-lit-en-ligne",
        "title": "Le plan d’action se lit en ligne",
        "date": datetime.date(2026, 11, 3),
        "lead": "Chaque action dit son but, ses partenaires et où elle en est. (exemple)",
        "body": [
            text(
                "Le plan était un document que l’on se transmettait. Il est devenu une page par action, tenue à jour "
                "par la plateforme.",
            ),
        ],
    },
    {
        "slug": "bailleurs-preparer-le-prochain-comite",
        "title": "Bailleurs : préparer le prochain comité",
        "date": datetime.date(2026, 11, 10),
        "lead": "Ce que la coordination attend de chaque organisme avant la séance. (exemple)",
        "reach": "choisis",
        "kinds": ["bailleur"],
        "body": [
            text(
                "Proposez les points que vous souhaitez voir à l’ordre du jour, et dites qui vous représente : "
                "titulaire ou suppléant.",
            ),
        ],
    },
]
EXPLANATIONS = [
    {
        "of": "comite-inter-bailleurs",
        "slug": "comment-le-comite-travaille",
        "title": "Comment le comité travaille",
        "lead": "Pour ses membres : préparation, séance, suites. (exemple)",
        "reach": "choisis",
        "kinds": ["bailleur", "collectivite"],
        "body": [
            text(
                "Chaque bailleur désigne une personne titulaire et une personne suppléante. Les points à traiter sont "
                "proposés avant la séance ; ce qui n’a pu l’être revient à la suivante.",
                "Le compte rendu est relu par les participants avant d’être approuvé.",
            ),
        ],
    },
]
