"""What trainings keep of people."""

from portal.tenancy.models import Module
from portal.tenancy.processing import Processing, declare, in_words
from trainings.models.registrations import KEPT_FOR, NEEDS_KEPT_FOR

declare(
    Processing(
        code="registrations", order=170, title="Les inscriptions aux formations", module=Module.TRAININGS,
        data="nom, organisation, présences, ce dont vous avez besoin sur place",
        purpose="donner les places, prévenir, relever les présences et établir les certificats",
        recipients="l’équipe qui tient les formations et les personnes qui forment",
        kept=f"{in_words(KEPT_FOR)} après la session ; ce dont vous avez besoin sur place, {in_words(NEEDS_KEPT_FOR)}",
        more=(
            "Qui connaît le code d’un certificat en vérifie la formation, les dates et les heures ; des initiales y "
            "tiennent lieu de nom.",
            "Le téléphone de qui relève les présences garde, sans aucun nom, les pointages qui n’ont pas pu partir "
            "faute de connexion, jusqu’à ce qu’ils soient enregistrés.",
        ),
    ),
    Processing(
        code="evaluations", order=171, title="Les évaluations des formations", module=Module.TRAININGS,
        data="vos réponses ; votre nom si vous signez",
        purpose="améliorer les sessions, et ne plus vous écrire une fois que vous avez répondu",
        recipients="l’équipe qui tient les formations et les personnes qui forment",
        kept=f"{in_words(KEPT_FOR)} après la session",
        more=(
            "Sans signature, une réponse est gardée sans nom et sans lien avec l’inscription. À part, nous notons qui "
            "a répondu.",
        ),
    ),
)  # fmt: skip
