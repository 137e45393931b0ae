"""What « Mon équipe » shows of the organisations whose référent de structure a member is."""

import datetime
from dataclasses import dataclass

from extranet.directory import perms
from extranet.directory.reviews import EARLY_BY
from portal.organisations.models import Affiliation, Organisation, PromisedAffiliation
from portal.tenancy.models import Invitation, Membership


@dataclass(frozen=True)
class Colleague:
    """``is_asked``: their turn has come; ``is_early``: it comes within a month, and may be said already."""

    affiliation: Affiliation
    is_self: bool
    is_for_referents: bool
    is_asked: bool
    is_early: bool


@dataclass(frozen=True)
class Team:
    organisation: Organisation
    colleagues: list[Colleague]
    invited: list[PromisedAffiliation]

    @property
    def asked(self) -> list[Colleague]:
        """Those whom nobody has confirmed for three months, the longest ago first."""
        waiting = (each for each in self.colleagues if each.is_asked)
        return sorted(waiting, key=lambda each: each.affiliation.to_confirm_from)

    @property
    def others(self) -> list[Colleague]:
        return [each for each in self.colleagues if not each.is_asked]

    @property
    def reviewed(self) -> list[Colleague]:
        """All those whom this référent confirms in turn, asked now or not."""
        return [each for each in self.colleagues if each.is_for_referents]

    @property
    def confirmed_count(self) -> int:
        return len(self.reviewed) - len(self.asked)

    @property
    def next_on(self) -> datetime.date | None:
        """The day when the first of them falls due."""
        return min((each.affiliation.to_confirm_from for each in self.reviewed), default=None)


def teams_of(referent: Membership, day: datetime.date) -> list[Team]:
    """Return the teams of a référent de structure, by name, in three queries; none for who is no référent."""
    mine = Organisation.objects.filter(affiliations__in=Affiliation.objects.of_referent(referent))
    organisations = list(mine.order_by("name"))
    people = Affiliation.objects.open().filter(organisation__in=organisations).select_related("membership__user")
    people = people.order_by("membership__user__last_name", "membership__user__first_name", "pk")
    pending = Invitation.objects.pending()
    promises = PromisedAffiliation.objects.filter(organisation__in=organisations, invitation__in=pending)
    colleagues = [_colleague(row, referent, day) for row in people]
    invited = list(promises.select_related("invitation").order_by("pk"))
    return [
        Team(
            organisation=each,
            colleagues=[row for row in colleagues if row.affiliation.organisation_id == each.pk],
            invited=[row for row in invited if row.organisation_id == each.pk],
        )
        for each in organisations
    ]


def _colleague(affiliation: Affiliation, referent: Membership, day: datetime.date) -> Colleague:
    is_for_referents, due = perms.is_for_referents(referent, affiliation), affiliation.to_confirm_from
    return Colleague(
        affiliation=affiliation,
        is_self=affiliation.membership_id == referent.pk,
        is_for_referents=is_for_referents,
        is_asked=is_for_referents and due <= day,
        is_early=is_for_referents and due - EARLY_BY <= day < due,
    )
