"""Supports of these tests: the platform is alice's, who asked is diane, the referent bob, the deputy chloe."""

import datetime

from django.utils import timezone

from extranet.solicitations import charges, supports
from extranet.solicitations.models import Charge, Solicitation, Support
from portal.organisations.models import Organisation
from portal.tenancy.models import Membership
from tests.extranet.solicitations import making
from tests.portal.documents.making import member as member_of

Role = Charge.Role


def days(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=number)


def organisation() -> Organisation:
    kind = Organisation.Kind.ASSOCIATION
    return Organisation.objects.get_or_create(name="Association d’essai", defaults={"kind": kind})[0]


def ago(solicitation: Solicitation, number: int) -> Solicitation:
    """Let a solicitation have been sent so many days ago."""
    at = timezone.now() - datetime.timedelta(days=number)
    Solicitation.objects.filter(pk=solicitation.pk).update(created_at=at, submitted_at=at)
    solicitation.refresh_from_db()
    return solicitation


def begin(solicitation: Solicitation, *, referent: str = "bob", deputy: str = "chloe", text: str = "", **fields):
    fields = {"kind": Support.Kind.ACCESS, "starts_on": days(0)} | fields
    return supports.begin(
        solicitation, Support(organisation=organisation(), **fields), referent=member_of(referent),
        deputy=member_of(deputy) if deputy else None, text=text, by=member_of("alice"),
    )  # fmt: skip


def running(by: Membership, since: int = 0, **fields) -> Support:
    """Make a support that follows what ``by`` asked, since so many days."""
    studied = making.study(making.send(making.draft(by)))
    return begin(ago(studied, since), starts_on=days(-since), **fields)


def hand_over(
    support: Support, role: Role, to: str | None, on: int = 0, reason: str = "Changement de poste"
) -> Support:
    to = member_of(to) if to else None
    return charges.hand_over(support, role, to, on=days(on), reason=reason, by=member_of("alice"))


def who(support: Support, role: Role, on: int = 0) -> str | None:
    """Return the first name of who has a role on a day."""
    rows = Charge.objects.on(days(on)).filter(support=support, role=role).select_related("membership__user")
    names = [row.membership.user.email.partition("@")[0] for row in rows]
    assert len(names) <= 1, names
    return names[0] if names else None
