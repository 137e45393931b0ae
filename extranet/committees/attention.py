"""What committees ask of a member, and the meetings that they have ahead."""

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from extranet.committees.addresses import address
from extranet.committees.entries import WITH_COMMITTEES
from extranet.committees.models import Committee, Convocation, Meeting, Reply
from extranet.committees.perms import may_keep_all
from extranet.committees.states import OPEN, State
from extranet.committees.words import called, place_of
from portal.design.typography import french
from portal.notifications.attention import Item, comes, waits
from portal.tenancy.models import Membership

MOST = 50
AWAY = [Reply.Answer.EXCUSED, Reply.Answer.REPLACED]


@waits("comités")
def meetings_to_see_to(membership: Membership) -> list[Item]:
    """Each meeting to which the member was called and did not answer; to who answers for a committee (its secretary,
    without one whoever keeps all), each that has proposals to answer or whose people are to be called again. One query.
    """
    waiting = Q(proposals__answered_at=None, proposals__isnull=False)
    rows = Meeting.objects.filter(WITH_COMMITTEES, state__in=OPEN, starts_at__gt=timezone.now()).annotate(
        is_unanswered=_is(_unanswered(membership)), is_kept=_is(_kept(membership)),
        proposed=Count("proposals", filter=waiting), first=Min("proposals__created_at", filter=waiting),
    )  # fmt: skip
    rows = rows.filter(Q(is_unanswered=True) | Q(is_kept=True) & (Q(proposed__gt=0) | TO_CONVOKE))
    return [
        item for row in rows.select_related("committee").order_by("starts_at", "pk")[:MOST] for item in _waiting(row)
    ]


TO_CONVOKE = Q(state=State.CONVOKED, is_to_convoke=True)


def _is(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _called(membership: Membership) -> QuerySet[Convocation]:
    return Convocation.objects.filter(meeting=OuterRef("pk"), membership=membership, called_off_at=None)


def _unanswered(membership: Membership) -> Q:
    answered = Reply.objects.filter(meeting=OuterRef("pk"), membership=membership)
    sits = Committee.objects.of_people(membership).filter(pk=OuterRef("committee"))
    return Q(Exists(_called(membership)), ~Exists(answered), Exists(sits), state=State.CONVOKED)


def _kept(membership: Membership) -> Q:
    is_kept = Q(committee__secretary=membership)
    if may_keep_all(membership):
        is_kept |= Q(committee__secretary=None) | Q(committee__secretary__ended_at__isnull=False)
    return is_kept


def _waiting(row: Meeting) -> list[Item]:
    found, name = [], called(row)
    if row.is_unanswered:
        found.append(Item(
            title=french(f"Convocation : {name}"), url=address("meeting", row.pk), at=row.convoked_at,
            detail="Dites si vous venez.",
        ))  # fmt: skip
    if row.is_kept and row.proposed:
        what = f"{row.proposed} points proposés" if row.proposed > 1 else "Un point proposé"
        found.append(Item(
            title=french(f"{what} : {name}"), url=address("meeting_prepare", row.pk), at=row.first,
            detail="Retenez, ou dites pourquoi non.",
        ))  # fmt: skip
    if row.is_kept and row.is_to_convoke and row.state == State.CONVOKED:
        found.append(Item(
            title=french(f"À convoquer de nouveau : {name}"), url=address("meeting_convoke", row.pk), at=row.changed_at,
            detail="La réunion a changé depuis la convocation.",
        ))  # fmt: skip
    return found


@comes("comités")
def meetings_ahead(membership: Membership) -> list[Item]:
    """Each meeting to which the member was called and is not excused, until it is over. One query."""
    sits = Committee.objects.of_people(membership).filter(pk=OuterRef("committee"))
    away = Reply.objects.filter(meeting=OuterRef("pk"), membership=membership, answer__in=AWAY)
    rows = Meeting.objects.filter(
        WITH_COMMITTEES, Exists(_called(membership)), Exists(sits), ~Exists(away),
        state__in=[State.CONVOKED, State.RUNNING], ends_at__gt=timezone.now(),
    )  # fmt: skip
    return [
        Item(title=str(each.committee), url=address("meeting", each.pk), at=each.starts_at, detail=place_of(each))
        for each in rows.select_related("committee").order_by("starts_at", "pk")[:MOST]
    ]
