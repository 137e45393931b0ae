"""The two tenants' platforms, their contacts as published, and who covers which intercommunality."""

import csv
import datetime
from dataclasses import dataclass

from django.utils import timezone

from portal.tenancy.models import Tenant
from portal.tenancy.reviewed import in_a_year
from portal.territories import maps
from portal.territories.importing import DATA
from portal.territories.models import CoverageRule, Intercommunality, OtherBody, Platform


@dataclass(frozen=True)
class PlatformContent:
    slug: str
    name: str
    title: str
    phone: str
    email: str


PLATFORMS = {
    "pas-de-calais": (
        PlatformContent(
            "artois", "Artois", "plateforme de l’Artois", "06 68 73 36 60",
            "lda.artois@habitat-insertion.fr",
        ),
        PlatformContent(
            "audomarois", "Audomarois", "plateforme de l’Audomarois", "07 60 33 35 50",
            "lda.audomarois@mahra-letoit.fr",
        ),
        PlatformContent(
            "boulonnais", "Boulonnais", "plateforme du Boulonnais", "06 27 06 99 88",
            "coordinateur.lda.boulonnais@epdahaa.fr",
        ),
        # The Département publishes no telephone for the Calaisis.
        PlatformContent("calaisis", "Calaisis", "plateforme du Calaisis", "", "lda.calais@mahra-letoit.fr"),
        PlatformContent(
            "lens-henin", "Lens-Hénin", "plateforme de Lens-Hénin", "06 48 71 29 98",
            "coordinateurLDAlens@apsa62.fr",
        ),
        PlatformContent(
            "montreuillois", "Montreuillois", "plateforme du Montreuillois", "06 23 13 73 76",
            "lda.montreuillois@associationfiac.fr",
        ),
        # Its accent is as published: lawful (RFC 6531), refused by many mail systems, to be checked.
        PlatformContent(
            "sud-arrageois-ternois", "Sud-Arrageois-Ternois", "plateforme Sud-Arrageois-Ternois",
            "06 27 23 15 31", "coordinationLDA.ruralitéarrageoise@audasse.fr",
        ),
    ),
    "casa": (
        PlatformContent(
            "casa", "Sophia Antipolis", "plateforme Logement d’abord de la CASA", "",
            "plateforme.lda@agglo-casa.fr",
        ),
    ),
}  # fmt: skip

OTHER_BODIES = {
    "pas-de-calais": {
        "cu-arras": {
            "name": "Communauté urbaine d’Arras",
            "explanation": (
                "À Arras et dans les communes de sa communauté urbaine, le Logement d’abord a sa propre "
                "organisation : il ne dépend pas des sept plateformes du Département. Nous pouvons vous "
                "aider à trouver votre interlocuteur."
            ),
        }
    }
}

OVERDUE_BY = datetime.timedelta(days=5)

# A rule limited to a département: three of its intercommunalities reach into the Nord and the Somme.
DEPARTEMENTS = {"pas-de-calais": "62", "casa": None}

_LENS_HENIN = (
    "Le Département a publié que la plateforme de Lens-Hénin réunit les agglomérations de Lens-Liévin "
    "et d’Hénin-Carvin (2019)."
)

REASONS = {
    "200072460": "Le Département a publié que la plateforme de l’Artois couvre cette agglomération (2019).",
    "200044030": (
        "Supposé : arrondissement de Montreuil. À vérifier, car ces communes s’associent aussi au Ternois "
        "dans le pôle Ternois-7 Vallées."
    ),
    "245900758": "Supposé : ses quatre communes du Pas-de-Calais sont de l’arrondissement de Béthune.",
    "246200364": _LENS_HENIN,
    "246200299": _LENS_HENIN,
    "200069672": "Supposé : le Ternois donne son nom à la plateforme (102 communes dans le Pas-de-Calais).",
    "200035442": "Supposé : le Sud-Arrageois donne son nom à la plateforme.",
    "200033579": (
        "Supposé : la communauté urbaine d’Arras a été retenue en 2018 comme territoire du Logement d’abord "
        "distinct de celui du Département. À demander au Département : qui répond aujourd’hui pour ses communes."
    ),
    "240600585": "La CASA présente elle-même son territoire du Logement d’abord : ses 24 communes.",
}


def load_territories(tenant: Tenant, today: datetime.date | None = None) -> None:
    """Load or repair the platforms, other bodies, coverage rules and map of a tenant of the demonstration.

    Runs in the tenant's context, after the reference of communes is loaded. An incomplete or doubtful contact waits to
    be read again.
    """
    targets = {}
    for content in PLATFORMS[tenant.slug]:
        fields = {name: getattr(content, name) for name in ("name", "title", "phone", "email")}
        is_sound = content.phone and content.email.isascii()
        review_on = {"review_on": in_a_year() if is_sound else (today or timezone.localdate()) - OVERDUE_BY}
        platform, _ = Platform.objects.update_or_create(
            tenant=tenant, slug=content.slug, defaults=fields, create_defaults=fields | review_on
        )
        targets[content.slug] = {"platform": platform, "other_body": None}
    for slug, fields in OTHER_BODIES.get(tenant.slug, {}).items():
        body, _ = OtherBody.objects.update_or_create(tenant=tenant, slug=slug, defaults=fields)
        targets[slug] = {"platform": None, "other_body": body}
    for line in _perimeters(tenant.slug):
        is_evident = line["basis"].startswith("evidence")
        CoverageRule.objects.update_or_create(
            tenant=tenant,
            intercommunality=Intercommunality.objects.get(pk=line["epci_siren"]),
            defaults={
                **targets[line["platform_slug"]],
                "departement_id": DEPARTEMENTS[tenant.slug],
                "state": CoverageRule.State.CONFIRMED if is_evident else CoverageRule.State.ASSUMED,
                "reason": _reason(line),
            },
        )
    maps.redraw(tenant)


def _perimeters(slug: str) -> list[dict[str, str]]:
    with (DATA / "platforms.csv").open(encoding="utf-8", newline="") as lines:
        return [line for line in csv.DictReader(lines) if line["tenant"] == slug]


def _reason(line: dict[str, str]) -> str:
    """Return why this perimeter is thought right, in a sentence for the team."""
    if reason := REASONS.get(line["epci_siren"]):
        return reason
    _, _, ground = line["basis"].partition(": ")
    return f"Supposé : {ground.split(' ;')[0]}."
