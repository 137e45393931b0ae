"""What is printed of a solicitation (PDF/UA-1): the notice for the household, and the slip for the partner's own file.

Neither has a name on it. Who the household is stays with the partner, by hand, on paper.
"""

from django.utils import timezone
from django.utils.formats import date_format

from extranet.solicitations.grounds import Grounds
from extranet.solicitations.models import Solicitation
from portal.design.papers import print_paper
from portal.design.typography import french_date
from portal.pages.pictures import letterhead_of
from portal.tenancy.models import Tenant
from portal.territories.models import Platform
from portal.territories.models.coordination import who_answers

NOTICE, SLIP = "Votre demande à la plateforme : ce qui est écrit, ce que vous pouvez demander", "Bordereau"
WRITTEN = (
    "votre commune, la composition de votre ménage et des tranches d’âge ;",
    "où vous vivez aujourd’hui, et ce qui est difficile : trouver un logement, le garder, une procédure en cours… ;",
    "ce qui a déjà été tenté, ce qui est espéré, et si c’est urgent.",
)
READERS = (
    "la personne qui vous accompagne, qui a fait la demande ;",
    "la personne qui coordonne la plateforme, ou qui la remplace ;",
    "la personne référente, si un accompagnement est mis en place ;",
    "les partenaires que la plateforme invite, un par un, parce qu’ils peuvent aider ;",
    "un comité de professionnels, parfois : une fiche sans aucun texte, ni la commune ;",
    "personne d’autre : ni les élus, ni l’administration du portail.",
)
WHY = (
    "La plateforme cherche, avec ses partenaires, une solution pour votre logement : un avis, une étude à plusieurs, un"
    " accompagnement renforcé, ou un service mieux placé. Elle répond toujours."
)
HOW_LONG = (
    "Les textes sont effacés {months} mois après le dernier échange, jamais pendant un accompagnement. Il reste des"
    " chiffres, qui ne disent rien de vous."
)
STEPS = (
    "La plateforme lit la demande ; elle peut demander un complément.",
    "Elle répond dans tous les cas : accompagnement renforcé, réorientation, refus motivé ou sans suite.",
    "Les courriels du portail ne portent que la référence : la réponse se lit dans « Sollicitations ».",
)


def notice(tenant: Tenant, grounds: Grounds, *, platform: Platform | None = None, reference: str = "") -> bytes:
    """Print what a household is told (RGPD, articles 13 and 14): with a reference, or before there is one."""
    data = {
        "platform": platform.title if platform else "", "reference": reference,
        "written": WRITTEN, "readers": READERS,
        "why": WHY,
        "facts": [
            ["Responsable", grounds.controller], ["Base légale", grounds.basis.words], ["À savoir", grounds.note],
        ],
        "how_long": HOW_LONG.format(months=grounds.months),
        "rights": [
            "Demandez à la personne qui vous accompagne ce qui est écrit : elle vous le lit.",
            f"Vos droits : {grounds.basis.rights}. Elle les exerce avec vous, la référence en main.",
            "Vous pouvez dire non. Cela ne change rien à l’aide que vous recevez par ailleurs.",
            "Si la réponse ne vous convient pas : CNIL, 3 place de Fontenoy, TSA 80715, 75334 Paris cedex 07, cnil.fr.",
        ],
        "contacts": [["Protection des données", ", ".join(grounds.dpo_lines)], ["Adresse", grounds.address]],
    }  # fmt: skip
    return print_paper("solicitations/notice", data, look=letterhead_of(tenant), title=NOTICE, at=timezone.now())


def slip(solicitation: Solicitation) -> bytes:
    """Print the reference of what was sent, with whom to reach, and a box for what only the partner knows."""
    platform, today = solicitation.platform, timezone.localdate()
    coordinator = who_answers(platform, today)
    data = {
        "reference": solicitation.reference,
        "facts": [
            ["Envoyée le", _day(solicitation.submitted_at)], ["Plateforme", platform.title],
            ["Portée par", platform.carrier],
        ],
        "contacts": [
            ["Coordination", str(coordinator) if coordinator else "personne n’est nommé pour l’instant"],
            ["Téléphone", platform.phone_display], ["Courriel", platform.email],
        ],
        "follows": STEPS,
    }  # fmt: skip
    title = f"{SLIP} {solicitation.reference}"
    look = letterhead_of(solicitation.tenant)
    return print_paper("solicitations/slip", data, look=look, title=title, at=timezone.now())


def _day(moment) -> str:
    return french_date(date_format(timezone.localtime(moment), "j F Y"))
