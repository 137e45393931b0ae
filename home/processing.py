"""What the public face does with personal data."""

from home.models.contact import KEPT_FOR
from portal.tenancy.processing import Processing, declare, in_words

declare(
    Processing(
        code="finder", order=10, title="La recherche d’une commune",
        data="les mots que vous tapez",
        purpose="vous donner la plateforme qui répond",
        recipients="personne",
        kept="rien n’est conservé ; votre recherche n’est associée ni à votre nom ni à votre adresse",
    ),
    Processing(
        code="contact", order=20, title="Le formulaire de contact",
        data="votre nom, votre courriel, votre message",
        purpose="vous répondre, et rien d’autre",
        recipients="la plateforme choisie ou, à défaut, l’équipe Logement d’abord",
        kept=f"{in_words(KEPT_FOR)}, puis effacement",
        more=(
            "Ne nommez pas le ménage : aucun nom, aucune date de naissance, aucune information de santé. Décrivez la "
            "situation sans que l’on puisse reconnaître la personne.",
        ),
    ),
)  # fmt: skip
