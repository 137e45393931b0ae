"""Who may do what with trainings."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from portal.organisations.models import Affiliation
from portal.organisations.people import members_to_choose
from portal.tenancy.models import Membership, Role
from portal.territories.coverage import target_of, with_covers
from portal.territories.models import Commune, Coordination
from trainings.models import HalfDay, Session, Training
from trainings.permissions import KEEP


def may_keep(membership: Membership | None) -> bool:
    """Coordination and administration keep the catalogue, the sessions, their lists and the attendance."""
    # The rights of somebody without a back-office are not worth a query on each page.
    return bool(membership) and membership.opens_back_office and membership.user.has_perm(KEEP)


def readable(membership: Membership | None) -> QuerySet[Training]:
    """Return the trainings whose page opens: those one may read about; all of them for who keeps the catalogue."""
    return Training.objects.all() if may_keep(membership) else Training.objects.visible_to(membership)


def may_run(membership: Membership | None, session: Session) -> bool:
    """Who keeps the trainings, and the trainers of a session's half-days, read its list and tick who is there."""
    return may_keep(membership) or runs(membership).filter(pk=session.pk).exists()


def runs(membership: Membership | None) -> QuerySet[Session]:
    """Return the announced sessions of which this member trains a half-day."""
    theirs = HalfDay.objects.filter(session=OuterRef("pk"), trainer=membership or None, trainer__isnull=False)
    return Session.objects.announced().filter(Exists(theirs))


def has_lists(membership: Membership | None) -> bool:
    """Whose menu leads to lists: who keeps the trainings, and who was given the role of trainer.

    Opens nothing by itself, and asks the database nothing of a member without either.
    """
    return bool(membership) and (may_keep(membership) or Role.TRAINER in membership.roles)


def answered_by(membership: Membership, sessions: Collection[Session]) -> set[int]:
    """Return which of these sessions (keys) a member who keeps the trainings answers for, in two queries.

    Who coordinates the platform that covers the commune of a session answers for it, or who deputises that day; where
    there is no commune, or nobody coordinates, all who keep the trainings.
    """
    if not sessions:
        return set()
    today = timezone.localdate()
    places = {each.commune_id for each in sessions} - {None}
    communes = with_covers(Commune.objects.filter(pk__in=places), membership.tenant_id)
    platforms = {each.pk: getattr(target_of(each), "platform_id", None) for each in communes}
    own = Coordination.objects.kept_by(membership.user, today).filter(platform=OuterRef("platform"))
    is_own = dict(Coordination.objects.on(today).values_list("platform", Exists(own)))
    return {each.pk for each in sessions if is_own.get(platforms.get(each.commune_id), True)}


def may_read_figures(membership: Membership | None) -> bool:
    """Elected members read the figures of a year, less what would tell on people; who keeps them sees what they see."""
    return bool(membership) and (may_keep(membership) or Role.ELECTED in membership.roles)


def may_sign_up_others(membership: Membership | None) -> bool:
    """The référent de structure signs up the colleagues of their organisation; who keeps the trainings, any member."""
    return bool(membership) and (may_keep(membership) or Affiliation.objects.of_referent(membership).exists())


def those_whom_may_sign_up(membership: Membership, training: Training) -> QuerySet[Membership]:
    """Return the members whom ``membership`` may sign up for a training, among those for whom it is meant.

    Oneself not among them. For a référent de structure, those whose access is open and who work for one of the
    organisations whose référent they are; for who keeps the trainings, every member.
    """
    meant = training.audience.members().exclude(pk=membership.pk)
    if not may_keep(membership):
        own = Affiliation.objects.of_referent(membership).values("organisation")
        colleagues = Affiliation.objects.open().filter(organisation__in=own, membership=OuterRef("pk"))
        meant = meant.filter(Exists(colleagues))
    return members_to_choose(training.tenant_id).filter(pk__in=meant.values("pk"))
