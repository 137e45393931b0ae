"""What committees ask of a member, and the meetings that they have ahead."""

import datetime

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from extranet.committees.addresses import address
from extranet.committees.entries import WITH_COMMITTEES
from extranet.committees.models import Committee, Convocation, Meeting, Reply
from extranet.committees.perms import may_keep_all
from extranet.committees.states import OPEN, State
from extranet.committees.words import called, place_of
from portal.design.typography import french
from portal.notifications.attention import Found, Item, finds
from portal.tenancy.models import Membership

MOST = 50
AWAY = [Reply.Answer.EXCUSED, Reply.Answer.REPLACED]


@finds("comités")
def meetings_of(membership: Membership, since: datetime.datetime | None) -> Found:
    """What meetings ask of a member, and those that they have ahead. One query.

    Waiting: each to which the member was called and did not answer; to who answers for a committee (its secretary,
    without one whoever keeps all), each that has proposals to answer or whose people are to be called again. Ahead:
    each to which the member was called and is not excused, until it is over.
    """
    waiting, now = Q(proposals__answered_at=None, proposals__isnull=False), timezone.now()
    rows = Meeting.objects.filter(WITH_COMMITTEES, state__in=OPEN, ends_at__gt=now).annotate(
        is_unanswered=_is(_unanswered(membership, now)), is_kept=_is(_kept(membership, now)),
        is_ahead=_is(_ahead(membership)), proposed=Count("proposals", filter=waiting),
        first=Min("proposals__created_at", filter=waiting),
    )  # fmt: skip
    is_to_see_to = Q(is_unanswered=True) | Q(is_kept=True) & (Q(proposed__gt=0) | TO_CONVOKE)
    rows = rows.filter(is_to_see_to | Q(is_ahead=True)).select_related("committee").order_by("starts_at", "pk")
    rows = list(rows[:MOST])
    return Found(
        waiting=[item for row in rows for item in _waiting(row)], coming=[_coming(row) for row in rows if row.is_ahead]
    )


TO_CONVOKE = Q(state=State.CONVOKED, is_to_convoke=True)


def _is(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _called(membership: Membership) -> QuerySet[Convocation]:
    return Convocation.objects.filter(meeting=OuterRef("pk"), membership=membership, called_off_at=None)


def _sits(membership: Membership) -> QuerySet[Committee]:
    return Committee.objects.of_people(membership).filter(pk=OuterRef("committee"))


def _unanswered(membership: Membership, now: datetime.datetime) -> Q:
    answered = Reply.objects.filter(meeting=OuterRef("pk"), membership=membership)
    may_answer = Q(state=State.CONVOKED, starts_at__gt=now)
    return Q(Exists(_called(membership)), ~Exists(answered), Exists(_sits(membership))) & may_answer


def _kept(membership: Membership, now: datetime.datetime) -> Q:
    is_kept = Q(secretary=membership)
    if may_keep_all(membership):
        is_kept |= Q(secretary=None) | Q(secretary__ended_at__isnull=False)
    return Q(Exists(Committee.objects.filter(is_kept, pk=OuterRef("committee"))), starts_at__gt=now)


def _ahead(membership: Membership) -> Q:
    away = Reply.objects.filter(meeting=OuterRef("pk"), membership=membership, answer__in=AWAY)
    is_called = Q(Exists(_called(membership)), Exists(_sits(membership)), ~Exists(away))
    return is_called & Q(state__in=[State.CONVOKED, State.RUNNING])


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


def _coming(row: Meeting) -> Item:
    return Item(title=str(row.committee), url=address("meeting", row.pk), at=row.starts_at, detail=place_of(row))
