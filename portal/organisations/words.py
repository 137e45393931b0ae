"""Who something is for, in French."""

from dataclasses import dataclass

from portal.organisations.models import Audience, Circle, Organisation
from portal.tenancy.models import Membership

OTHERS = "des personnes choisies"


@dataclass(frozen=True)
class Part:
    """A kind of organisation, a circle (``slug``: its own), a person, or several whom one does not name."""

    text: str
    slug: str = ""


def parts_of(audience: Audience) -> list[Part]:
    """Return who may see a thing, in all words: for those who choose it."""
    if audience.reach != Audience.Reach.CHOSEN:
        return [Part(audience.get_reach_display())]
    people = audience.people.select_related("user").order_by("user__first_name", "user__last_name", "pk")
    named = [Part(str(membership.user)) for membership in people]
    return [*_kinds(audience), *_circles(audience.circles.order_by("name")), *named] or [Part("personne")]


def parts_told_to(reader: Membership, audience: Audience) -> list[Part]:
    """Return who may see a thing, for one who reads it: no name of a person, nor of a circle they may not know of."""
    if audience.reach != Audience.Reach.CHOSEN:
        return [Part(audience.get_reach_display())]
    known = Circle.objects.shown_to(reader)
    has_others = audience.people.exists() or audience.circles.exclude(pk__in=known.values("pk")).exists()
    told = [*_kinds(audience), *_circles(known.filter(audience=audience).order_by("name"))]
    return [*told, Part(OTHERS)] if has_others or not told else told


def _kinds(audience: Audience) -> list[Part]:
    return [Part(Organisation.Kind(kind).label) for kind in audience.kinds]


def _circles(circles) -> list[Part]:
    return [Part(f"cercle « {circle.name} »", circle.slug) for circle in circles]
