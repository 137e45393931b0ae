"""Rubrics of the news, which news they hold, and a little more news for each tenant."""

import datetime

from home.starter.building import text

PDC, CASA = "pas-de-calais", "casa"

RUBRICS = {
    PDC: {
        "Plateformes et territoires": ["une-adresse-pour-trouver-sa-plateforme"],
        "Prévention des expulsions": ["equipes-mobiles-pour-qui"],
        "Professionnels": ["echanges-de-pratiques-comment-venir"],
    },
    CASA: {
        "Plan d’action": ["le-plan-d-action-se-lit-en-ligne"],
        "Formation": ["se-former-en-une-ou-deux-journees"],
        "Bailleurs": ["bailleurs-preparer-le-prochain-comite"],
    },
}
MORE = {
    PDC: {
        "slug": "equipes-mobiles-pour-qui",
        "title": "Équipes mobiles : pour qui ?",
        "date": datetime.date(2026, 10, 19),
        "lead": "Elles vont vers les locataires du parc privé qui ne parviennent plus à payer leur loyer. (exemple)",
        "body": [
            text(
                "Un impayé qui dure peut mener à l’expulsion. Les équipes mobiles se déplacent pour l’éviter, auprès "
                "des locataires du parc privé.",
                'La page des services dit comment les joindre : <a href="/services/">voir les services</a>.',
            ),
        ],
    },
    CASA: {
        "slug": "se-former-en-une-ou-deux-journees",
        "title": "Se former en une ou deux journées",
        "date": datetime.date(2026, 10, 20),
        "lead": "Travailleurs sociaux, bailleurs, élus : la formation au Logement d’abord est pour eux. (exemple)",
        "body": [
            text(
                "Elle est assurée par l’Institut d’enseignement supérieur de travail social (IESTS) et mêle théorie, "
                "exercices pratiques et intelligence collective.",
                '<a href="/formations/">Les dates et les places</a> sont en ligne.',
            ),
        ],
    },
}
