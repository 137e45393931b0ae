"""Which organisation somebody means: by the name they typed, by the domain of their address."""

from django.db.models import QuerySet
from django.db.models.functions import Length

from extranet.access.models import AccessRequest, Arrival
from portal.organisations.domains import FREE_MAIL
from portal.organisations.models import Affiliation, Organisation
from portal.tenancy.models import Membership

LIMIT = 8


def suggested(typed: str) -> QuerySet[Organisation]:
    """Return the confirmed organisations whose name holds each word typed, the shortest names first."""
    found = Organisation.objects.current()
    for word in typed.replace("\0", "").split()[:6]:
        found = found.filter(name__unaccent__icontains=word)
    return found.select_related("seat").order_by(Length("name"), "name")[:LIMIT]


def named(name: str) -> Organisation | None:
    """Return the organisation of this name, capitals and accents apart; a confirmed one before any other."""
    same = Organisation.objects.filter(name__unaccent__iexact=name)
    return same.order_by("is_proposed", "-ended_on", "pk").first()


def settled() -> QuerySet[Organisation]:
    """Return the organisations that a request may be linked to."""
    return Organisation.objects.current().order_by("name")


def of_the_domain(email: str) -> list[Organisation]:
    """Return the organisations whose people write from the domain of this address."""
    return list(Organisation.objects.known_by_domain(email).order_by("name"))


def is_free_mail(email: str) -> bool:
    """Say whether anybody may have an address of this domain."""
    return email.rpartition("@")[2] in FREE_MAIL


def propose(name: str) -> Organisation:
    """Return the organisation of this name, made as « proposée » when there is none."""
    return named(name) or Organisation.objects.create(name=name, kind=Organisation.Kind.OTHER, is_proposed=True)


def forget_unless_needed(organisation: Organisation | None) -> None:
    """Delete a proposed organisation that no other request, arrival or member needs any more."""
    if organisation is None or not organisation.is_proposed:
        return
    needed = (
        AccessRequest.objects.under_way().filter(organisation=organisation),
        Arrival.objects.filter(organisation=organisation),
        organisation.affiliations.all(),
    )
    if not any(rows.exists() for rows in needed):
        organisation.delete()


def affiliate(membership: Membership, organisation: Organisation | None, function: str) -> None:
    """Make the member one of the organisation's people; who is already stays as they are."""
    if organisation is not None:
        Affiliation.objects.get_or_create(
            membership=membership, organisation=organisation, ended_on=None, defaults={"function": function}
        )
