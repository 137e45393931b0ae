"""« Pour en savoir plus » of each tenant: themes, then documents (made here) and links (theme, title, …)."""

import datetime

PDC, CASA = "pas-de-calais", "casa"

THEMES = {
    PDC: ["Comprendre le Logement d’abord", "Se loger, garder son logement", "Chiffres"],
    CASA: ["Comprendre le Logement d’abord", "Se loger, garder son logement", "Louer son bien"],
}
UNDERSTAND, LODGE = "Comprendre le Logement d’abord", "Se loger, garder son logement"

GOVERNMENT = {
    "theme": UNDERSTAND, "url": "https://www.info.gouv.fr/",
    "title": "Le site du Gouvernement", "publisher": "Service d’information du Gouvernement",
    "text": "La politique du logement et de la lutte contre le sans-abrisme, à l’échelle du pays.",
}  # fmt: skip
SOCIAL_HOUSING = {
    "theme": LODGE, "url": "https://www.demande-logement-social.gouv.fr/",
    "title": "Demander un logement social", "publisher": "Ministère chargé du logement",
    "text": "Le portail national : faire sa demande, la suivre, la renouveler chaque année.",
}  # fmt: skip
ANIL = {
    "theme": LODGE, "url": "https://www.anil.org/",
    "title": "S’informer sur ses droits de locataire ou de propriétaire",
    "publisher": "Agence nationale pour l’information sur le logement (ANIL)",
    "text": "Bail, charges, impayés, congé : des réponses gratuites, et l’agence la plus proche.",
}  # fmt: skip
RIGHTS = {
    "theme": LODGE, "url": "https://www.service-public.fr/",
    "title": "Les fiches « Logement » de Service-Public", "publisher": "Direction de l’information légale et administrative",
    "text": "Droits et démarches, tenus à jour, avec les formulaires.",
}  # fmt: skip
ANAH = {
    "url": "https://www.anah.gouv.fr/",
    "title": "Louer à un ménage modeste : aides et garanties", "publisher": "Agence nationale de l’habitat (Anah)",
    "text": "Ce que l’État propose aux propriétaires qui louent à un loyer abordable.",
}  # fmt: skip

RESOURCES = {
    PDC: [
        {
            "theme": UNDERSTAND,
            "title": "Le Logement d’abord dans le Pas-de-Calais, en une page (exemple)",
            "publisher": "Département du Pas-de-Calais (exemple)",
            "published_on": datetime.date(2026, 10, 12),
            "text": "À afficher dans une permanence : pour qui, comment, qui solliciter.",
            "lines": [
                "Document d’exemple.",
                "Pour qui ? Les personnes sans domicile, et celles dont le parcours rend difficile d’accéder à un logement ou de le garder.",
                "Comment ? Sept plateformes, chacune avec son coordinateur. Tout partenaire peut solliciter la sienne.",
                "Trois principes : le rythme du ménage et son projet ; les compétences des personnes ; la souplesse de l’accompagnement.",
            ],
        },
        {
            "theme": UNDERSTAND, "url": "https://www.pasdecalais.fr/",
            "title": "Le site du Département", "publisher": "Département du Pas-de-Calais",
            "text": "Solidarités, logement, insertion : les missions du Département et ses lieux d’accueil.",
        },
        GOVERNMENT,
        SOCIAL_HOUSING,
        ANIL,
        RIGHTS,
        {
            "theme": "Chiffres", "url": "https://www.insee.fr/",
            "title": "Les statistiques de la pauvreté et du logement", "publisher": "Insee",
            "text": "Les chiffres par département et par commune, avec leur méthode et leur date.",
        },
    ],
    CASA: [
        {
            "theme": UNDERSTAND,
            "title": "La plateforme Logement d’abord en une page (exemple)",
            "publisher": "Communauté d’agglomération Sophia Antipolis (exemple)",
            "published_on": datetime.date(2026, 9, 21),
            "text": "Ce que fait la plateforme, et ce qu’on peut lui demander.",
            "lines": [
                "Document d’exemple.",
                "La plateforme cherche des solutions aux situations complexes ou bloquées, d’accès au logement ou de maintien.",
                "Elle coordonne les acteurs du logement et de l’hébergement, pour construire à plusieurs un accompagnement sur mesure.",
                "Pour la joindre : le formulaire de contact de ce site.",
            ],
        },
        {
            "theme": UNDERSTAND, "url": "https://www.logementdabord-casa.fr/",
            "title": "L’extranet historique des professionnels", "publisher": "Communauté d’agglomération Sophia Antipolis",
            "text": "Les actions du plan et le calendrier, avec un identifiant.",
        },
        GOVERNMENT,
        SOCIAL_HOUSING,
        ANIL,
        RIGHTS,
        ANAH | {"theme": "Louer son bien"},
    ],
}  # fmt: skip
