"""Members as their colleagues see them: what each chose to show, and nothing else."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from portal.organisations.models import Affiliation, Profile
from portal.organisations.searching import search
from portal.tenancy.models import Membership, Role, Tenant
from portal.territories.models import Coordination, Platform

SUGGESTED = 8


def members_of(tenant: Tenant | int, day: datetime.date | None = None) -> QuerySet[Membership]:
    """Return the members of a tenant, with all that a card shows of them, by name. Four queries in all."""
    affiliations = Affiliation.objects.current().filter(organisation__ended_on=None).select_related("organisation")
    coordinations = Coordination.objects.on(day or timezone.localdate()).select_related("platform")
    return (
        Membership.objects.of(tenant)
        .active()
        .select_related("user", "profile")
        .prefetch_related(
            Prefetch("affiliations", affiliations.order_by("organisation__name", "pk"), to_attr="works_for"),
            Prefetch("user__coordinations", coordinations.order_by("platform__name"), to_attr="coordinates_now"),
        )
        .order_by("user__last_name__unaccent", "user__first_name__unaccent", "pk")
    )


def listed_in(tenant: Tenant | int) -> QuerySet[Membership]:
    """Return those of the members who did not choose to stay out of the directory."""
    return members_of(tenant).exclude(profile__is_listed=False)


def members_to_choose(tenant: Tenant | int | None) -> QuerySet[Membership]:
    """Return the members with an open access, listed or not: for those who decide for others."""
    return with_employers(Membership.objects.of(tenant).active())


def with_employers(members: QuerySet[Membership]) -> QuerySet[Membership]:
    """Bring the members by name, with ``works_for``, in two queries."""
    works = Affiliation.objects.current().filter(organisation__ended_on=None).select_related("organisation")
    works = Prefetch("affiliations", works.order_by("organisation__name", "pk"), to_attr="works_for")
    return (
        members.select_related("user")
        .prefetch_related(works)
        .order_by("user__last_name__unaccent", "user__first_name__unaccent", "pk")
    )


def employers(membership: Membership) -> list[str]:
    return [each.organisation.name for each in membership.works_for]


def whose_name_is_like(words: str, members: Iterable[Membership]) -> list[Membership]:
    """Return the members, read with ``works_for``, whose name or organisation is like the words, the nearest first."""
    known = {each.pk: each for each in members}
    named = ((pk, " ".join([str(each.user), *employers(each)])) for pk, each in known.items())
    return [known[pk] for pk in search(words, named)]


def suggestions(typed: str, members: Iterable[Membership]) -> dict:
    """Return what js/combobox.js proposes under a field in which a member is looked for."""
    found = whose_name_is_like(typed, members) if len(typed.strip()) > 1 else []
    notes = ({"label": str(m.user), "note": ", ".join(employers(m)), "value": m.pk} for m in found[:SUGGESTED])
    return {"suggestions": list(notes)}


@dataclass(frozen=True)
class Card:
    """What colleagues read of a member."""

    pk: int
    name: str
    mission: str = ""
    phone: str = ""
    phone_uri: str = ""
    phone_display: str = ""
    email: str = ""
    affiliations: list[Affiliation] = field(default_factory=list)
    platforms: list[Platform] = field(default_factory=list)
    """Those that they coordinate."""
    roles: list[str] = field(default_factory=list)
    """Those of the back-office."""
    is_listed: bool = True

    @property
    def searched(self) -> str:
        """All in which a search by name or function looks."""
        functions = [f"{each.function} {each.organisation.name}" for each in self.affiliations]
        coordination = [f"coordination {platform.title}" for platform in self.platforms]
        return " ".join([self.name, *functions, *coordination, *self.roles, self.mission])


def card_of(membership: Membership) -> Card:
    """Return the card of a member read by ``members_of``; of who chose not to be listed, the name alone."""
    profile = getattr(membership, "profile", None) or Profile()
    name = membership.user.get_full_name() or "Membre sans nom"
    if not profile.is_listed:
        return Card(pk=membership.pk, name=name, is_listed=False)
    telephone = profile if profile.shows_phone else Profile()
    return Card(
        pk=membership.pk,
        name=name,
        mission=profile.mission,
        phone=telephone.phone,
        phone_uri=telephone.phone_uri,
        phone_display=telephone.phone_display,
        email=membership.user.email if profile.shows_email else "",
        affiliations=membership.works_for,
        platforms=[each.platform for each in membership.user.coordinates_now],
        roles=[Role(role).label for role in membership.roles if role in Role.staff()],
    )
