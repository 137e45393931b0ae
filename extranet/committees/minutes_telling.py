"""What members are told of minutes: that they are to be read again, that they are published. Never a word of them."""

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format

from extranet.committees.members import people_of
from extranet.committees.minutes_subjects import PUBLISHED, REREADING
from extranet.committees.models import Minutes, Presence
from portal.design.typography import french, french_date
from portal.notifications.notices import notify
from portal.tenancy.models import Membership


def rereaders(minutes: Minutes):
    """Return who reads the draft again: those who were there, the secretary, the chair, with an open access."""
    committee = minutes.meeting.committee
    there = Presence.objects.filter(meeting=minutes.meeting_id, state=Presence.State.PRESENT)
    is_one = Q(pk__in=there.values("membership")) | Q(pk__in=[committee.secretary_id, committee.chair_id])
    return Membership.objects.of(minutes.tenant_id).active().filter(is_one).order_by("pk")


def rereading_opened(minutes: Minutes) -> None:
    until = french_date(date_format(minutes.reread_until, "j F Y"))
    notify(
        rereaders(minutes), REREADING, url=reverse("minutes", args=[minutes.meeting_id]),
        title=french(f"Compte rendu à relire avant le {until} : {minutes.meeting.committee}"),
        text=french("Vous étiez à la réunion : relisez ce qui en est écrit, et dites ce qui est à corriger."),
    )  # fmt: skip


def published(minutes: Minutes) -> None:
    notify(
        people_of(minutes.meeting.committee).order_by("pk"), PUBLISHED,
        url=reverse("minutes", args=[minutes.meeting_id]),
        title=french(f"Compte rendu publié : {minutes.meeting.committee}"),
    )  # fmt: skip
