"""Changes of who coordinates."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from portal.design.typography import french
from portal.tenancy.models import Membership
from portal.territories.models import Absence, Coordination, Platform, people_who_may_answer


@transaction.atomic
def appoint(platform: Platform, user, *, on: datetime.date, by) -> Coordination | None:
    """Make ``user`` (None: nobody) the coordinator of ``platform`` from ``on``; that day the former one stops.

    Raises ValidationError when the former one started later, or when ``user`` cannot answer for a platform here.
    """
    Platform.objects.select_for_update(of=("self",)).get(pk=platform.pk)  # two at once would both be current
    current = Coordination.objects.filter(platform=platform, ended_on=None).first()
    if current and current.user == user:
        return current
    if current and on < current.started_on:
        raise ValidationError(
            french(f"{current.user} coordonne depuis le {current.started_on:%d/%m/%Y} : choisissez un jour plus tard.")
        )
    if user and not people_who_may_answer(platform.tenant_id).filter(pk=user.pk).exists():
        raise ValidationError("Cette personne n’a ni le rôle coordination ni le rôle administration.")
    if current:
        current.ended_on = on
        current.save(update_fields=["ended_on"])
    if current or user:
        log(platform, "territories.appointed", user=by, data={"who": str(user or "personne")})
    return Coordination.objects.create(platform=platform, user=user, started_on=on) if user else None


@transaction.atomic
def leave(membership: Membership) -> None:
    """Let a former member coordinate and deputise no more, from today on. Past days keep who answered."""
    today, user = timezone.localdate(), membership.user_id
    current = Coordination.objects.filter(user=user, ended_on=None)
    current.filter(started_on__gt=today).delete()
    current.update(ended_on=today)
    absences = Absence.objects.not_over(today).filter(Q(coordinator=user) | Q(deputy=user))
    absences.filter(starts_on__gte=today).delete()
    absences.update(ends_on=today - datetime.timedelta(days=1))
