"""Telling members something that concerns them, each at the pace they chose for the subject."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import prefetch_related_objects

from portal.notifications import bounces, elsewhere, letters
from portal.notifications.models import Notice
from portal.notifications.preferences import paces_for
from portal.notifications.subjects import Pace, Subject
from portal.tenancy.models import Membership


@transaction.atomic
def notify(memberships: Iterable[Membership], subject: Subject, *, title: str, url: str, text: str = "") -> None:
    """Tell these members of the asking tenant, in French: ``title`` in a few words, ``url`` the path where it is.

    Called inside the transaction of what happened: both, or neither. ``text`` holds nothing personal. Who left
    the tenant is told nothing, now or when the digest leaves; nothing else is asked again then, so ``title`` says
    what its reader may still know a week later, and the page at ``url`` decides who may open it.
    """
    memberships = [membership for membership in memberships if membership.ended_at is None]
    if not memberships:
        return
    prefetch_related_objects(memberships, "user", "tenant__domains")
    paces, words = paces_for(memberships, subject), " ".join(title.split())
    notices = {Pace.AT_ONCE: [], Pace.DAILY: [], Pace.WEEKLY: [], Pace.NEVER: []}
    for membership in memberships:
        if membership.user.is_active:
            notice = Notice(membership=membership, subject=subject.code, title=words, url=url, text=text)
            notice.adopt_tenant()
            notices[paces[membership.pk]].append(notice)
    base_url = memberships[0].tenant.base_url
    at_once = [notice.membership.user.email for notice in notices[Pace.AT_ONCE]]
    silent = bounces.unreachable(at_once) if at_once else set()
    for notice in notices[Pace.AT_ONCE]:
        if notice.membership.user.email.casefold() not in silent:
            letters.send_notice(notice, base_url)
    Notice.objects.bulk_create([*notices[Pace.DAILY], *notices[Pace.WEEKLY]])
    elsewhere.count_again(memberships)
