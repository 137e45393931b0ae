"""What the public face does with personal data."""

from home.models import ContactPolicy
from portal.tenancy.models import Tenant
from portal.tenancy.processing import Processing, declare


def _messages_kept(tenant: Tenant) -> str:
    return f"{ContactPolicy.current().kept_days} jours, puis effacement"


declare(
    Processing(
        code="finder", order=10, title="La recherche d’une commune",
        data="les mots que vous tapez",
        purpose="vous donner la plateforme qui répond",
        recipients="personne",
        kept="rien n’est conservé ; votre recherche n’est associée ni à votre nom ni à votre adresse",
    ),
    Processing(
        code="search", order=15, title="La recherche sur le portail",
        data="les mots cherchés auxquels rien ne répond, et le jour, sans rien qui dise qui les a écrits",
        purpose="savoir ce qui manque au portail",
        recipients="la communication et l’administration",
        kept="douze mois ; ce qui ressemble à un courriel ou à un numéro n’est pas gardé",
    ),
    Processing(
        code="contact", order=20, title="Le formulaire de contact",
        data="votre nom, votre courriel, le sujet, la commune si vous la dites, votre message",
        purpose="vous répondre, et rien d’autre",
        recipients="la plateforme de la commune, qui répond au sujet ou, à défaut, l’équipe Logement d’abord",
        kept=_messages_kept,
        more=(
            "Ne nommez pas le ménage : aucun nom, aucune date de naissance, aucune information de santé. Décrivez la "
            "situation sans que l’on puisse reconnaître la personne.",
        ),
    ),
)  # fmt: skip
