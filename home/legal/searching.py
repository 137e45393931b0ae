"""What can be found of the pages that the law asks for: each is told of the one row of the tenant's identity."""

from django.conf import settings
from django.urls import reverse

from home.legal.models import LegalIdentity
from portal.search.registry import Source, Told, declare, follow

NOTICES = (
    # url name, what it is called, what it says
    ("accessibility", "Accessibilité", "Déclaration d’accessibilité de ce portail : état de conformité, contenus non "
     "accessibles, signalement d’une difficulté, voies de recours."),
    ("legal_notice", "Mentions légales", "Qui édite ce site, qui en répond, qui l’héberge."),
    ("personal_data_notice", "Données personnelles", "Ce que ce site sait de vous, pourquoi, et jusqu’à quand ; vos "
     "droits, et la personne déléguée à la protection des données (RGPD, CNIL)."),
    ("cookies", "Cookies", "Aucun traceur, donc aucun bandeau."),
)  # fmt: skip


def _source(url_name: str, title: str, summary: str, order: int) -> Source:
    def told(identity: LegalIdentity) -> Told:
        return Told(title=title, summary=summary, url=reverse(url_name, settings.ROOT_URLCONF))

    return Source(
        name=url_name.replace("_", "-"), label="Page", plural=title, order=order,
        rows=LegalIdentity.objects.all, visible=lambda membership: LegalIdentity.objects.all(), told=told,
    )  # fmt: skip


for place, (url_name, title, summary) in enumerate(NOTICES):
    source = _source(url_name, title, summary, order=80 + place)
    declare(source)
    follow(source.name, LegalIdentity)
