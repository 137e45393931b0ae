"""The key figures of the demonstration. What the reference does not say, neither source nor date, is left to complete."""

import datetime

FRANCE = "France métropolitaine"

FIGURES = {
    "pas-de-calais": [
        {
            "slug": "taux-de-pauvrete",
            "title": "Taux de pauvreté dans les territoires de mise en œuvre accélérée",
            "theme": "Pourquoi ici",
            "unit": "%",
            "comparison_label": FRANCE,
            "series": [("19.3", "14.1", None, "")],
        },
        {
            "slug": "demandes-sans-logement-ou-mal-loges",
            "title": "Part des demandes de logement social faites par des ménages qui se disent sans logement ou mal logés",
            "theme": "Pourquoi ici",
            "unit": "%",
            "series": [("34", None, None, "")],
        },
        {
            "slug": "accompagnements-finances",
            "title": "Accompagnements financés chaque année, pour accéder au logement ou s’y maintenir",
            "theme": "Ce qui est fait",
            "unit": "et plus",
            "series": [("250", None, None, "")],
        },
        {
            "slug": "menages-entres-dans-un-logement",
            "title": "Ménages entrés dans un logement avec l’appui d’une plateforme (exemple)",
            "theme": "Ce qui est fait",
            "unit": "ménages",
            "source": "Plateformes Logement d’abord (exemple)",
            "note": "Valeurs fictives, pour la démonstration.",
            "series": [
                ("118", None, datetime.date(2022, 12, 31), "2022"),
                ("131", None, datetime.date(2023, 12, 31), "2023"),
                ("127", None, datetime.date(2024, 12, 31), "2024"),
                ("149", None, datetime.date(2025, 12, 31), "2025"),
            ],
        },
    ],
    "casa": [
        {
            "slug": "territoires-pionniers",
            "title": "Territoires qui mettent en œuvre le Logement d’abord de façon accélérée, dont Sophia Antipolis",
            "theme": "Le Logement d’abord",
            "unit": "territoires",
            "source": "Communauté d’agglomération Sophia Antipolis",
            "note": "Plan quinquennal 2018-2022.",
            "series": [("23", None, datetime.date(2018, 1, 1), "2018-2022")],
        },
        {
            "slug": "bailleurs-au-comite",
            "title": "Bailleurs présents à la première réunion du comité inter-bailleurs",
            "theme": "Ce qui est fait",
            "unit": "bailleurs",
            "source": "Communauté d’agglomération Sophia Antipolis",
            "series": [("11", None, datetime.date(2020, 3, 5), "")],
        },
        {
            "slug": "pensions-de-famille",
            "title": "Nouvelles pensions de famille encouragées sur le territoire",
            "theme": "Ce qui est fait",
            "unit": "pensions de famille",
            "source": "Communauté d’agglomération Sophia Antipolis",
            "note": "Ouvertures annoncées pour fin 2020 et début 2021.",
            "series": [("2", None, datetime.date(2020, 12, 31), "2020-2021")],
        },
        {
            "slug": "part-des-plai-adaptes",
            "title": "Part de PLAI adaptés dans les logements sociaux financés (exemple)",
            "theme": "Ce qui est fait",
            "unit": "%",
            "comparison_label": "Département (exemple)",
            "source": "Bilan de l’habitat (exemple)",
            "note": "Valeurs fictives, pour la démonstration.",
            "series": [
                ("4.2", "3.8", datetime.date(2023, 12, 31), "2023"),
                ("6.3", "4.1", datetime.date(2024, 12, 31), "2024"),
            ],
        },
    ],
}
